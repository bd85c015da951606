// `jetdemon clean`: what the store would lose, and with --yes loses, because no workflow names it any more.
import fs from 'node:fs';
import { standings } from '../catalogue/standing.ts';
import { emitTasks, loadTasks, tasksOf } from '../catalogue/tasks.ts';
import { loadWorkflow, workflowNames } from '../catalogue/workflow.ts';
import { keysShown, otherCheckouts } from '../store/checkouts.ts';
import { freeLocks, removable, remove } from '../store/clean.ts';
import { keysOfRuns } from '../store/runs.ts';
import { openStore } from '../store/store.ts';

/** Lines of the longest removals that are said one by one. */
const MOST_LINES = 20;

export async function clean(root: string, yes: boolean): Promise<number> {
  const store = openStore(root);
  const tasks = await loadTasks(root);
  // one that cannot be read names nobody knows what: its error ends the command before anything is removed
  const graphs = workflowNames(root).map((workflow) => loadWorkflow(root, workflow, tasks));
  const code = await emitTasks(root, tasksOf(...graphs));
  const wanted = new Set<string>();
  const named = new Set<string>();
  for (const graph of graphs) {
    const ids = new Set(graph.nodes.map(({ id }) => id));
    for (const [node, { key }] of await standings(store, graph, { tasks, code }, ids)) {
      if (key !== undefined) wanted.add(key);
      named.add(`${graph.name}/${node}`);
    }
  }
  for (const workflow of workflowNames(root)) keysOfRuns(store, workflow, 1).forEach((key) => wanted.add(key));
  const mine = keysShown(root);
  for (const { workflow, node, key } of mine) if (named.has(`${workflow}/${node}`)) wanted.add(key);
  for (const other of otherCheckouts(root, store)) for (const { key } of keysShown(other)) wanted.add(key);

  const removals = removable(store, wanted).sort((a, b) => b.bytes - a.bytes);
  const links = mine.filter(({ key }) => !wanted.has(key));
  const total = removals.reduce((sum, { bytes }) => sum + bytes, 0);
  if (removals.length === 0) console.log(`nothing to remove: ${store.folder} holds what workflows name, and no more`);
  else {
    for (const { bytes, what } of removals.slice(0, MOST_LINES)) console.log(`  ${size(bytes).padStart(8)}  ${what}`);
    if (removals.length > MOST_LINES) console.log(`  and ${removals.length - MOST_LINES} more`);
    if (!yes) console.log(`${size(total)} would be freed in ${store.folder}: npx jetdemon clean --yes`);
  }
  if (!yes) return 0;
  await freeLocks(store);
  let freed = 0;
  for (const removal of removals) {
    if (await remove(store, removal)) freed += removal.bytes;
    else console.log(`kept, a node is at work on it: ${removal.what}`);
  }
  for (const { link } of links) fs.rmSync(link, { force: true });
  if (removals.length > 0) console.log(`${size(freed)} freed in ${store.folder}`);
  return 0;
}

/** `4 kB`, `1.3 GB` */
function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let at = 0;
  let value = bytes;
  for (; value >= 999.5 && at < units.length - 1; at++) value /= 1000;
  return `${at === 0 || value >= 9.95 ? Math.round(value) : value.toFixed(1)} ${units[at]}`;
}
