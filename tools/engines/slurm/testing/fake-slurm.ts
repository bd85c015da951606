// A Slurm of its own for tests: answers as the real commands do, keeps their limits and dependencies, and lets tasks end as a
// test wants, each time somebody asks how they are.
import fs from 'node:fs';
import { taskName, type BatchFolder } from '../../batch/folder.ts';
import type { Answer, Execute } from '../commands.ts';

/** How a task ends: by itself, its nodes done but for some, or in a state of Slurm's and without a word. */
export type Act =
  | 'done'
  | { readonly failed: readonly string[] }
  | { readonly state: string; readonly reason?: string; readonly running?: string };

export interface FakeOptions {
  readonly arraySize?: number;
  /** Tasks that wait or run, at once. */
  readonly maxSubmit?: number;
  /** Tasks that run to their end between two questions. */
  readonly perTick?: number;
  /** Whether tasks that are over are unknown at once, as after MinJobAge. */
  readonly forgets?: boolean;
  /** `off`: no accounting at all. */
  readonly accounting?: 'on' | 'off';
  readonly act?: (nodes: readonly string[], tries: number) => Act;
  /** An answer in the place of the real one, `after` for one that comes once the command was carried out. */
  readonly fault?: (
    command: string,
    calls: number,
  ) => { readonly answer: Answer; readonly after?: boolean } | undefined;
}

interface FakeTask {
  state: string;
  reason: string;
}

interface FakeJob {
  readonly name: string;
  readonly array: boolean;
  readonly after: readonly string[];
  readonly tasks: Map<number, FakeTask>;
}

const OPEN = new Set(['PENDING', 'RUNNING']);
const said = (code: number, stdout: string, stderr = ''): Answer => ({ code, stdout, stderr });

export class FakeSlurm {
  readonly jobs = new Map<string, FakeJob>();
  readonly commands: string[] = [];
  /** The most tasks that waited or ran at once. */
  most = 0;
  readonly #calls = new Map<string, number>();
  readonly #tries = new Map<string, number>();

  constructor(
    private readonly folder: () => BatchFolder,
    private readonly options: FakeOptions = {},
  ) {}

