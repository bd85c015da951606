// Log of a program, as a file of bounded size: its beginning and its end, and in between how much is left out.
import { closeSync, openSync, writeFileSync } from 'node:fs';

const headBytes = 4 * 2 ** 20;
const tailBytes = 64 * 2 ** 10;
/** Longer lines are looked at in pieces. */
const longestLine = 2 ** 16;

/** Colours and other escape sequences of terminals: ECMA-48, §5.4. */
// eslint-disable-next-line no-control-regex
const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|[@-Z\\-_])/g;

/** Text as a person sees it. */
export const withoutEscapes = (text: string): string => text.replaceAll(escapes, '');

/** Also names of exceptions, ValueError. */
const alarming = /\b(?:\w*error|fatal|abort(?:ed|ing)?)\b/i;
/** Also those of results, and the heading of Pythia's table of what went wrong, which may be empty. */
const calming = /\b(?:no|0|without|statistical) errors?\b|\berrors? and warnings?\b/i;

/** Whether a line says error, fatal or abort, and does not say that there is none. */
export const isAlarming = (line: string): boolean => alarming.test(line) && !calming.test(line);

export interface Watched {
  /** Lines that are failures, whatever the exit code. */
  readonly refuse?: readonly RegExp[];
  /** Lines of which each must come. */
  readonly must?: readonly RegExp[];
}

export class Log {
  /** The first line that says error, fatal or abort. */
  alarm: string | undefined;
  /** The first line that is a failure. */
  refused: string | undefined;
  readonly #handle: number;
  readonly #refuse: readonly RegExp[];
  readonly #missing: Set<RegExp>;
  #line = '';
  #written = 0;
  #left = 0;
  #tail: Buffer = Buffer.alloc(0);
  #closed = false;
  #failed = false;

  constructor(
    readonly file: string,
    { refuse = [], must = [] }: Watched = {},
  ) {
    this.#handle = openSync(file, 'w');
    this.#refuse = refuse;
    this.#missing = new Set(must);
  }

  /** The first of the lines that must come and has not. */
  get missing(): RegExp | undefined {
    return [...this.#missing][0];
  }

  /** @throws the error of the system where the disk refuses it, once */
  add(bytes: Buffer): void {
    if (this.#closed) return;
    const room = Math.max(0, headBytes - this.#written);
    const head = bytes.subarray(0, room);
    this.#written += head.length;
    this.#left += bytes.length - head.length;
    this.#tail = Buffer.concat([this.#tail, bytes]).subarray(-tailBytes);
    if (head.length > 0) this.#write(head);
    const lines = (this.#line + bytes.toString('latin1')).split(/[\r\n]+/);
    this.#line = lines.pop()!.slice(-longestLine);
    lines.forEach((line) => this.#look(line));
  }

  /** @throws the error of the system where it cannot be written; later pieces are not tried */
  #write(bytes: Buffer | string): void {
    if (this.#failed) return;
    this.#failed = true;
    writeFileSync(this.#handle, bytes); // all of it, where writeSync may write a part
    this.#failed = false;
  }

  #look(text: string): void {
    const line = withoutEscapes(text);
    const shown = line.trim().slice(0, 200);
    if (isAlarming(line)) this.alarm ??= shown;
    if (this.#refuse.some((pattern) => pattern.test(line))) this.refused ??= shown;
    for (const pattern of this.#missing) if (pattern.test(line)) this.#missing.delete(pattern);
  }

  /** The last so many lines that are not empty, each cut to 200 characters. */
  lastLines(count: number): string[] {
    const lines = withoutEscapes(this.#tail.toString('utf8')).split(/[\r\n]+/);
    return lines
      .map((line) => line.trimEnd().slice(0, 200))
      .filter((line) => line !== '')
      .slice(-count);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#look(this.#line);
    const tail = this.#tail.subarray(-Math.min(this.#left, tailBytes));
    try {
      if (this.#left > tail.length) this.#write(`\n[${this.#left - tail.length} bytes left out]\n`);
      if (this.#left > 0) this.#write(tail);
    } finally {
      closeSync(this.#handle);
    }
  }
}
