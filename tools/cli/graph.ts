// `jetdemon graph`: a workflow as a picture, with what is there of it, how long it took, and links to the results.
import fs from 'node:fs';
import path from 'node:path';
import type { Graph, GraphNode, Tasks } from '@jetdemon/workflow';
import { standings, type Standing } from '../catalogue/standing.ts';
import { emitTasks, loadTasks, tasksOf } from '../catalogue/tasks.ts';
import { loadWorkflow } from '../catalogue/workflow.ts';
import { graphPage, type PicturedNode, type PointOfNode } from '../graph/page.ts';
import { runsOf, type RunRecord } from '../store/runs.ts';
import { openStore, resultFolder, type Store } from '../store/store.ts';
import { findWorkflow } from './find-workflow.ts';
import { nodesNow, type NodeStatus } from './status.ts';
import { duration } from './tally.ts';

/** @param file where the page goes; default out/<workflow>/graph.html */
export async function drawGraph(root: string, workflow: string, file: string | undefined): Promise<number> {
  const tasks = await loadTasks(root);
  const graph = loadWorkflow(root, findWorkflow(root, workflow), tasks);
  const store = openStore(root);
  const ids = new Set(graph.nodes.map(({ id }) => id));
  const standing = await standings(store, graph, { tasks, code: await emitTasks(root, tasksOf(graph)) }, ids);
  const target = file === undefined ? path.join(root, 'out', graph.name, 'graph.html') : path.resolve(file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const [last] = runsOf(store, graph.name);
  const now = new Map(nodesNow(root, graph.name)?.nodes.map((one) => [one.node, one]));
  const pictured = nodesOf(graph, (node) =>
    pointOf({ store, tasks, last, now, folder: path.dirname(target) }, node, standing.get(node.id)!),
  );
  fs.writeFileSync(target, graphPage(`${graph.name}: ${graph.title}`, summaryOf(standing), pictured));
  console.log(path.relative(process.cwd(), target));
  return 0;
}

/** Points of a matrix in one node, in the order of the graph; each after all that it needs. */
function nodesOf({ nodes }: Graph, pointOfNode: (node: GraphNode) => PointOfNode): PicturedNode[] {
  const baseOf = new Map(nodes.map(({ id, base }) => [id, base]));
  return [...new Set(nodes.map(({ base }) => base))].map((base) => {
    const mine = nodes.filter((node) => node.base === base);
    const needs = mine.flatMap((node) =>
      Object.values(node.needs)
        .flat()
        .map((id) => baseOf.get(id)!),
    );
    return { base, task: mine[0]!.task, needs: [...new Set(needs)], points: mine.map(pointOfNode) };
  });
}

interface Surroundings {
  readonly store: Store;
  readonly tasks: Tasks;
  readonly last: RunRecord | undefined;
  /** Of a run that goes on. */
  readonly now: ReadonlyMap<string, NodeStatus>;
  /** Of the page. */
  readonly folder: string;
}

function pointOf(
  { store, tasks, last, now, folder }: Surroundings,
  { id, axes, task }: GraphNode,
  { held }: Standing,
): PointOfNode {
  const label = Object.entries(axes).map(([axis, value]) => `${axis}=${value}`);
  const here = now.get(id);
  const lost = held ? undefined : (here ?? last?.nodes[id]);
  const failed = lost?.state === 'failed';
  const busy = here?.state === 'running' || here?.state === 'waiting' ? here.state : undefined;
  return {
    label: label.join(', '),
    state: held ? 'there' : (busy ?? (failed ? 'failed' : 'to run')),
    seconds: held?.seconds,
    message: failed ? lost.message : undefined,
    link: held && addressOf(folder, resultFolder(store, held.result), Object.keys(tasks[task]!.output.files)),
  };
}

/** Of the file that a person wants to see, else of the folder. */
function addressOf(from: string, result: string, files: readonly string[]): string {
  const file = files.find((name) => /\.(html|svg)$/.test(name));
  const steps = path.relative(from, file === undefined ? result : path.join(result, file)).split(path.sep);
  return `${steps.map(encodeURIComponent).join('/')}${file === undefined ? '/' : ''}`;
}

function summaryOf(standing: ReadonlyMap<string, Standing>): string {
  const held = [...standing.values()].flatMap((one) => one.held ?? []);
  const seconds = held.reduce((sum, one) => sum + one.seconds, 0);
  const time = held.length === 0 ? '' : `, computed in ${duration(seconds)}, one after the other`;
  return `${held.length} of ${standing.size} nodes are there${time}`;
}
