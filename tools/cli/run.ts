// `jetdemon run`: check the workflow, show what the store has, let the engine compute the rest, say what happens and what
// results say, record the run, name the report.
import fs from 'node:fs';
import path from 'node:path';
import { InputError, type Graph, type Tasks } from '@jetdemon/workflow';
import { standings } from '../catalogue/standing.ts';
import { emitTasks, loadTasks, tasksOf } from '../catalogue/tasks.ts';
import { loadWorkflow } from '../catalogue/workflow.ts';
import type { Ending, Engine, Order } from '../engines/engine.ts';
import { taskName } from '../engines/batch/folder.ts';
import { htcondorEngine } from '../engines/htcondor/engine.ts';
import { nxEngine } from '../engines/nx/engine.ts';
import { startNx, type Nx } from '../engines/nx/process.ts';
import { Book } from '../engines/slurm/book.ts';
import { slurmEngine } from '../engines/slurm/engine.ts';
import type { SentEvent } from '../runner/events.ts';
import { acquireLock, lockFile } from '../runner/lock.ts';
import { dropCheckpoints } from '../store/clean.ts';
import { enrol } from '../store/checkouts.ts';
import { configOf } from '../store/config.ts';
import { openShared } from '../store/shared.ts';
import { recordSources } from '../store/sources.ts';
import { openStore, type Store } from '../store/store.ts';
import { openVerified } from '../store/verified.ts';
import { show } from '../store/view.ts';
import type { Asked } from './attach.ts';
import { conclude } from './conclude.ts';
import { findNodes, findWorkflow } from './find-workflow.ts';
import { isLikely } from './likely.ts';
import { Screen } from './screen.ts';
import { waitFor } from './submission.ts';
import { Tally, upstreamOf } from './tally.ts';

export interface RunOptions {
  readonly root: string;
  readonly workflow: string;
  /** As a person names them; none for every node. */
  readonly nodes: readonly string[];
  readonly device?: string | undefined;
  readonly jobs: number;
  readonly force: boolean;
  /** Parameters set by hand, `fgsm.epsilon=0.002` each. */
  readonly set: readonly string[];
  /** Compute nothing that the nodes need: it has to be there. */
  readonly only: boolean;
  readonly failFast: boolean;
  readonly engine: 'nx' | 'slurm' | 'htcondor';
  /** Ends once all is handed over to an engine that goes on without the command. */
  readonly detach: boolean;
  /** Events as lines of JSON instead of words. */
  readonly json: boolean;
}

export async function run(options: RunOptions): Promise<number> {
  const { root, engine, jobs } = options;
  const name = findWorkflow(root, options.workflow);
  // it takes as long to load as it takes to look up what there is to run
  const nx = engine === 'nx' && isLikely(options, name) ? startNx(root, name, jobs) : undefined;
  try {
    return await runWorkflow(options, name, nx);
  } finally {
    nx?.release();
  }
}

