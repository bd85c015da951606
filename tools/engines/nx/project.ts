// A node as an Nx project of its own with one target `run`, and one project for its workflow with handles: `quick:all`,
// `quick:classifier`. Nx orders and runs; it caches nothing, since the store finds results by their keys.
import type { Graph, GraphNode } from '@jetdemon/workflow';
import { canonical, type LinkedSpec } from '../../catalogue/node-spec.ts';
import { deviceOf } from '../../runner/device.ts';

interface Target {
  readonly executor: 'nx:run-commands' | 'nx:noop';
  readonly [property: string]: unknown;
}

interface Project {
  readonly name: string;
  readonly tags: readonly string[];
  readonly targets: Readonly<Record<string, Target>>;
}

/** Keyed by a root that need not exist. */
export type Projects = Readonly<Record<string, Project>>;

const COMMAND = 'node tools/runner/run-node.mjs';

/**
 * @param specs of the nodes that are run
 * @param device instead of what nodes ask for
 * @param run ids of the nodes that are run; whatever else they need is there
 */
export function projectsOfGraph(
  graph: Graph,
  specs: ReadonlyMap<string, LinkedSpec>,
  device?: string,
  run: ReadonlySet<string> = new Set(specs.keys()),
): Projects {
  const runOf = (id: string) => ({ projects: [`${graph.name}/${id}`], target: 'run' });
  const afterOf = ({ needs }: GraphNode) =>
    [...new Set(Object.values(needs).flat())].filter((id) => run.has(id)).map(runOf);
  const nodes = graph.nodes.filter(({ id }) => run.has(id));
  const projects = nodes.map((node): [string, Project] => {
    const env = { JETDEMON_NODE: canonical(specs.get(node.id)!), JETDEMON_DEVICE: device ?? deviceOf(node.device) };
    const target: Target = {
      executor: 'nx:run-commands',
      cache: false,
      dependsOn: afterOf(node),
      inputs: [],
      options: { command: COMMAND, env },
      metadata: { technologies: ['workflow'], description: node.task },
    };
    const tags = [`workflow:${graph.name}`, `task:${node.task}`];
    return [`workflows/${graph.name}/${node.id}`, { name: `${graph.name}/${node.id}`, tags, targets: { run: target } }];
  });
  const handles = new Map<string, string[]>([['all', nodes.map(({ id }) => id)]]);
  for (const { base, id } of nodes)
    for (const handle of new Set([base, id])) handles.set(handle, [...(handles.get(handle) ?? []), id]);
  const targets = [...handles].map(([handle, ids]) => [
    handle,
    { executor: 'nx:noop', inputs: [], dependsOn: ids.map(runOf) } satisfies Target,
  ]);
  const whole: Project = { name: graph.name, tags: ['workflow'], targets: Object.fromEntries(targets) };
  return { ...Object.fromEntries(projects), [`workflows/${graph.name}`]: whole };
}

/** One target that fails and says why; the name of the workflow may be what is wrong with it. */
export function brokenProject(name: string, message: string): Projects {
  const safe = name.replaceAll(/[^A-Za-z0-9._@=+%-]/g, '_');
  const all: Target = {
    executor: 'nx:run-commands',
    cache: false,
    inputs: [],
    options: { command: COMMAND, env: { JETDEMON_ERROR: message } },
  };
  return { [`workflows/${safe}`]: { name: safe, tags: ['workflow', 'broken'], targets: { all } } };
}
