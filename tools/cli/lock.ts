// `jetdemon lock` and `jetdemon verify`: the results of a workflow into a file to commit, and others against that file.
import path from 'node:path';
import { InputError } from '@jetdemon/workflow';
import { standings } from '../catalogue/standing.ts';
import { emitTasks, loadTasks, tasksOf } from '../catalogue/tasks.ts';
import { loadWorkflow } from '../catalogue/workflow.ts';
import { lockedNode, readLock, writeLock, type Lock, type LockedNode } from '../compare/lock-file.ts';
import { isFine, judge, type FarNumber, type Verdict } from '../compare/verdicts.ts';
import { number } from '../compare/words.ts';
import { gitCommit } from '../results/meta.ts';
import { openStore } from '../store/store.ts';
import { findWorkflow } from './find-workflow.ts';

export interface LockOptions {
  readonly root: string;
  readonly workflow: string;
  /** Default: workflows/<workflow>.lock.json. */
  readonly file: string | undefined;
}

/** Numbers that are said of a node; --json has all. */
const MOST_NUMBERS = 6;

export async function lock(options: LockOptions): Promise<number> {
  const { name, nodes, missing } = await resultsOf(options);
  if (missing.length > 0)
    throw new InputError(
      `expected results of all nodes, found none of ${missing.join(', ')}: npx jetdemon run ${name}`,
    );
  const { file, shown } = fileOf(options, name);
  writeLock(file, { ...surroundings(options.root), workflow: name, nodes: Object.fromEntries(nodes) });
  console.log(`${nodes.size} nodes locked`);
  console.log(shown);
  return 0;
}

/** Exit code 1 where a result is different, not there or not locked. */
export async function verify(options: LockOptions & { readonly json: boolean }): Promise<number> {
  const { root, workflow, json } = options;
  const name = findWorkflow(root, workflow);
  const { file, shown } = fileOf(options, name);
  const locked = readLock(file, shown, name);
  const { nodes, tasks } = await resultsOf(options);
  const verdicts = judge(locked, nodes, tasks);
  const here = surroundings(root);
  if (json) console.log(JSON.stringify({ lock: about(locked), here, nodes: verdicts }, undefined, 2));
  else say(name, locked, here, verdicts);
  return verdicts.every(isFine) ? 0 : 1;
}

const about = ({ commit, platform, node_version }: Surroundings) => ({ commit, platform, node_version });

type Surroundings = Pick<Lock, 'commit' | 'platform' | 'node_version'>;

const surroundings = (root: string): Surroundings => ({
  commit: gitCommit(root),
  platform: `${process.platform}-${process.arch}`,
  node_version: process.version,
});

function fileOf({ root, file }: LockOptions, name: string) {
  const full = file === undefined ? path.join(root, 'workflows', `${name}.lock.json`) : path.resolve(file);
  return { file: full, shown: path.relative(process.cwd(), full) };
}

/** What the store has for the nodes of a workflow as it is now, every file verified. */
async function resultsOf({ root, workflow }: LockOptions) {
  const tasks = await loadTasks(root);
  const graph = loadWorkflow(root, findWorkflow(root, workflow), tasks);
  const store = openStore(root);
  const ids = new Set(graph.nodes.map(({ id }) => id));
  const found = await standings(store, graph, { tasks, code: await emitTasks(root, tasksOf(graph)) }, ids);
  const nodes = new Map<string, LockedNode>();
  for (const node of graph.nodes) {
    const { held } = found.get(node.id)!;
    if (held) nodes.set(node.id, lockedNode(store, tasks, node, held));
  }
  return { name: graph.name, tasks, nodes, missing: [...ids].filter((id) => !nodes.has(id)) };
}

function say(name: string, locked: Lock, here: Surroundings, verdicts: readonly Verdict[]): void {
  console.log(`${name}: locked ${inWords(locked)}; here ${inWords(here)}`);
  const width = Math.max(...verdicts.map(({ node }) => node.length));
  for (const { node, verdict, note, far } of verdicts) {
    console.log(`  ${node.padEnd(width)}  ${verdict}${note === undefined ? '' : `: ${note}`}`);
    for (const one of far.slice(0, MOST_NUMBERS)) console.log(`${' '.repeat(width + 4)}${farInWords(one)}`);
    if (far.length > MOST_NUMBERS) console.log(`${' '.repeat(width + 4)}and ${far.length - MOST_NUMBERS} numbers more`);
  }
  const states = ['same bits', 'within tolerance', 'different', 'not there', 'not locked'] as const;
  const counts = states.map((state) => [state, verdicts.filter(({ verdict }) => verdict === state).length] as const);
  const said = counts.flatMap(([state, count]) => (count > 0 ? [`${count} ${state}`] : []));
  console.log(`${verdicts.length} nodes: ${said.join(', ')}`);
  if (verdicts.some(({ verdict }) => verdict === 'not there')) console.log(`computed by: npx jetdemon run ${name}`);
}

const inWords = ({ commit, platform, node_version }: Surroundings) =>
  `${commit === null ? '' : `at ${commit.slice(0, 8)}${commit.endsWith('-dirty') ? '-dirty' : ''} `}on ${platform}, Node ${node_version}`;

function farInWords({ where, locked, found, allowed }: FarNumber): string {
  const limit = allowed === 'interval' ? 'within its interval' : allowed === 0 ? 'none' : `${allowed * 100}%`;
  return `${where}  ${number(locked)} → ${number(found)}, allowed: ${limit}`;
}
