// What is known of a run on Slurm without asking it: by its journal, and by what its nodes have said.
import fs from 'node:fs';
import type { SentEvent } from '../../runner/events.ts';
import { BatchEvents } from '../batch/events.ts';
import { taskName } from '../batch/folder.ts';
import { Book } from './book.ts';

export interface Now {
  /** Who runs it, in words. */
  readonly by: string;
  readonly pending: readonly string[];
  /** In the order of time; before them that nodes wait for their jobs. */
  readonly events: readonly SentEvent[];
  readonly skipped: readonly string[];
}

/** Undefined where no run of the workflow goes on. */
export function nowOnSlurm(root: string, workflow: string): Now | undefined {
  const book = Book.open(root, workflow);
  if (!book || book.ended !== undefined) return undefined;
  const { folder, ordered } = book;
  const over = folder.ended();
  const live = book.live().filter((job) => job.tasks.some(({ index }) => !over.has(taskName(job.name, index))));
  const ids = live.flatMap(({ id }) => id ?? []);
  const told = ids.length > 6 ? [...ids.slice(0, 5), `and ${ids.length - 5} more`] : ids;
  const waiting = [...book.placed].map(([node, { job }]): SentEvent => {
    return {
      node,
      time: ordered.started,
      event: 'waiting',
      for: `job ${book.jobs.get(job)?.id ?? '(not accepted yet)'} of Slurm`,
    };
  });
  const events = new BatchEvents(`${folder.folder}/events`);
  const said = events.tasks().flatMap((task) => events.next(task));
  return {
    by:
      ids.length > 0
        ? `Slurm, ${ids.length === 1 ? 'job' : 'jobs'} ${told.join(' ')}`
        : `no job any more: jetdemon attach ${workflow} goes on`,
    pending: ordered.pending,
    events: [...waiting, ...said.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))],
    skipped: [...book.fates].flatMap(([node, fate]) => (fate === 'skipped' ? [node] : [])),
  };
}

/** What the last job of a node printed beside the node itself; undefined where Slurm has not run it. */
export function printedByJob(
  root: string,
  workflow: string,
  node: string,
): { readonly job: string; readonly text: string } | undefined {
  const book = Book.open(root, workflow);
  const jobs = [...(book?.jobs.values() ?? [])].reverse();
  for (const { name, id, array, tasks } of jobs) {
    const task = tasks.find(({ nodes }) => nodes.includes(node));
    const file = task && book!.folder.logs(taskName(name, task.index));
    if (file !== undefined && fs.existsSync(file))
      return { job: array ? `${id}_${task!.index}` : String(id), text: fs.readFileSync(file, 'utf8') };
  }
  return undefined;
}
