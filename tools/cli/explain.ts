// `jetdemon explain`: what a run would compute and why, how long it should take, what follows from it, who owns the cause.
import { printable } from '@jetdemon/workflow';
import { inWords } from '../catalogue/changes.ts';
import { explain, type Explained } from '../catalogue/explanation.ts';
import { ownersOf } from '../catalogue/owners.ts';
import { emitTasks, loadTasks, tasksOf } from '../catalogue/tasks.ts';
import { loadWorkflow } from '../catalogue/workflow.ts';
import { openStore } from '../store/store.ts';
import { findNodes, findWorkflow } from './find-workflow.ts';
import { duration, upstreamOf } from './tally.ts';

export interface ExplainOptions {
  readonly root: string;
  readonly workflow: string;
  readonly nodes: readonly string[];
  readonly set: readonly string[];
  readonly json: boolean;
}

export async function explainRun({ root, workflow, nodes, set, json }: ExplainOptions): Promise<number> {
  const tasks = await loadTasks(root);
  const graph = loadWorkflow(root, findWorkflow(root, workflow), tasks, set);
  const involved = upstreamOf(graph, findNodes(graph, nodes));
  const code = await emitTasks(root, tasksOf(graph));
  const explained = await explain(root, openStore(root), graph, { tasks, code }, involved);
  const owners = ownersOf(root);
  const causes = [...new Set(explained.flatMap(({ changes }) => changes.flatMap(({ file }) => file ?? [])))];
  if (json) {
    const owned = Object.fromEntries(causes.map((file) => [file, owners(file)]));
    console.log(JSON.stringify({ workflow: graph.name, nodes: explained, owners: owned }, undefined, 2));
    return 0;
  }
  const width = Math.max(...explained.map(({ node: id }) => id.length));
  console.log(`${graph.name}: ${printable(graph.title)}`);
  for (const one of explained) {
    const [first = '', ...rest] = reasonsOf(one);
    console.log(`  ${one.node.padEnd(width)}  ${one.state}${first === '' ? '' : `  ${first}`}`);
    rest.forEach((reason) => console.log(`${' '.repeat(width + 12)}${reason}`));
  }
  console.log(summaryOf(explained));
  const following = explained.filter(({ state, output }) => state === 'to run' && isForPeople(output));
  if (following.length > 0) console.log(`what follows: ${following.map(({ node: id }) => id).join(', ')}`);
  for (const who of new Set(causes.map((file) => owners(file).join(' ')))) {
    const files = causes.filter((file) => owners(file).join(' ') === who);
    if (who !== '') console.log(`owners: ${who} (${files.join(', ')})`);
  }
  return 0;
}

/** Artefact types that people read. */
const isForPeople = (output: string) => ['figure', 'claims', 'report', 'page'].includes(output);

function reasonsOf({ changes, after, note }: Explained): string[] {
  const waiting = after.length > 0 ? [`${changes.length > 0 ? 'and ' : ''}after ${after.join(', ')}`] : [];
  return [...changes.map(inWords), ...(note ? [note] : []), ...waiting];
}

function summaryOf(explained: readonly Explained[]): string {
  const pending = explained.filter(({ state }) => state === 'to run');
  if (pending.length === 0) return `${explained.length} nodes: nothing to run`;
  const known = pending.flatMap(({ seconds }) => seconds ?? []);
  const total = duration(known.reduce((sum, one) => sum + one, 0));
  const unknown = pending.length - known.length;
  const time =
    known.length === 0
      ? 'how long is not known: none of their tasks ran yet'
      : `about ${total} by earlier runs, one after the other${unknown > 0 ? `, and ${unknown} that never ran` : ''}`;
  return `${explained.length} nodes: ${pending.length} to run, ${time}`;
}
