// `jetdemon run`: check the workflow, let the engine compute what is missing, say what happens and what results say,
// name the report.
import fs from 'node:fs';
import path from 'node:path';
import { InputError, type Graph, type Tasks } from '@jetdemon/workflow';
import { standings } from '../catalogue/standing.ts';
import { emitTasks, loadTasks } from '../catalogue/tasks.ts';
import { loadWorkflow } from '../catalogue/workflow.ts';
import type { Ending, Engine } from '../engines/engine.ts';
import { nxEngine } from '../engines/nx/engine.ts';
import { damaged } from '../results/inputs.ts';
import { faultOf, nodeFolder } from '../results/ownership.ts';
import { acquireLock, lockFile } from '../runner/lock.ts';
import { devicesUsed } from './devices.ts';
import { findNodes, findWorkflow } from './find-workflow.ts';
import { Screen } from './screen.ts';
import { Tally, upstreamOf } from './tally.ts';
import { textsOf } from './texts.ts';

export interface RunOptions {
  readonly root: string;
  readonly workflow: string;
  readonly node?: string | undefined;
  readonly device?: string | undefined;
  readonly jobs: number;
  readonly force: boolean;
}

export async function run(options: RunOptions): Promise<number> {
  const { root, node, force } = options;
  let started = Date.now();
  const name = findWorkflow(root, options.workflow);
  const look = async () => {
    const tasks = await loadTasks(root);
    const graph = loadWorkflow(root, name, tasks);
    return { tasks, graph, wanted: findNodes(graph, node) };
  };
  let seen = await look(); // what is wrong is said before anything is waited for or written
  let waited = false;

  // one command at a time in a workflow: a second one, after an edit, must not change results that the first still reads
  const release = await acquireLock(lockFile.workflow(root, name), (holder) => {
    waited = true;
    console.log(`another command runs ${name} (${holder}): waiting for it`);
  });
  try {
    if (waited) {
      started = Date.now();
      seen = await look(); // files may have changed meanwhile
    }
    const { tasks, graph, wanted } = seen;
    const involved = upstreamOf(graph, wanted);
    fs.mkdirSync(path.join(root, 'out', name), { recursive: true });
    const screen = new Screen(
      process.stdout,
      graph.nodes.filter(({ id }) => involved.has(id)).map(({ id }) => id),
    );
    screen.line(`${graph.name}: ${graph.title}`);
    const tally = new Tally(graph, involved, screen);
    const there = !force && (await isAllThere(root, graph, tasks, involved));
    const engine = nxEngine(root, (words) => screen.line(words));
    const ending: Ending = there
      ? { how: 'done' }
      : await compute(engine, options, { graph, wanted, forced: force ? wanted : [], involved, tally, screen });
    if (ending.how === 'cancelled') {
      screen.line('interrupted: what was finished is kept');
      return 130;
    }
    if (ending.how === 'broken') throw new InputError(ending.words);
    const { failed } = tally.finish(ending.how === 'done');
    devicesUsed([...involved].map((id) => nodeFolder(root, { workflow: name, node: id }))).forEach((line) =>
      screen.line(line),
    );
    screen.line(`${tally.summary()}, ${((Date.now() - started) / 1000).toFixed(1)} s`);
    if (failed > 0) return 1;
    textsOf(root, graph, tasks, wanted).forEach((text) => console.log(`\n${text}\n`));
    console.log(reportOf(root, graph, tasks, involved, wanted));
    return 0;
  } finally {
    release();
  }
}

/** Whether out/ has every result already, under the keys of now and undamaged: then no engine has to be asked. */
async function isAllThere(root: string, graph: Graph, tasks: Tasks, involved: ReadonlySet<string>): Promise<boolean> {
  const code = await emitTasks(root);
  return [...standings(root, graph, { tasks, code }, involved).values()].every(({ held }) => held !== undefined);
}

interface Work {
  readonly graph: Graph;
  readonly wanted: readonly string[];
  readonly forced: readonly string[];
  readonly involved: ReadonlySet<string>;
  readonly tally: Tally;
  readonly screen: Screen;
}

/** One run of the engine, and another for results that it brought damaged out of a cache. */
async function compute(engine: Engine, { root, node, device, jobs }: RunOptions, work: Work): Promise<Ending> {
  const { graph, wanted, forced, involved, tally, screen } = work;
  const once = async (targets: readonly string[]) => {
    const order = { graph, target: node ?? 'all', forced: targets, device, jobs };
    const submission = engine.submit(order, (event) => tally.take(event));
    const cancel = () => submission.cancel();
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    signals.forEach((signal) => process.on(signal, cancel));
    try {
      return await submission.wait();
    } finally {
      signals.forEach((signal) => process.off(signal, cancel));
    }
  };
  const ending = await once(forced);
  if (ending.how !== 'done') return ending;
  const faultsOf = (ids: Iterable<string>) =>
    [...ids].flatMap((id) => {
      const fault = faultOf(root, { workflow: graph.name, node: id });
      return fault === undefined ? [] : [{ id, fault }];
    });
  const faults = faultsOf(involved);
  if (faults.length === 0) return ending;
  for (const { id, fault } of faults) screen.line(`${id} came damaged out of the cache (${fault}): computed again`);
  const again = await once(faults.map(({ id }) => id));
  const [left] = again.how === 'done' ? faultsOf(wanted) : [];
  if (left) throw damaged(graph.name, left.id, left.fault);
  return again;
}

/** Path of the last report among what was asked for; else of the folder of results. */
function reportOf(root: string, graph: Graph, tasks: Tasks, involved: ReadonlySet<string>, wanted: readonly string[]) {
  const folderOf = (id: string) => path.join(nodeFolder(root, { workflow: graph.name, node: id }), 'result');
  const reports = graph.nodes.filter(({ id, task }) => involved.has(id) && 'index.html' in tasks[task]!.output.files);
  const report = reports.at(-1);
  if (report) return shown(path.join(folderOf(report.id), 'index.html'));
  return shown(wanted.length === 1 ? folderOf(wanted[0]!) : path.join(root, 'out', graph.name));
}

const shown = (file: string) => path.relative(process.cwd(), file) || '.';
