// A line per node. On a terminal the lines of running nodes are rewritten in place at the bottom; elsewhere a running
// node speaks at most every 15 s.
import type { WriteStream } from 'node:tty';
import { printable } from '@jetdemon/workflow';

const QUIET_MS = 15_000;
const FIRST_MS = 5_000;

export class Screen {
  readonly #live = new Map<string, string>();
  readonly #spoke = new Map<string, number>();
  readonly #width: number;
  #drawn = 0;

  constructor(
    private readonly stream: Pick<WriteStream, 'write' | 'isTTY' | 'columns'>,
    nodes: readonly string[],
    private readonly now: () => number = Date.now,
  ) {
    this.#width = Math.max(0, ...nodes.map((node) => node.length));
  }

  line(text: string): void {
    this.#erase();
    this.stream.write(`${printable(text)}\n`);
    this.#draw();
  }

  progress(node: string, message: string, fraction?: number): void {
    const percent = fraction === undefined ? '' : `${String(Math.round(fraction * 100)).padStart(3)}%  `;
    const text = this.#format(node, percent + message);
    if (this.stream.isTTY) {
      this.#erase();
      this.#live.set(node, text);
      this.#draw();
      return;
    }
    const spoke = this.#spoke.get(node);
    if (spoke === undefined) this.#spoke.set(node, this.now() + FIRST_MS - QUIET_MS);
    else if (this.now() - spoke >= QUIET_MS) {
      this.#spoke.set(node, this.now());
      this.stream.write(`${text}\n`);
    }
  }

  /** The last word on a node. */
  settle(node: string, text: string): void {
    this.#erase();
    this.#live.delete(node);
    this.stream.write(`${this.#format(node, text)}\n`);
    this.#draw();
  }

  #format(node: string, text: string): string {
    return `  ${node.padEnd(this.#width)}  ${printable(text)}`;
  }

  #erase(): void {
    if (this.#drawn > 0) this.stream.write(`\u001b[${this.#drawn}A\u001b[J`);
    this.#drawn = 0;
  }

  #draw(): void {
    if (!this.stream.isTTY) return;
    // a line that wraps would take two rows
    for (const text of this.#live.values()) this.stream.write(`${text.slice(0, (this.stream.columns || 80) - 1)}\n`);
    this.#drawn = this.#live.size;
  }
}
