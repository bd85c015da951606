// The loop that follows a run on Slurm: reads what nodes say, asks now and then what became of their tasks, settles the nodes
// of those that are over, and submits what can be.
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '@jetdemon/workflow';
import type { SentEvent } from '../../runner/events.ts';
import { BatchEvents } from '../batch/events.ts';
import { taskName, type TaskEnd } from '../batch/folder.ts';
import type { Ending, Submission } from '../engine.ts';
import { isAlive, isStuck, type JobState } from './answers.ts';
import type { Book, SubmittedJob } from './book.ts';
import type { Slurm } from './commands.ts';
import { fatesOf, type Fate } from './outcome.ts';
import { recover } from './submit.ts';
import { Work } from './work.ts';

export interface Timing {
  /** Between two looks at what nodes say. */
  readonly lookMs: number;
  /** Between two questions to Slurm, which has others to answer. */
  readonly askMs: number;
  /** How long the last word of a task that is over may take to be seen here. */
  readonly lagMs: number;
}

/** JETDEMON_SLURM_SECONDS: between two questions to Slurm. */
export function timingOf(seconds = process.env['JETDEMON_SLURM_SECONDS']): Timing {
  const asked = seconds === undefined || seconds === '' ? 10 : Number(seconds);
  if (!(asked > 0)) throw new InputError(`JETDEMON_SLURM_SECONDS: expected a number > 0, found "${seconds}"`);
  return { lookMs: Math.min(500, 1000 * asked), askMs: 1000 * asked, lagMs: 3000 * asked };
}

export interface FollowOptions {
  readonly root: string;
  readonly book: Book;
  readonly slurm: Slurm;
  readonly warn: (words: string) => void;
  readonly listen: (event: SentEvent) => void;
  readonly detach: boolean;
  readonly timing: Timing;
}

/** What a task printed last, in a message. */
const PRINTED = 600;
const PATIENCE_WITH_CANCEL_MS = 30_000;

export class Following implements Submission {
  readonly #events: BatchEvents;
  readonly #said = new Map<string, 'done' | 'failed'>();
  readonly #running = new Set<string>();
  /** Task that Slurm holds for over, though it left no word -> since when. */
  readonly #gone = new Map<string, number>();
  readonly #work: Work;
  #asked = 0;
  #silent = false;
  #cancelled: { readonly at: number; readonly how: 'cancelled' | 'failed' } | undefined;
  #left = false;
  #wake = new AbortController();

  constructor(private readonly options: FollowOptions) {
    this.#events = new BatchEvents(`${options.book.folder.folder}/events`);
    this.#work = new Work(options);
  }

  cancel(): void {
    this.#stop('cancelled');
  }

