// `jetdemon run`: check the workflow, show what the store has, let the engine compute the rest, say what happens and what
// results say, record the run, name the report.
import fs from 'node:fs';
import path from 'node:path';
import { InputError, type Graph, type Tasks } from '@jetdemon/workflow';
import { standings } from '../catalogue/standing.ts';
import { emitTasks, loadTasks } from '../catalogue/tasks.ts';
import { loadWorkflow } from '../catalogue/workflow.ts';
import type { Ending, Engine } from '../engines/engine.ts';
import { nxEngine } from '../engines/nx/engine.ts';
import { gitCommit } from '../results/meta.ts';
import type { SentEvent } from '../runner/events.ts';
import { acquireLock, lockFile } from '../runner/lock.ts';
import { dropCheckpoints } from '../store/clean.ts';
import { enrol } from '../store/checkouts.ts';
import { configOf } from '../store/config.ts';
import { recordRun } from '../store/runs.ts';
import { openShared } from '../store/shared.ts';
import { recordSources } from '../store/sources.ts';
import { openStore, type Store } from '../store/store.ts';
import { nodeFolder, show, shown } from '../store/view.ts';
import { devicesUsed } from './devices.ts';
import { findNodes, findWorkflow } from './find-workflow.ts';
import { Screen } from './screen.ts';
import { Tally, upstreamOf } from './tally.ts';
import { textsOf } from './texts.ts';

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
  /** Events as lines of JSON instead of words. */
  readonly json: boolean;
}

export async function run(options: RunOptions): Promise<number> {
  const { root, nodes, set, json } = options;
  let started = Date.now();
  const name = findWorkflow(root, options.workflow);
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
    const { pending, forced } = await lookUp(options, store, {
      ...{ graph, tasks, wanted, involved, tally },
      warn: (words) => screen.line(words),
    });
    for (const { id } of graph.nodes) if (involved.has(id) && !pending.includes(id)) say({ node: id, event: 'kept' });
    const engine = nxEngine(root, (words) => screen.line(words));
    const ending: Ending =
      pending.length === 0 ? { how: 'done' } : await compute(engine, options, { graph, pending, forced, listen });
    if (ending.how === 'cancelled') screen.line('interrupted: what was finished is kept');
    if (ending.how === 'broken') throw new InputError(ending.words);
    const { failed } = ending.how === 'cancelled' ? { failed: 0 } : tally.finish(ending.how === 'done');
    const seconds = (Date.now() - started) / 1000;
    record(options, store, { graph, involved, tally, started, seconds });
    if (ending.how === 'cancelled') return 130;
    devicesUsed([...involved].map((id) => nodeFolder(root, { workflow: name, node: id }))).forEach((line) =>
      screen.line(line),
    );
    screen.line(`${tally.summary()}, ${seconds.toFixed(1)} s`);
    const report = reportOf(root, graph, tasks, involved, wanted);
    say({ event: 'ended', code: failed > 0 ? 1 : 0, seconds, ...(failed > 0 ? {} : { report }) });
    if (failed > 0) return 1;
    if (json) return 0;
    textsOf(root, graph, tasks, wanted).forEach((text) => console.log(`\n${text}\n`));
    console.log(report);
    return 0;
  } finally {
    release();
  }
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
  const code = await emitTasks(root);
  enrol(root, store);
  recordSources(store, code);
  const shared = openShared(root, configOf(root).shared, warn);
  const fetch = shared && ((key: string) => shared.fetch(store, key));
  const standing = await standings(store, graph, { tasks, code }, involved, fetch);
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
  return { pending: [...pending], forced };
}

interface Work {
  readonly graph: Graph;
  readonly pending: readonly string[];
  readonly forced: readonly string[];
  readonly listen: (event: SentEvent) => void;
}

async function compute(engine: Engine, options: RunOptions, { listen, ...work }: Work): Promise<Ending> {
  const { set, device, jobs, failFast } = options;
  const submission = engine.submit({ ...work, set, device, jobs, failFast }, listen);
  const cancel = () => submission.cancel();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  signals.forEach((signal) => process.on(signal, cancel));
  try {
    return await submission.wait();
  } finally {
    signals.forEach((signal) => process.off(signal, cancel));
  }
}

interface Ended {
  readonly graph: Graph;
  readonly involved: ReadonlySet<string>;
  readonly tally: Tally;
  readonly started: number;
  readonly seconds: number;
}

function record({ root, set }: RunOptions, store: Store, { graph, involved, tally, started, seconds }: Ended): void {
  const nodes = [...involved].map((node) => {
    const { state, message } = tally.fateOf(node) ?? { state: 'skipped' as const };
    const there = state === 'computed' || state === 'cached' ? shown(root, { workflow: graph.name, node }) : undefined;
    const said = message === undefined ? {} : { message };
    return [node, { state, key: there?.key ?? null, result: there?.result ?? null, ...said }] as const;
  });
  recordRun(store, {
    workflow: graph.name,
    title: graph.title,
    started: new Date(started).toISOString(),
    seconds,
    set,
    commit: gitCommit(root),
    nodes: Object.fromEntries(nodes),
  });
}

/** Path of the last report among what was asked for; else of the folder of results. */
function reportOf(root: string, graph: Graph, tasks: Tasks, involved: ReadonlySet<string>, wanted: readonly string[]) {
  const folderOf = (id: string) => path.join(nodeFolder(root, { workflow: graph.name, node: id }), 'result');
  const reports = graph.nodes.filter(({ id, task }) => involved.has(id) && 'index.html' in tasks[task]!.output.files);
  const report = reports.at(-1);
  if (report) return inWords(path.join(folderOf(report.id), 'index.html'));
  return inWords(wanted.length === 1 ? folderOf(wanted[0]!) : path.join(root, 'out', graph.name));
}

const inWords = (file: string) => path.relative(process.cwd(), file) || '.';