async function runWorkflow(options: RunOptions, name: string, begun: Nx | undefined): Promise<number> {
  const { root, nodes, set, json } = options;
  let started = Date.now();
  const look = async () => {
    const tasks = await loadTasks(root);
    const graph = loadWorkflow(root, name, tasks, set);
    return { tasks, graph, wanted: findNodes(graph, nodes) };
  };
  let seen = await look(); // what is wrong is said before anything is waited for or written
  let waited = false;
  const say = (event: object) => json && console.log(JSON.stringify({ time: new Date().toISOString(), ...event }));

  // one command at a time in a workflow: a second one, after an edit, must not change what the first still shows
  const release = await acquireLock(lockFile.workflow(root, name), (holder) => {
    waited = true;
    const words = `another command runs ${name} (${holder}): waiting for it`;
    if (json) say({ event: 'waiting', for: holder });
    else console.log(words);
  });
  try {
    if (waited) {
      started = Date.now();
      seen = await look(); // files may have changed meanwhile
    }
    const { tasks, graph, wanted } = seen;
    const involved = upstreamOf(graph, wanted);
    refuseTwice(root, name);
    fs.mkdirSync(path.join(root, 'out', name), { recursive: true });
    fs.rmSync(path.join(root, 'out', name, 'order.json'), { recursive: true, force: true }); // that of an earlier run
    say({ event: 'begun', workflow: name, nodes: [...involved], pid: process.pid });
    const screen = new Screen(
      json ? { write: () => true, isTTY: false, columns: 80 } : process.stdout,
      graph.nodes.filter(({ id }) => involved.has(id)).map(({ id }) => id),
    );
    screen.line(`${graph.name}: ${graph.title}`);
    set.forEach((setting) => screen.line(`set by hand: ${setting}`));
    const tally = new Tally(graph, involved, screen);
    const listen = (event: SentEvent) => {
      say(event);
      tally.take(event);
    };
    const store = openStore(root);
    const { pending, specs, forced } = await lookUp(options, store, {
      ...{ graph, tasks, wanted, involved, tally },
      warn: (words) => screen.line(words),
    });
    for (const { id } of graph.nodes) if (involved.has(id) && !pending.includes(id)) say({ node: id, event: 'kept' });
    const warn = (words: string) => screen.line(words);
    const asked: Asked = { wanted, involved: [...involved] };
    const engines = {
      nx: () => nxEngine(root, warn, begun),
      slurm: () => slurmEngine({ root, store, warn, command: asked, detach: options.detach }),
      htcondor: () => htcondorEngine({ root, store }),
    };
    const engine = engines[options.engine]();
    const ending: Ending =
      pending.length === 0
        ? { how: 'done' }
        : await compute(engine, options, { graph, pending, specs, forced, listen });
    return conclude({ root, graph, tasks, wanted, involved, set, tally, screen, say, started }, store, ending, json);
  } finally {
    release();
  }
}

/** What an engine still computes for this workflow is not to be computed beside it. */
function refuseTwice(root: string, name: string): void {
  const book = Book.open(root, name);
  if (!book || book.ended !== undefined) return;
  const over = book.folder.ended();
  const live = book.live().flatMap((job) => job.tasks.filter(({ index }) => !over.has(taskName(job.name, index))));
  if (live.length === 0 && book.unplaced().length === 0) return;
  throw new InputError(
    `jobs of Slurm still compute ${name}: jetdemon attach ${name} follows them, jetdemon cancel ${name} stops them`,
  );
}

interface Wanted {
  readonly graph: Graph;
  readonly tasks: Tasks;
  readonly wanted: readonly string[];
  readonly involved: ReadonlySet<string>;
  readonly tally: Tally;
  readonly warn: (words: string) => void;
}

/** Shows what the store has under the keys of now; what is left to run. */
async function lookUp({ root, force, only }: RunOptions, store: Store, work: Wanted) {
  const { graph, tasks, wanted, involved, tally, warn } = work;
  const code = await emitTasks(root, tasksOf(graph));
  enrol(root, store);
  recordSources(store, code);
  const shared = openShared(root, configOf(root).shared, warn);
  const fetch = shared && ((key: string) => shared.fetch(store, key));
  const verified = openVerified(root);
  const standing = await standings(store, graph, { tasks, code }, involved, verified.damageIn, fetch);
  verified.save();
  const forced = force ? wanted : [];
  const pending = new Set<string>();
  for (const { id, needs } of graph.nodes) {
    const { key, held } = standing.get(id) ?? {};
    if (!involved.has(id)) continue;
    const runs = !held || forced.includes(id) || Object.values(needs).some((of) => of.some((one) => pending.has(one)));
    if (runs) pending.add(id);
    else {
      show(root, store, { workflow: graph.name, node: id }, key!);
      await dropCheckpoints(store, key!);
      tally.keep(id, held);
    }
  }
  const missing = only ? [...pending].filter((id) => !wanted.includes(id)) : [];
  if (missing.length > 0)
    throw new InputError(`--only: expected the results that are needed, found none of ${missing.join(', ')}`);
  const specs = new Map([...standing].map(([id, { spec }]) => [id, spec]));
  return { pending: [...pending], specs, forced };
}

interface Work extends Pick<Order, 'graph' | 'pending' | 'specs' | 'forced'> {
  readonly listen: (event: SentEvent) => void;
}

async function compute(engine: Engine, options: RunOptions, { listen, ...work }: Work): Promise<Ending> {
  const { set, device, jobs, failFast } = options;
  return waitFor(engine.submit({ ...work, set, device, jobs, failFast }, listen), ['SIGHUP']);
}
