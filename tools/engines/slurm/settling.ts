// What becomes of the tasks of a run on Slurm: those that left their own word are settled by it, those that left none by what Slurm says.
import { taskName, type TaskEnd } from '../batch/folder.ts';
import { isAlive, isStuck, type JobState } from './answers.ts';
import type { Book, SubmittedJob } from './book.ts';
import type { Slurm } from './commands.ts';
import { fatesOf, type Fate } from './outcome.ts';
import { recover } from './submit.ts';
import type { Timing } from './timing.ts';
import type { Words } from './words.ts';
import type { Work } from './work.ts';

export interface SettlingOptions {
  readonly book: Book;
  readonly slurm: Slurm;
  readonly warn: (words: string) => void;
  readonly timing: Timing;
}

export class Settling {
  /** Task that Slurm holds for over, though it left no word -> since when. */
  readonly #gone = new Map<string, number>();
  #asked = 0;
  #silent = false;

  constructor(
    private readonly options: SettlingOptions,
    private readonly words: Words,
    private readonly work: Work,
    /** Whether tasks were told to stop: those without a word are then not waited for. */
    private readonly cancelled: () => boolean,
  ) {}

  /** Lets the next settling ask Slurm at once. */
  askSoon(): void {
    this.#asked = 0;
  }

  /** Settles the nodes of tasks that are over. */
  async settle(): Promise<void> {
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
          else if (!this.#gone.has(task) && !this.cancelled()) this.#gone.set(task, Date.now());
          else if (Date.now() - (this.#gone.get(task) ?? 0) > (this.cancelled() ? -1 : timing.lagMs))
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
    this.words.take(task);
    if (this.cancelled() && !end) return book.note({ over: job.name, index, success: false, fates: {} });
    const id = idIn(job, index);
    const fates = fatesOf({
      ...{ id, nodes, end, state },
      running: nodes.find((node) => this.words.isRunning(node)),
      said: this.words.said,
      hopeless: (node) => this.work.hopeless(node),
      orphaned: job.after.some((name) => [...(book.jobs.get(name)?.over.values() ?? [])].includes(false)),
      request: (node) => this.work.requestOf(node),
      tries: (node, why) => book.tries(node, why),
      printed: end ? '' : this.words.printed(task),
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
    this.words.stopped(node);
    if (fate.is === 'again' && fate.why !== 'not begun') {
      const cause = {
        lost: 'was lost',
        memory: 'took more memory than was asked for',
        time: 'took more time than was asked for',
      };
      const message = `${node}: its job ${id} of Slurm ${cause[fate.why]} (${state?.state ?? 'forgotten'}): submitted again`;
      this.words.say(node, { event: 'warning', message });
    }
    if (fate.is === 'failed' && this.words.said.get(node) !== 'failed') {
      const silent = `its job ${id} of Slurm ended without a word of it: ${this.words.printed(task)}`;
      this.words.say(node, { event: 'failed', message: fate.message ?? silent });
    }
  }
}

const idIn = ({ id, array }: SubmittedJob, index: number) => (array ? `${id}_${index}` : id!);
