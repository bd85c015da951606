// What of a run is still to be submitted: planned anew each time from what is known by then, and handed over as far as
// Slurm takes it.
import { arraysOf, type Job } from '../batch/arrays.ts';
import { chunksOf } from '../batch/chunks.ts';
import { taskName, type TaskNode } from '../batch/folder.ts';
import { requestOf, type NodeRequest } from '../batch/request.ts';
import type { Book } from './book.ts';
import type { Slurm } from './commands.ts';
import { hand, type Handed } from './submit.ts';

export interface WorkOptions {
  readonly root: string;
  readonly book: Book;
  readonly slurm: Slurm;
}

/** Plans that are made again before Slurm has been asked, where it took no more. */
const LATER_MS = 5_000;

export class Work {
  /** Node -> the nodes of this run that it needs. */
  readonly #needs: ReadonlyMap<string, readonly string[]>;
  readonly #nodes: ReadonlyMap<string, Book['ordered']['graph']['nodes'][number]>;
  readonly #forced: ReadonlySet<string>;
  #arraySize: number | undefined;
  #blocked: { readonly at: number; readonly live: number } | undefined;

  constructor(private readonly options: WorkOptions) {
    const { graph, pending, forced } = options.book.ordered;
    const ours = new Set(pending);
    const needs = graph.nodes.map(({ id, needs: ports }) => {
      return [id, [...new Set(Object.values(ports).flat())].filter((one) => ours.has(one))] as const;
    });
    this.#needs = new Map(needs.filter(([id]) => ours.has(id)));
    this.#nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    this.#forced = new Set(forced);
  }

  /** Whether something waits for Slurm to take more. */
  get blocked(): boolean {
    return this.#blocked !== undefined;
  }

  /** Whether something that a node needs failed or was left out. */
  hopeless(node: string): boolean {
    const { fates } = this.options.book;
    return this.#needs.get(node)!.some((need) => fates.get(need) === 'failed' || fates.get(need) === 'skipped');
  }

  requestOf(node: string): NodeRequest {
    const { book } = this.options;
    const doublings = { memory: book.tries(node, 'memory'), time: book.tries(node, 'time') };
    return requestOf(this.#nodes.get(node)!, book.ordered.earlier[node], doublings);
  }

  /** Submits what no job computes yet; why Slurm refuses for good, where it does. */
  async submit(): Promise<string | undefined> {
    const { book, slurm } = this.options;
    const live = liveTasks(book);
    // refused as too many: of no use before some are over, or some time has gone by
    if (this.#blocked && live >= this.#blocked.live && Date.now() - this.#blocked.at < LATER_MS) return undefined;
    for (const id of book.unplaced()) if (this.hopeless(id)) book.note({ skipped: id });
    const open = book.unplaced();
    this.#blocked = undefined;
    if (open.length === 0) return undefined;
    this.#arraySize ??= await slurm.arraySize();
    const nodes = open.map((id) => ({
      id,
      base: this.#nodes.get(id)!.base,
      needs: this.#needs.get(id)!.filter((need) => !book.fates.has(need)),
      request: this.requestOf(id),
    }));
    let [planned, heldBack] = [0, false];
    const jobs = arraysOf(chunksOf(nodes, book.placed), { arraySize: this.#arraySize }, () => `planned ${planned++}`);
    /** Name in the plan -> the one under which it was submitted. */
    const names = new Map<string, string>();
    for (const job of jobs) {
      const after = job.after.map((one) => ({ ...one, job: names.get(one.job) ?? one.job }));
      if (after.some((one) => book.jobs.get(one.job)?.id === undefined)) {
        heldBack = true; // as what it waits for was
        continue;
      }
      const answer = await this.#hand({ ...job, after });
      if (typeof answer === 'object' && 'refused' in answer) return answer.refused;
      if (answer === 'blocked') {
        heldBack = true;
        break;
      }
      names.set(job.name, answer.name);
    }
    if (heldBack) this.#blocked = { at: Date.now(), live: liveTasks(book) };
    return undefined;
  }

  /** An array of which a limit lets in a part only is halved until it is let in; the rest then counts as held back. */
  async #hand(job: Job): Promise<{ readonly name: string } | { readonly refused: string } | 'blocked'> {
    const { book } = this.options;
    const name = book.nextName(this.#nodes.get(job.tasks[0]!.nodes[0]!)!.base);
    const answer: Handed = await hand(
      { ...job, name },
      { ...this.options, store: book.ordered.store, nodeOf: (id) => this.#taskNode(id) },
    );
    if (answer === 'accepted') return { name };
    if (answer === 'blocked' || 'refused' in answer) return answer;
    const part = await this.#hand({ ...job, tasks: job.tasks.slice(0, answer.smaller) });
    return typeof part === 'object' && 'refused' in part ? part : 'blocked';
  }

  #taskNode(id: string): TaskNode {
    const { book } = this.options;
    const needs = this.#needs.get(id)!.flatMap((need) => {
      const place = book.placed.get(need);
      return place ? [[need, taskName(place.job, place.index)] as const] : [];
    });
    return {
      spec: book.specOf(id),
      device: book.ordered.device ?? this.#nodes.get(id)!.device ?? 'auto',
      forced: this.#forced.has(id),
      needs: Object.fromEntries(needs),
    };
  }
}

const liveTasks = (book: Book) => book.live().reduce((sum, { tasks, over }) => sum + tasks.length - over.size, 0);