  #stop(how: 'cancelled' | 'failed'): void {
    this.#cancelled ??= { at: Date.now(), how };
    this.#wake.abort();
  }

  leave(): void {
    this.#left = true;
    this.#wake.abort();
  }

  async wait(): Promise<Ending> {
    const { book, slurm, timing, detach } = this.options;
    this.#events.tasks().forEach((task) => this.#take(task));
    let told = false;
    while (true) {
      this.#read();
      await this.#settle();
      if (this.#cancelled !== undefined && !told) {
        await slurm.cancel(book.live().flatMap(({ id }) => id ?? []));
        told = true;
        this.#asked = 0;
      }
      if (this.#cancelled) {
        const { at, how } = this.#cancelled;
        if (book.live().length === 0 || Date.now() - at > PATIENCE_WITH_CANCEL_MS) return this.#end(how);
      } else {
        const refused = await this.#work.submit();
        if (refused !== undefined) {
          await slurm.cancel(book.live().flatMap(({ id }) => id ?? []));
          book.note({ ended: 'broken' });
          return { how: 'broken', words: refused };
        }
        if (book.fates.size === book.ordered.pending.length) break;
        if (this.#left || (detach && (this.#work.blocked || book.unplaced().length === 0)))
          return { how: 'detached', words: this.#howToGoOn() };
      }
      await sleep(timing.lookMs, undefined, { signal: this.#wake.signal }).catch(
        () => (this.#wake = new AbortController()),
      );
    }
    return this.#end([...book.fates.values()].includes('failed') ? 'failed' : 'done');
  }

  #howToGoOn(): string {
    const { name } = this.options.book.ordered.graph;
    const later = this.#work.blocked ? ', and submits those that Slurm does not take yet' : '';
    return `its jobs go on: jetdemon attach ${name} follows them${later}, jetdemon cancel ${name} stops them`;
  }

  #end(how: 'done' | 'failed' | 'cancelled'): Ending {
    this.options.book.note({ ended: how });
    return { how };
  }

  /** Of tasks that go on; a look into the folder first, since most of many have not begun. */
  #read(): void {
    const begun = new Set(this.#events.tasks());
    for (const { name, tasks, over } of this.options.book.live()) {
      for (const { index } of tasks) {
        const task = taskName(name, index);
        if (!over.has(index) && begun.has(task)) this.#take(task);
      }
    }
  }

  #take(task: string): void {
    for (const event of this.#events.next(task)) this.#hear(event);
  }

  #hear(event: SentEvent): void {
    const { node } = event;
    if (this.#said.has(node)) return; // a task that was begun again says some things twice
    if (event.event === 'started') this.#running.add(node);
    if (event.event === 'done' || event.event === 'kept' || event.event === 'failed') {
      this.#running.delete(node);
      this.#said.set(node, event.event === 'failed' ? 'failed' : 'done');
    }
    this.options.listen(event);
    if (event.event === 'failed' && this.options.book.ordered.failFast) this.#stop('failed');
  }

  /** Says what a node cannot say any more, here and for whoever looks later. */
  #say(node: string, event: { readonly event: 'failed' | 'warning'; readonly message: string }): void {
    const sent: SentEvent = { node, time: new Date().toISOString(), ...event };
    fs.appendFileSync(this.options.book.folder.events('slurm'), `${JSON.stringify(sent)}\n`);
    this.#take('slurm');
  }

  /** Settles the nodes of tasks that are over. */
  async #settle(): Promise<void> {
    const { book, slurm, timing } = this.options;
    const ended = book.folder.ended();
    const live = book.live();
    const states = await this.#ask(live);
    await this.#free(states);
    const without: { job: SubmittedJob; index: number; state: JobState | undefined }[] = [];
    for (const job of live) {
      for (const { index } of job.tasks) {
        if (job.over.has(index)) continue;
        const task = taskName(job.name, index);
        if (ended.has(task)) this.#conclude(job, index, book.folder.readEnd(task), undefined);
        else if (states && job.id !== undefined) {
          const state = states.get(idIn(job, index));
          if (state && isStuck(state)) without.push({ job, index, state: { ...state, state: 'NODE_FAIL' } });
          else if (state && isAlive(state)) this.#gone.delete(task);
          else if (!this.#gone.has(task) && !this.#cancelled) this.#gone.set(task, Date.now());
          else if (Date.now() - (this.#gone.get(task) ?? 0) > (this.#cancelled ? -1 : timing.lagMs))
            without.push({ job, index, state });
        }
      }
    }
    const forgotten = without.flatMap(({ job, state }) => (state ? [] : [job.id!]));
    const known = await slurm.ends([...new Set(forgotten)]);
    for (const { job, index, state } of without) {
      const found = state ?? known.get(idIn(job, index));
      if (!found || !isAlive(found)) this.#conclude(job, index, undefined, found);
    }
  }

  /** Cancels what Slurm has put aside, also of tasks that are over for us and were begun again: others wait for them. */
  async #free(states: ReadonlyMap<string, JobState> | undefined): Promise<void> {
    await this.options.slurm.cancel([...(states ?? [])].flatMap(([id, state]) => (isStuck(state) ? [id] : [])));
  }

  async #ask(live: readonly SubmittedJob[]): Promise<Map<string, JobState> | undefined> {
    const { book, slurm, timing, warn } = this.options;
    if (Date.now() - this.#asked < timing.askMs) return undefined;
    this.#asked = Date.now();
    for (const { name, id } of live) if (id === undefined) await recover(name, { book, slurm });
    const awaited = live.flatMap(({ after }) => after.map((name) => book.jobs.get(name)!));
    const ids = [...live, ...awaited].flatMap(({ id }) => id ?? []);
    const states = await slurm.states([...new Set(ids)]);
    if (!states && !this.#silent) warn('Slurm does not answer: asking again; its jobs go on');
    if (states && this.#silent) warn('Slurm answers again');
    this.#silent = !states;
    return states;
  }

  #conclude(job: SubmittedJob, index: number, end: TaskEnd | undefined, state: JobState | undefined): void {
    const { book } = this.options;
    const { nodes } = job.tasks.find((task) => task.index === index)!;
    const task = taskName(job.name, index);
    this.#take(task);
    if (this.#cancelled && !end) return book.note({ over: job.name, index, success: false, fates: {} });
    const id = idIn(job, index);
    const fates = fatesOf({
      ...{ id, nodes, end, state },
      running: nodes.find((node) => this.#running.has(node)),
      said: this.#said,
      hopeless: (node) => this.#work.hopeless(node),
      orphaned: job.after.some((name) => [...(book.jobs.get(name)?.over.values() ?? [])].includes(false)),
      request: (node) => this.#work.requestOf(node),
      tries: (node, why) => book.tries(node, why),
      printed: end ? '' : this.#printed(task),
    });
    for (const [node, fate] of fates) this.#tell(node, fate, { id, task, state });
    book.note({
      ...{ over: job.name, index, success: end ? Object.values(end.nodes).includes('done') : false },
      fates: Object.fromEntries(
        [...fates].map(([node, fate]) => [node, fate.is === 'again' ? { again: fate.why } : fate.is]),
      ),
    });
  }

  /** What the node cannot say itself. */
  #tell(
    node: string,
    fate: Fate,
    { id, task, state }: { id: string; task: string; state: JobState | undefined },
  ): void {
    this.#running.delete(node);
    if (fate.is === 'again' && fate.why !== 'not begun') {
      const cause = {
        lost: 'was lost',
        memory: 'took more memory than was asked for',
        time: 'took more time than was asked for',
      };
      const words = `${node}: its job ${id} of Slurm ${cause[fate.why]} (${state?.state ?? 'forgotten'}): submitted again`;
      this.#say(node, { event: 'warning', message: words });
    }
    if (fate.is === 'failed' && this.#said.get(node) !== 'failed') {
      const silent = `its job ${id} of Slurm ended without a word of it: ${this.#printed(task)}`;
      this.#say(node, { event: 'failed', message: fate.message ?? silent });
    }
  }

  #printed(task: string): string {
    const file = this.options.book.folder.logs(task);
    if (!fs.existsSync(file)) return '';
    const text = fs.readFileSync(file, 'utf8').trim();
    return text.length > PRINTED ? `...${text.slice(-PRINTED)}` : text;
  }
}

const idIn = ({ id, array }: SubmittedJob, index: number) => (array ? `${id}_${index}` : id!);
