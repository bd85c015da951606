// The loop that follows a run on Slurm: reads what nodes say, settles the tasks that are over, submits what can be, until the
// run has ended, is cancelled, or is left alone.
import { setTimeout as sleep } from 'node:timers/promises';
import type { SentEvent } from '../../runner/events.ts';
import type { Ending, Submission } from '../engine.ts';
import { Settling, type SettlingOptions } from './settling.ts';
import { Words } from './words.ts';
import { Work } from './work.ts';

export interface FollowOptions extends SettlingOptions {
  readonly root: string;
  readonly listen: (event: SentEvent) => void;
  readonly detach: boolean;
}

const PATIENCE_WITH_CANCEL_MS = 30_000;

export class Following implements Submission {
  readonly #words: Words;
  readonly #work: Work;
  readonly #settling: Settling;
  #cancelled: { readonly at: number; readonly how: 'cancelled' | 'failed' } | undefined;
  #left = false;
  #wake = new AbortController();

  constructor(private readonly options: FollowOptions) {
    this.#words = new Words(options.book, (event) => this.#hear(event));
    this.#work = new Work(options);
    this.#settling = new Settling(options, this.#words, this.#work, () => this.#cancelled !== undefined);
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

  #hear(event: SentEvent): void {
    this.options.listen(event);
    if (event.event === 'failed' && this.options.book.ordered.failFast) this.#stop('failed');
  }

  async wait(): Promise<Ending> {
    const { book, slurm, timing, detach } = this.options;
    this.#words.readAll();
    let told = false;
    while (true) {
      this.#words.read();
      await this.#settling.settle();
      if (this.#cancelled !== undefined && !told) {
        await slurm.cancel(book.live().flatMap(({ id }) => id ?? []));
        told = true;
        this.#settling.askSoon();
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
}
