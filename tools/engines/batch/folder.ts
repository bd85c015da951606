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

  readonly tasks = (task: string) => path.join(this.folder, 'tasks', `${task}.json`);
  readonly events = (task: string) => path.join(this.folder, 'events', `${task}.jsonl`);
  readonly ends = (task: string) => path.join(this.folder, 'ends', `${task}.json`);
  readonly logs = (task: string) => path.join(this.folder, 'logs', `${task}.txt`);

  /** Empty; what an earlier run left is removed. */
  make(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
    for (const name of ['tasks', 'events', 'ends', 'logs'])
      fs.mkdirSync(path.join(this.folder, name), { recursive: true });
  }

  writeTask(task: string, content: TaskFile): void {
    fs.writeFileSync(this.tasks(task), JSON.stringify(content));
  }

  /** The file of a specification that no environment takes. */
  writeSpec(task: string, spec: LinkedSpec): string {
    const file = `${this.tasks(task)}.spec`;
    fs.writeFileSync(file, JSON.stringify(spec));
    return file;
  }

  readTask(task: string): TaskFile {
    return JSON.parse(fs.readFileSync(this.tasks(task), 'utf8')) as TaskFile;
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
