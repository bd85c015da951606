// Events of the nodes of a batch run, from a file per task, as they grow.
import fs from 'node:fs';
import path from 'node:path';
import type { SentEvent } from '../../runner/events.ts';

export class BatchEvents {
  readonly #read = new Map<string, { offset: number; rest: Buffer }>();

  /** @param folder of files `<task>.jsonl` */
  constructor(private readonly folder: string) {}

  /** Tasks that have said something. */
  tasks(): string[] {
    return fs
      .readdirSync(this.folder)
      .flatMap((name) => (name.endsWith('.jsonl') ? [name.slice(0, -'.jsonl'.length)] : []));
  }

  /** What a task has said since the last time; a line that is being written counts when it is whole. */
  next(task: string): SentEvent[] {
    const seen = this.#read.get(task) ?? { offset: 0, rest: Buffer.alloc(0) };
    let handle: number;
    try {
      handle = fs.openSync(path.join(this.folder, `${task}.jsonl`), 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    try {
      const length = fs.fstatSync(handle).size - seen.offset;
      if (length <= 0) return [];
      const piece = Buffer.alloc(length);
      const read = fs.readSync(handle, piece, 0, length, seen.offset);
      const text = Buffer.concat([seen.rest, piece.subarray(0, read)]);
      const end = text.lastIndexOf('\n') + 1;
      this.#read.set(task, { offset: seen.offset + read, rest: text.subarray(end) });
      return text
        .toString('utf8', 0, end)
        .split('\n')
        .flatMap((line) => eventIn(line));
    } finally {
      fs.closeSync(handle);
    }
  }
}

/** None where a task was killed in the middle of a word and went on behind it. */
function eventIn(line: string): SentEvent[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as SentEvent];
  } catch {
    return [];
  }
}
