// `jetdemon attach` and `jetdemon cancel`: runs whose nodes go on without the command that submitted them.
import { InputError } from '@jetdemon/workflow';
import { loadTasks } from '../catalogue/tasks.ts';
import type { SentEvent } from '../runner/events.ts';
import { acquireLock, holderOf, lockFile } from '../runner/lock.ts';
import { Book } from '../engines/slurm/book.ts';
import { execute, Slurm } from '../engines/slurm/commands.ts';
import { attachTo } from '../engines/slurm/engine.ts';
import { openStore } from '../store/store.ts';
import { shown } from '../store/view.ts';
import { conclude } from './conclude.ts';
import { findWorkflow } from './find-workflow.ts';
import { Screen } from './screen.ts';
import { waitFor } from './submission.ts';
import { Tally } from './tally.ts';

/** What `run` was asked for, kept with its jobs. */
export interface Asked {
  readonly wanted: readonly string[];
  readonly involved: readonly string[];
}

/** Follows the run of a workflow that goes on, to its end or until it is interrupted. */
export async function attach(root: string, workflow: string, json: boolean): Promise<number> {
  const name = findWorkflow(root, workflow);
  const release = await acquireLock(lockFile.workflow(root, name), (holder) => {
    throw new InputError(`expected nobody to follow ${name}, found ${holder}`);
  });
  try {
    const book = goingOn(root, name);
    const { graph, started, set, pending, command } = book.ordered;
    const { wanted, involved: ids } = command as Asked;
    const involved = new Set(ids);
    const say = (event: object) => json && console.log(JSON.stringify({ time: new Date().toISOString(), ...event }));
    const screen = new Screen(json ? { write: () => true, isTTY: false, columns: 80 } : process.stdout, ids);
    say({ event: 'begun', workflow: name, nodes: ids, pid: process.pid });
    screen.line(`${graph.name}: ${graph.title} (since ${started.slice(0, 16).replace('T', ' ')} UTC)`);
    const tally = new Tally(graph, involved, screen);
    const ours = new Set(pending);
    for (const node of ids) {
      const meta = ours.has(node) ? undefined : shown(root, { workflow: name, node });
      if (meta) tally.keep(node, meta);
    }
    const listen = (event: SentEvent) => {
      say(event);
      tally.take(event);
    };
    const submission = attachTo(book, { root, warn: (words) => screen.line(words), detach: false }, listen);
    const ending = await waitFor(submission, ['SIGINT', 'SIGTERM', 'SIGHUP']);
    const tasks = await loadTasks(root);
    return conclude(
      { root, graph, tasks, wanted, involved, set, tally, screen, say, started: Date.parse(started) },
      openStore(root),
      ending,
      json,
    );
  } finally {
    release();
  }
}

/** Stops the jobs of a run; whoever follows it sees them end. */
export async function cancel(root: string, workflow: string): Promise<number> {
  const name = findWorkflow(root, workflow);
  const book = goingOn(root, name);
  const ids = book.live().flatMap(({ id }) => id ?? []);
  await new Slurm(execute).cancel(ids);
  if (holderOf(lockFile.workflow(root, name)) === undefined) book.note({ ended: 'cancelled' });
  console.log(`${name}: ${ids.length} ${ids.length === 1 ? 'job' : 'jobs'} cancelled; what was finished is kept`);
  return 0;
}

function goingOn(root: string, name: string): Book {
  const book = Book.open(root, name);
  if (!book)
    throw new InputError(`expected jobs of ${name}, found none: start them with jetdemon run ${name} --engine slurm`);
  if (book.ended !== undefined)
    throw new InputError(`expected jobs of ${name} that go on, found that its last run ended (${book.ended})`);
  return book;
}
