// A real Slurm with a workspace of toys: how its tests run, follow and look at workflows.
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { everyToy, toys } from '../toys.ts';
import { Workspace, type Outcome } from '../workspace.ts';
import { RealSlurm } from './real-slurm.ts';

/** The toys, asking for resources of which `half` has some of its own. */
export const asking = (resources: string) =>
  toys
    .replace('half: {', `half: { resources: { ${resources} },`)
    .replace('title: Toys', 'title: Toys\nresources: { memory: 1 GB }');

export class SlurmRuns {
  private constructor(
    readonly slurm: RealSlurm,
    readonly workspace: Workspace,
  ) {}

  static async start(workflows: Readonly<Record<string, string>>): Promise<SlurmRuns> {
    return new SlurmRuns(await RealSlurm.start(), new Workspace(workflows));
  }

  async stop(): Promise<void> {
    await this.slurm.stop();
    this.workspace.delete();
  }

  get toyLog(): string {
    return this.workspace.path('ran-jobs');
  }

  /** Nodes whose task ran since the last `run`, sorted. */
  ran(): string[] {
    return fs.readFileSync(this.toyLog, 'utf8').trim().split('\n').sort();
  }

  run(args: readonly string[], fault = '', store = 'jobs'): Promise<Outcome> {
    fs.rmSync(this.toyLog, { force: true });
    return this.workspace.jetdemon(args, this.#environment(fault, store));
  }

  /** Started, not waited for. */
  follow(args: readonly string[], fault = '', store = 'jobs'): ChildProcess {
    return this.workspace.start('tools/bin/jetdemon.mjs', args, this.#environment(fault, store));
  }

  /** Lets go on what has the fault `hold`. */
  letGo(): void {
    fs.writeFileSync(`${this.toyLog}.go`, '');
  }

  /** Digest of the result of each node, by name. */
  digests(workflow: string): string[] {
    return everyToy.map((node) => this.workspace.read(`out/${workflow}/${node}/result/SHA256`));
  }

  /** What the last run of a workflow said is forgotten. */
  forget(workflow: string): void {
    fs.rmSync(this.workspace.path('out', workflow, '.slurm'), { recursive: true });
  }

  /** Jobs of a workflow that Slurm knows; those that are over only by `--states`. */
  jobsOf(workflow: string, ...filters: readonly string[]): { readonly id: string; readonly name: string }[] {
    const lines = this.slurm.ask('squeue', '--noheader', '--array', '--format=%i %j %o', ...filters).split('\n');
    return lines
      .filter((line) => line.includes(`/out/${workflow}/`))
      .map((line) => line.split(' '))
      .map(([id, name]) => ({ id: id!, name: name! }));
  }

  /** Whether the node's task has begun. */
  started(workflow: string, node: string): boolean {
    const folder = this.workspace.path('out', workflow, '.slurm', 'events');
    const files = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.startsWith(`${node}~`)) : [];
    return files.some((name) => fs.readFileSync(`${folder}/${name}`, 'utf8').includes('at work'));
  }

  #environment(fault: string, store: string): Record<string, string> {
    const own = { TOY_LOG: this.toyLog, TOY_FAULT: fault, JETDEMON_STORE: this.workspace.path(store) };
    return { ...this.slurm.environment, ...own };
  }
}

export const exitOf = (child: ChildProcess) => new Promise((resolve) => child.on('exit', resolve));

export async function until(there: () => unknown): Promise<void> {
  for (let tries = 0; !there(); tries++) {
    if (tries > 1200) throw new Error('waited for too long');
    await sleep(100);
  }
}
