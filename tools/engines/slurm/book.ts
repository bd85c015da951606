// What was asked of Slurm in a run and what came of it: a journal in out/<workflow>/.slurm, a line per step, written before
// and after each, so that whoever comes after a killed command knows as much as it did.
import fs from 'node:fs';
import path from 'node:path';
import type { Graph } from '@jetdemon/workflow';
import type { Task } from '../batch/arrays.ts';
import type { Place } from '../batch/chunks.ts';
import type { LinkedSpec } from '../../catalogue/node-spec.ts';
import { BatchFolder, type NodeEnd } from '../batch/folder.ts';
import type { Earlier } from '../batch/request.ts';
import type { Again } from './outcome.ts';

/** What was ordered, as the command that comes back needs it. */
export interface Ordered {
  /** Tells the names of jobs of several runs apart. */
  readonly run: string;
  /** ISO 8601. */
  readonly started: string;
  readonly graph: Graph;
  readonly set: readonly string[];
  readonly pending: readonly string[];
  readonly forced: readonly string[];
  readonly device: string | undefined;
  readonly failFast: boolean;
  /** Folder of results. */
  readonly store: string;
  /** What earlier runs of nodes took. */
  readonly earlier: Readonly<Record<string, Earlier>>;
  /** What the command was asked for, in its own words. */
  readonly command: unknown;
}

export interface SubmittedJob {
  readonly name: string;
  /** Of Slurm; undefined while it is not known whether it was accepted. */
  id: string | undefined;
  readonly tasks: readonly Task[];
  readonly array: boolean;
  /** Tasks that are over, by index: whether with success. */
  readonly over: Map<number, boolean>;
  /** Names of the jobs that it waits for. */
  readonly after: readonly string[];
}

/** What became of a node; the reason where it is to be submitted again. */
export type Settled = NodeEnd | { readonly again: Again };

type Line =
  | { readonly asked: Omit<SubmittedJob, 'id' | 'over'> }
  | { readonly accepted: string; readonly id: string }
  | { readonly refused: string }
  // one step: a task that is over without a word of its nodes would be waited for for ever
  | {
      readonly over: string;
      readonly index: number;
      readonly success: boolean;
      readonly fates: Readonly<Record<string, Settled>>;
    }
  | { readonly skipped: string }
  | { readonly ended: string };

export class Book {
  readonly jobs = new Map<string, SubmittedJob>();
  readonly fates = new Map<string, NodeEnd>();
  /** Node -> where it is computed now. */
  readonly placed = new Map<string, Place>();
  #specs: ReadonlyMap<string, LinkedSpec> | undefined;
  readonly #tries = new Map<string, number>();
  #asked = 0;
  #ended: string | undefined;

  private constructor(
    readonly folder: BatchFolder,
    readonly ordered: Ordered,
  ) {}

  static readonly at = (root: string, workflow: string) => path.join(root, 'out', workflow, '.slurm');

  /** A new one; that of an earlier run is removed. */
  static begin(root: string, ordered: Ordered): Book {
    const folder = new BatchFolder(Book.at(root, ordered.graph.name));
    folder.make();
    fs.writeFileSync(path.join(folder.folder, 'journal.jsonl'), '');
    fs.writeFileSync(path.join(folder.folder, 'run.json'), JSON.stringify(ordered));
    return new Book(folder, ordered);
  }

  /** That of the last run; undefined without one. */
  static open(root: string, workflow: string): Book | undefined {
    const folder = new BatchFolder(Book.at(root, workflow));
    const file = path.join(folder.folder, 'run.json');
    if (!fs.existsSync(file)) return undefined;
    const book = new Book(folder, JSON.parse(fs.readFileSync(file, 'utf8')) as Ordered);
    const lines = fs.readFileSync(book.#journal, 'utf8').split('\n');
    if (lines.pop() !== '') fs.appendFileSync(book.#journal, '\n'); // cut short by a power cut: the step counts as not made
    for (const line of lines) {
      const step = parsed(line);
      if (step) book.#apply(step);
    }
    return book;
  }

  get #journal(): string {
    return path.join(this.folder.folder, 'journal.jsonl');
  }

  /** How it ended; undefined while it goes on. */
  get ended(): string | undefined {
    return this.#ended;
  }

  /** What nodes compute, as it was when the run began: sources may change before all is submitted. */
  keepSpecs(specs: ReadonlyMap<string, LinkedSpec>): void {
    this.#specs = specs;
    const handle = fs.openSync(this.#specsFile, 'w');
    for (const id of this.ordered.pending) fs.writeSync(handle, `${JSON.stringify(specs.get(id)!)}\n`);
    fs.closeSync(handle);
  }

  specOf(id: string): LinkedSpec {
    this.#specs ??= new Map(
      fs
        .readFileSync(this.#specsFile, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as LinkedSpec)
        .map((spec) => [spec.node, spec]),
    );
    return this.#specs.get(id)!;
  }

  get #specsFile(): string {
    return path.join(this.folder.folder, 'specs.jsonl');
  }

  /** A name that no other job of this run has, nor one of another run. */
  nextName(base: string): string {
    return `${base}~${this.ordered.run}.${this.#asked + 1}`;
  }

  note(line: Line): void {
    fs.appendFileSync(this.#journal, `${JSON.stringify(line)}\n`);
    this.#apply(line);
  }

  tries(node: string, why: Again): number {
    return this.#tries.get(`${node} ${why}`) ?? 0;
  }

  /** Jobs of which a task is to run, or at it. */
  live(): SubmittedJob[] {
    return [...this.jobs.values()].filter(({ tasks, over }) => over.size < tasks.length);
  }

  /** Nodes of no fate yet that no job computes. */
  unplaced(): string[] {
    return this.ordered.pending.filter((id) => !this.fates.has(id) && !this.placed.has(id));
  }

  #apply(line: Line): void {
    if ('asked' in line) {
      this.#asked++;
      const job = { ...line.asked, id: undefined, over: new Map<number, boolean>() };
      this.jobs.set(job.name, job);
      for (const { index, nodes } of job.tasks) nodes.forEach((id) => this.placed.set(id, { job: job.name, index }));
    } else if ('accepted' in line) this.jobs.get(line.accepted)!.id = line.id;
    else if ('refused' in line) {
      this.jobs.get(line.refused)!.tasks.forEach(({ nodes }) => nodes.forEach((id) => this.placed.delete(id)));
      this.jobs.delete(line.refused);
    } else if ('over' in line) {
      this.jobs.get(line.over)!.over.set(line.index, line.success);
      for (const [node, settled] of Object.entries(line.fates)) this.#settle(node, settled);
    } else if ('skipped' in line) this.#settle(line.skipped, 'skipped');
    else this.#ended = line.ended;
  }

  #settle(node: string, settled: Settled): void {
    this.placed.delete(node);
    if (typeof settled === 'string') this.fates.set(node, settled);
    else this.#tries.set(`${node} ${settled.again}`, this.tries(node, settled.again) + 1);
  }
}

function parsed(line: string): Line | undefined {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return undefined;
  }
}
