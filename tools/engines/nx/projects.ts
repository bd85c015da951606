// Every node of every workflow as an Nx project of its own with one target `run`, and one project per workflow with handles:
// `quick:all`, `quick:classifier`. Nx orders and runs; it caches nothing, since the store finds results by their keys.
import path from 'node:path';
import type { Graph, GraphNode } from '@jetdemon/workflow';
import { canonical, specsOf, type Catalogue } from '../../catalogue/node-spec.ts';
import { emitTasks, loadTasks, tasksOf } from '../../catalogue/tasks.ts';
import { loadWorkflow } from '../../catalogue/workflow.ts';
import { deviceOf } from '../../runner/device.ts';
import { describe } from '../../runner/errors.ts';
import { readOrder, type RunOrder } from './order.ts';

interface Target {
  readonly executor: 'nx:run-commands' | 'nx:noop';
  readonly [property: string]: unknown;
}

interface Project {
  readonly name: string;
  readonly tags: readonly string[];
  readonly targets: Readonly<Record<string, Target>>;
}

type Projects = Readonly<Record<string, Project>>;

const COMMAND = 'node tools/runner/run-node.mjs';

/** Workflow file (relative to the root) -> its projects, keyed by a root that need not exist. Never throws. */
export async function projectsOf(root: string, files: readonly string[]): Promise<Map<string, Projects>> {
  const order = readOrder();
  const wanted = files.filter((file) => !order || nameOf(file) === order.workflow);
  const projects = new Map<string, Projects>();
  /** Else no nx command would work in any workflow. */
  const attempt = (file: string, make: () => void) => {
    try {
      make();
    } catch (error) {
      projects.set(file, brokenProject(nameOf(file), describe(error)));
    }
  };
  try {
    const tasks = await loadTasks(root);
    const graphs = new Map<string, Graph>();
    for (const file of wanted)
      attempt(file, () => graphs.set(file, loadWorkflow(root, nameOf(file), tasks, order?.set)));
    const catalogue = { tasks, code: await emitTasks(root, tasksOf(...graphs.values())) };
    for (const [file, graph] of graphs)
      attempt(file, () => projects.set(file, projectsOfGraph(graph, catalogue, order)));
  } catch (error) {
    for (const file of wanted) projects.set(file, brokenProject(nameOf(file), describe(error)));
  }
  return projects;
}

const nameOf = (file: string) => path.basename(file, '.yaml');

function projectsOfGraph(graph: Graph, catalogue: Catalogue, order: RunOrder | undefined): Projects {
  const projects: Record<string, Project> = {};
  const handles = new Map<string, string[]>([['all', graph.nodes.map(({ id }) => id)]]);
  const specs = specsOf(graph, catalogue);
  const pending = order && new Set(order.pending);
  for (const node of graph.nodes) {
    const there = pending?.has(node.id) === false;
    projects[`workflows/${graph.name}/${node.id}`] = {
      name: `${graph.name}/${node.id}`,
      tags: [`workflow:${graph.name}`, `task:${node.task}`],
      targets: { run: there ? nothing(graph, node) : nodeTarget(graph, node, canonical(specs.get(node.id)!)) },
    };
    for (const handle of new Set([node.base, node.id])) handles.set(handle, [...(handles.get(handle) ?? []), node.id]);
  }
  const targets = [...handles].map(([handle, ids]) => [
    handle,
    { executor: 'nx:noop', inputs: [], dependsOn: ids.map((id) => runOf(graph, id)) } satisfies Target,
  ]);
  return {
    ...projects,
    [`workflows/${graph.name}`]: { name: graph.name, tags: ['workflow'], targets: Object.fromEntries(targets) },
  };
}

const runOf = (graph: Graph, id: string) => ({ projects: [`${graph.name}/${id}`], target: 'run' });

const needsOf = (graph: Graph, node: GraphNode) =>
  [...new Set(Object.values(node.needs).flat())].map((id) => runOf(graph, id));

/** The target of a node whose result is there. */
const nothing = (graph: Graph, node: GraphNode): Target => {
  return { executor: 'nx:noop', inputs: [], dependsOn: needsOf(graph, node) };
};

function nodeTarget(graph: Graph, node: GraphNode, spec: string): Target {
  return {
    executor: 'nx:run-commands',
    cache: false,
    dependsOn: needsOf(graph, node),
    inputs: [],
    options: { command: COMMAND, env: { JETDEMON_NODE: spec, JETDEMON_DEVICE: deviceOf(node.device) } },
    metadata: { technologies: ['workflow'], description: node.task },
  };
}

/** One target that fails and says why; the name of the file may be what is wrong with it. */
function brokenProject(name: string, message: string): Projects {
  const safe = name.replaceAll(/[^A-Za-z0-9._@=+%-]/g, '_');
  const all: Target = {
    executor: 'nx:run-commands',
    cache: false,
    inputs: [],
    options: { command: COMMAND, env: { JETDEMON_ERROR: message } },
  };
  return { [`workflows/${safe}`]: { name: safe, tags: ['workflow', 'broken'], targets: { all } } };
}
