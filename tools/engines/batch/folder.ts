// Files by which the tasks of a batch run and whoever follows it talk: what each task is to run, what its nodes say, how it
// ended, what it printed. One writer a file, so that any shared file system will do.
import fs from 'node:fs';
import path from 'node:path';
import type { LinkedSpec } from '../../catalogue/node-spec.ts';

/** What one task of a job runs. */
export interface TaskFile {
  /** Of a node each. */
  readonly threads: number;
  readonly store: string;
  readonly nodes: readonly TaskNode[];
}

export interface TaskNode {
  readonly spec: LinkedSpec;
  readonly device: string;
  readonly forced: boolean;
  /** Nodes of this run that it needs -> the task that computes each. */
  readonly needs: Readonly<Record<string, string>>;
}

export type NodeEnd = 'done' | 'failed' | 'skipped';

/** How a task ended by itself; one that was killed leaves none. */
export interface TaskEnd {
  readonly nodes: Readonly<Record<string, NodeEnd>>;
}

/** `scale~k3f9a2.4` and 17 -> the name of its files. */
export const taskName = (job: string, index: number): string => `${job}.${index}`;

export class BatchFolder {
  constructor(readonly folder: string) {}

  readonly #tasks = (job: string) => path.join(this.folder, 'tasks', `${job}.jsonl`);
  readonly events = (task: string) => path.join(this.folder, 'events', `${task}.jsonl`);
  readonly ends = (task: string) => path.join(this.folder, 'ends', `${task}.json`);
  readonly logs = (task: string) => path.join(this.folder, 'logs', `${task}.txt`);

  /** Empty; what an earlier run left is removed. */
  make(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
    for (const name of ['tasks', 'events', 'ends', 'logs'])
      fs.mkdirSync(path.join(this.folder, name), { recursive: true });
  }

  /** What the tasks of a job run, by index: in one file, with where each stands in it, since ten thousand files take minutes. */
  writeTasks(job: string, tasks: ReadonlyMap<number, TaskFile>): void {
    const handle = fs.openSync(this.#tasks(job), 'w');
    const places: Record<string, readonly [from: number, length: number]> = {};
    let from = 0;
    for (const [index, content] of tasks) {
      const length = fs.writeSync(handle, `${JSON.stringify(content)}\n`);
      places[index] = [from, length];
      from += length;
    }
    fs.closeSync(handle);
    fs.writeFileSync(`${this.#tasks(job)}.places`, JSON.stringify(places));
  }

  readTask(job: string, index: number): TaskFile {
    const places = JSON.parse(fs.readFileSync(`${this.#tasks(job)}.places`, 'utf8')) as Record<
      string,
      [number, number]
    >;
    const [from, length] = places[index]!;
    const [handle, text] = [fs.openSync(this.#tasks(job), 'r'), Buffer.alloc(length)];
    fs.readSync(handle, text, 0, length, from);
    fs.closeSync(handle);
    return JSON.parse(text.toString('utf8')) as TaskFile;
  }

  /** The file of a specification that no environment takes. */
  writeSpec(task: string, spec: LinkedSpec): string {
    const file = path.join(this.folder, 'tasks', `${task}.spec`);
    fs.writeFileSync(file, JSON.stringify(spec));
    return file;
  }

  writeEnd(task: string, end: TaskEnd): void {
    fs.writeFileSync(`${this.ends(task)}~`, JSON.stringify(end));
    fs.renameSync(`${this.ends(task)}~`, this.ends(task));
  }

  /** Undefined before it ended. */
  readEnd(task: string): TaskEnd | undefined {
    try {
      return JSON.parse(fs.readFileSync(this.ends(task), 'utf8')) as TaskEnd;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Tasks that ended by themselves. */
  ended(): Set<string> {
    const names = fs.readdirSync(path.join(this.folder, 'ends'));
    return new Set(names.flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : [])));
  }
}
