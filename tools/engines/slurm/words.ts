// What nodes of a run on Slurm say: read from the files of their tasks, each word once, and said for those that cannot any more.
import fs from 'node:fs';
import type { SentEvent } from '../../runner/events.ts';
import { BatchEvents } from '../batch/events.ts';
import { taskName } from '../batch/folder.ts';
import type { Book } from './book.ts';

/** What a task printed last, in a message. */
const PRINTED = 600;

export class Words {
  readonly #book: Book;
  readonly #events: BatchEvents;
  readonly #listen: (event: SentEvent) => void;
  readonly #running = new Set<string>();
  /** Nodes that said how they ended. */
  readonly said = new Map<string, 'done' | 'failed'>();

  constructor(book: Book, listen: (event: SentEvent) => void) {
    this.#book = book;
    this.#events = new BatchEvents(`${book.folder.folder}/events`);
    this.#listen = listen;
  }

  /** Of every task that said anything. */
  readAll(): void {
    this.#events.tasks().forEach((task) => this.take(task));
  }

  /** Of tasks that go on; a look into the folder first, since most of many have not begun. */
  read(): void {
    const begun = new Set(this.#events.tasks());
    for (const { name, tasks, over } of this.#book.live()) {
      for (const { index } of tasks) {
        const task = taskName(name, index);
        if (!over.has(index) && begun.has(task)) this.take(task);
      }
    }
  }

  take(task: string): void {
    for (const event of this.#events.next(task)) this.#hear(event);
  }

  #hear(event: SentEvent): void {
    const { node } = event;
    if (this.said.has(node)) return; // a task that was begun again says some things twice
    if (event.event === 'started') this.#running.add(node);
    if (event.event === 'done' || event.event === 'kept' || event.event === 'failed') {
      this.#running.delete(node);
      this.said.set(node, event.event === 'failed' ? 'failed' : 'done');
    }
    this.#listen(event);
  }

  isRunning(node: string): boolean {
    return this.#running.has(node);
  }

  /** Of a node whose task is over. */
  stopped(node: string): void {
    this.#running.delete(node);
  }

  /** Says what a node cannot say any more, here and for whoever looks later. */
  say(node: string, event: { readonly event: 'failed' | 'warning'; readonly message: string }): void {
    const sent: SentEvent = { node, time: new Date().toISOString(), ...event };
    fs.appendFileSync(this.#book.folder.events('slurm'), `${JSON.stringify(sent)}\n`);
    this.take('slurm');
  }

  /** The end of what a task printed. */
  printed(task: string): string {
    const file = this.#book.folder.logs(task);
    if (!fs.existsSync(file)) return '';
    const text = fs.readFileSync(file, 'utf8').trim();
    return text.length > PRINTED ? `...${text.slice(-PRINTED)}` : text;
  }
}
