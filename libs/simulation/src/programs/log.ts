// What a program says, as a file of bounded size: its beginning and its end, and in between how much is left out.
import { closeSync, openSync, writeSync } from 'node:fs';

const headBytes = 4 * 2 ** 20;
const tailBytes = 64 * 2 ** 10;

export class Log {
  readonly #handle: number;
  #written = 0;
  #left = 0;
  #tail: Buffer = Buffer.alloc(0);
  #closed = false;

  constructor(file: string) {
    this.#handle = openSync(file, 'w');
  }

  add(bytes: Buffer): void {
    if (this.#closed) return;
    const room = Math.max(0, headBytes - this.#written);
    const head = bytes.subarray(0, room);
    if (head.length > 0) writeSync(this.#handle, head);
    this.#written += head.length;
    this.#left += bytes.length - head.length;
    this.#tail = Buffer.concat([this.#tail, bytes]).subarray(-tailBytes);
  }

  /** The last so many lines that are not empty, each cut to 200 characters. */
  lastLines(count: number): string[] {
    const lines = this.#tail.toString('utf8').split(/[\r\n]+/);
    return lines
      .map((line) => line.trimEnd().slice(0, 200))
      .filter((line) => line !== '')
      .slice(-count);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const tail = this.#tail.subarray(-Math.min(this.#left, tailBytes));
    if (this.#left > tail.length) writeSync(this.#handle, `\n[${this.#left - tail.length} bytes left out]\n`);
    if (this.#left > 0) writeSync(this.#handle, tail);
    closeSync(this.#handle);
  }
}