  readonly execute: Execute = async (command, args) => {
    const calls = (this.#calls.get(command) ?? 0) + 1;
    this.#calls.set(command, calls);
    this.commands.push(`${command} ${args.join(' ')}`);
    const fault = this.options.fault?.(command, calls);
    if (fault && !fault.after) return fault.answer;
    const answer = this.#answer(command, args);
    return fault ? fault.answer : answer;
  };

  /** Tasks of a job that wait or run. */
  open(): number {
    return [...this.jobs.values()].reduce((sum, { tasks }) => sum + openIn(tasks), 0);
  }

  #answer(command: string, args: readonly string[]): Answer {
    const option = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
    switch (command) {
      case 'sbatch':
        return this.#submit(option('job-name')!, option('array'), option('dependency'));
      case 'squeue': {
        const name = option('name');
        if (name !== undefined) {
          const found = [...this.jobs].filter(([, job]) => job.name === name);
          return said(0, found.map(([id]) => `${id}\n`).join(''));
        }
        this.#tick();
        return this.#list(
          option('jobs')!.split(','),
          this.options.forgets ?? false,
          (id, { state, reason }) => `${id}|${state}|${reason}\n`,
        );
      }
      case 'sacct':
        if ((this.options.accounting ?? 'on') === 'off') return said(1, '', 'Slurm accounting storage is disabled\n');
        return this.#list(
          option('jobs')!.split(','),
          false,
          (id, { state }) => `${id}|${state === 'CANCELLED' ? 'CANCELLED by 0' : state}\n`,
        );
      case 'scontrol':
        return said(0, `MaxArraySize            = ${this.options.arraySize ?? 1001}\n`);
      case 'scancel':
        for (const arg of args) {
          const [id, only] = arg.split('_');
          for (const [index, task] of this.jobs.get(id!)?.tasks ?? [])
            if (OPEN.has(task.state) && (only === undefined || index === Number(only)))
              Object.assign(task, { state: 'CANCELLED', reason: 'None' });
        }
        return said(0, '');
      default:
        throw new Error(`no such command: ${command}`);
    }
  }

  #submit(name: string, array: string | undefined, dependency: string | undefined): Answer {
    const { arraySize = 1001, maxSubmit = Infinity } = this.options;
    const indices = array === undefined ? [0] : numbersIn(array);
    if (Math.max(...indices) >= arraySize)
      return said(1, '', 'sbatch: error: Batch job submission failed: Invalid job array specification\n');
    if (this.open() + indices.length > maxSubmit)
      return said(
        1,
        '',
        "sbatch: error: AssocMaxSubmitJobLimit\nsbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)\n",
      );
    const id = String(this.jobs.size + 1);
    const tasks = new Map(indices.map((index) => [index, { state: 'PENDING', reason: 'None' }]));
    this.jobs.set(id, { name, array: array !== undefined, after: dependency?.split(',') ?? [], tasks });
    this.most = Math.max(this.most, this.open());
    return said(0, `${id}\n`);
  }

  #list(ids: readonly string[], openOnly: boolean, line: (id: string, task: FakeTask) => string): Answer {
    const lines = ids.flatMap((id) => {
      const { tasks = new Map<number, FakeTask>(), array = false } = this.jobs.get(id) ?? {};
      return [...tasks].flatMap(([index, task]) =>
        openOnly && !OPEN.has(task.state) ? [] : [line(array ? `${id}_${index}` : id, task)],
      );
    });
    return said(0, lines.join(''));
  }

  #tick(): void {
    let left = this.options.perTick ?? Infinity;
    for (const job of this.jobs.values()) {
      for (const [index, task] of job.tasks) {
        if (task.state !== 'PENDING' || task.reason.includes('held')) continue;
        const waits = job.after.map((condition) => this.#holds(condition, index));
        if (waits.includes('never')) Object.assign(task, { state: 'CANCELLED', reason: 'DependencyNeverSatisfied' });
        else if (!waits.includes('wait') && left-- > 0) this.#run(job, index, task);
        if (left <= 0) return;
      }
    }
  }

  #holds(condition: string, mine: number): 'yes' | 'wait' | 'never' {
    const [, kind, id, index] = /^(\w+):(\d+)(?:_(\d+))?$/.exec(condition)!;
    const { tasks } = this.jobs.get(id!)!;
    const of =
      kind === 'aftercorr'
        ? [tasks.get(mine)!]
        : index === undefined
          ? [...tasks.values()]
          : [tasks.get(Number(index))!];
    const over = of.filter(({ state }) => !OPEN.has(state));
    if (kind !== 'afterany' && over.some(({ state }) => state !== 'COMPLETED')) return 'never';
    return over.length === of.length ? 'yes' : 'wait';
  }

  #run({ name }: FakeJob, index: number, task: FakeTask): void {
    const folder = this.folder();
    const file = taskName(name, index);
    const nodes = folder.readTask(name, index).nodes.map(({ spec }) => spec.node);
    const tries = (this.#tries.get(nodes[0]!) ?? 0) + 1;
    this.#tries.set(nodes[0]!, tries);
    const act = this.options.act?.(nodes, tries) ?? 'done';
    const say = (node: string, event: object) =>
      fs.appendFileSync(folder.events(file), `${JSON.stringify({ node, time: new Date().toISOString(), ...event })}\n`);
    if (typeof act === 'object' && 'state' in act) {
      if (act.running !== undefined) say(act.running, { event: 'started', pid: 1 });
      Object.assign(task, { state: act.state, reason: act.reason ?? 'None' });
      return;
    }
    const failed = act === 'done' ? [] : act.failed;
    for (const node of nodes) {
      say(node, { event: 'started', pid: 1 });
      say(node, failed.includes(node) ? { event: 'failed', message: 'a stick' } : { event: 'done', seconds: 1 });
    }
    folder.writeEnd(file, {
      nodes: Object.fromEntries(nodes.map((node) => [node, failed.includes(node) ? 'failed' : 'done'])),
    });
    task.state = failed.length === nodes.length ? 'FAILED' : 'COMPLETED';
  }
}

const openIn = (tasks: ReadonlyMap<number, FakeTask>) =>
  [...tasks.values()].filter(({ state }) => OPEN.has(state)).length;

/** `0-4,7` */
const numbersIn = (array: string): number[] =>
  array.split(',').flatMap((range) => {
    const [from, to = from] = range.split('-').map(Number);
    return Array.from({ length: to! - from! + 1 }, (_, i) => from! + i);
  });
