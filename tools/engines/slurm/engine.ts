// Slurm as the engine: nodes as jobs that wait for each other, so that they go on without us; whoever follows them tells what
// they say, submits again what was lost, and hands over what a limit held back.
import { randomBytes } from 'node:crypto';
import type { GraphNode } from '@jetdemon/workflow';
import { bundleOf } from '../../bundle/bundle.mjs';
import { allMetas } from '../../store/metas.ts';
import type { Store } from '../../store/store.ts';
import { earlierRuns } from '../batch/request.ts';
import { writeScript } from '../batch/script.ts';
import type { Engine, Order, Submission } from '../engine.ts';
import type { SentEvent } from '../../runner/events.ts';
import { Book } from './book.ts';
import { execute, Slurm, type Execute } from './commands.ts';
import { Following } from './following.ts';
import { timingOf, type Timing } from './timing.ts';

export interface SlurmOptions {
  readonly root: string;
  readonly store: Store;
  readonly warn: (words: string) => void;
  /** Kept for the command that comes back. */
  readonly command: unknown;
  /** Ends with `detached` once all is submitted. */
  readonly detach: boolean;
  readonly execute?: Execute;
  readonly timing?: Timing;
}

export function slurmEngine(options: SlurmOptions): Engine {
  const { root, store, command } = options;
  return {
    name: 'slurm',
    submit(order, listen) {
      const book = Book.begin(root, {
        run: randomBytes(3).toString('hex'),
        started: new Date().toISOString(),
        ...plain(order),
        command,
        store: store.folder,
        earlier: earlierOf(order, store),
      });
      book.keepSpecs(order.specs);
      writeScript(root, book.folder.folder);
      return follow(book, options, listen, async () => {
        // built once here, not by every job that starts
        for (const file of ['tools/engines/batch/job.ts', 'tools/runner/main.ts']) await bundleOf(root, file);
      });
    },
  };
}

const plain = ({ graph, set, pending, forced, device, failFast }: Order) => ({
  graph,
  set,
  pending,
  forced,
  device,
  failFast,
});

/** Node -> the longest and largest of earlier runs, of those that are known. */
function earlierOf({ graph, pending }: Order, store: Store) {
  const earlier = earlierRuns(allMetas(store));
  const wanted = new Set(pending);
  const known = graph.nodes
    .filter(({ id }) => wanted.has(id))
    .map((node: GraphNode) => [node.id, earlier(graph.name, node)] as const);
  return Object.fromEntries(known.flatMap(([id, took]) => (took ? [[id, took]] : [])));
}

/** Follows the run that goes on in a workflow. */
export function attachTo(
  book: Book,
  options: Pick<SlurmOptions, 'root' | 'warn' | 'detach' | 'execute' | 'timing'>,
  listen: (event: SentEvent) => void,
): Submission {
  return follow(book, options, listen);
}

function follow(
  book: Book,
  {
    root,
    warn,
    detach,
    execute: by = execute,
    timing = timingOf(),
  }: Pick<SlurmOptions, 'root' | 'warn' | 'detach' | 'execute' | 'timing'>,
  listen: (event: SentEvent) => void,
  before: () => Promise<void> = async () => {},
): Submission {
  const following = new Following({ root, book, slurm: new Slurm(by), warn, listen, detach, timing });
  return {
    async wait() {
      await before();
      return following.wait();
    },
    cancel: () => following.cancel(),
    leave: () => following.leave(),
  };
}
