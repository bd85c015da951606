// The end of a run, whichever command followed it: what became of each node, the record, what results say, the report.
import path from 'node:path';
import { InputError, type Graph, type Tasks } from '@jetdemon/workflow';
import type { Ending } from '../engines/engine.ts';
import { gitCommit } from '../results/meta.ts';
import { recordRun } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { nodeFolder, shown } from '../store/view.ts';
import { devicesUsed } from './devices.ts';
import type { Screen } from './screen.ts';
import type { Tally } from './tally.ts';
import { textsOf } from './texts.ts';

export interface Concluded {
  readonly root: string;
  readonly graph: Graph;
  readonly tasks: Tasks;
  /** What was asked for, and with all that it needs. */
  readonly wanted: readonly string[];
  readonly involved: ReadonlySet<string>;
  /** Parameters set by hand. */
  readonly set: readonly string[];
  readonly tally: Tally;
  readonly screen: Screen;
  /** An event for programs. */
  readonly say: (event: object) => void;
  /** [ms since 1970] */
  readonly started: number;
}

/** Exit code. @throws InputError where the engine broke */
export function conclude(run: Concluded, store: Store, ending: Ending, json: boolean): number {
  const { root, graph, tasks, wanted, involved, tally, screen, say, started } = run;
  if (ending.how === 'detached') {
    screen.line(ending.words);
    say({ event: 'detached' });
    return 0;
  }
  if (ending.how === 'cancelled') screen.line('interrupted: what was finished is kept');
  if (ending.how === 'broken') throw new InputError(ending.words);
  const { failed } = ending.how === 'cancelled' ? { failed: 0 } : tally.finish(ending.how === 'done');
  const seconds = (Date.now() - started) / 1000;
  record(run, store, seconds);
  if (ending.how === 'cancelled') return 130;
  devicesUsed([...involved].map((id) => nodeFolder(root, { workflow: graph.name, node: id }))).forEach((line) =>
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
}

function record({ root, graph, involved, tally, started, set }: Concluded, store: Store, seconds: number): void {
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
    set: [...set],
    commit: gitCommit(root),
    nodes: Object.fromEntries(nodes),
  });
}

/** Path of the last report among what was asked for; else of the folder of results. */
function reportOf(root: string, graph: Graph, tasks: Tasks, involved: ReadonlySet<string>, wanted: readonly string[]) {
  const folderOf = (id: string) => path.join(nodeFolder(root, { workflow: graph.name, node: id }), 'result');
  const reports = graph.nodes.filter(
    ({ id, task }) => involved.has(id) && 'index.html' in (tasks[task]?.output.files ?? {}),
  );
  const report = reports.at(-1);
  if (report) return inWords(path.join(folderOf(report.id), 'index.html'));
  return inWords(wanted.length === 1 ? folderOf(wanted[0]!) : path.join(root, 'out', graph.name));
}

const inWords = (file: string) => path.relative(process.cwd(), file) || '.';
