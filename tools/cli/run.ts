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
import { acquireLock, lockFile } from '../runner/lock.ts';
import { enrol } from '../store/checkouts.ts';
import { recordSources } from '../store/sources.ts';
import { openStore } from '../store/store.ts';
import { nodeFolder, show } from '../store/view.ts';
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
  const { root, node } = options;
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
    const { pending, forced } = await lookUp(options, { graph, tasks, wanted, involved, tally });
    const engine = nxEngine(root, (words) => screen.line(words));
    const ending: Ending =
      pending.length === 0 ? { how: 'done' } : await compute(engine, options, { graph, pending, forced, tally });
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

interface Wanted {
  readonly graph: Graph;
  readonly tasks: Tasks;
  readonly wanted: readonly string[];
  readonly involved: ReadonlySet<string>;
  readonly tally: Tally;
}

/** Shows what the store has under the keys of now; what is left to run. */
async function lookUp({ root, force }: RunOptions, { graph, tasks, wanted, involved, tally }: Wanted) {
  const store = openStore(root);
  const code = await emitTasks(root);
  enrol(root, store);
  recordSources(store, code);
  const standing = standings(store, graph, { tasks, code }, involved);
  const forced = force ? wanted : [];
  const pending = new Set<string>();
  for (const { id, needs } of graph.nodes) {
    const { key, held } = standing.get(id) ?? {};
    if (!involved.has(id)) continue;
    const runs = !held || forced.includes(id) || Object.values(needs).some((of) => of.some((one) => pending.has(one)));
    if (runs) pending.add(id);
    else {
      show(root, store, { workflow: graph.name, node: id }, key!);
      tally.keep(id, held);
    }
  }
  return { pending: [...pending], forced };
}

interface Work {
  readonly graph: Graph;
  readonly pending: readonly string[];
  readonly forced: readonly string[];
  readonly tally: Tally;
}

async function compute(engine: Engine, { node, device, jobs }: RunOptions, work: Work): Promise<Ending> {
  const { graph, pending, forced, tally } = work;
  const order = { graph, target: node ?? 'all', pending, forced, device, jobs };
  const submission = engine.submit(order, (event) => tally.take(event));
  const cancel = () => submission.cancel();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  signals.forEach((signal) => process.on(signal, cancel));
  try {
    return await submission.wait();
  } finally {
    signals.forEach((signal) => process.off(signal, cancel));
  }
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
