// Every node of every workflow as an Nx project of its own with one target `run` (nodes as targets of one project would
// rerun all when one number changes), and one project per workflow with handles: `quick:all`, `quick:classifier`.
import path from 'node:path';
import type { Graph, GraphNode, Tasks } from '@jetdemon/workflow';
import type { Emitted } from '../../bundle/bundle.mjs';
import { canonical, specOf } from '../../catalogue/node-spec.ts';
import { emitTasks, loadTasks } from '../../catalogue/tasks.ts';
import { loadWorkflow } from '../../catalogue/workflow.ts';
import { describe } from '../../runner/errors.ts';

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

interface Catalogue {
  readonly tasks: Tasks;
  readonly code: ReadonlyMap<string, Emitted>;
}

/** Raised when what lies beside a result changes, so that Nx's cache does not answer with that of before. */
const FORMAT = '2';
const COMMAND = 'node tools/runner/run-node.mjs';

/** Workflow file (relative to the root) -> its projects, keyed by a root that need not exist. Never throws. */
export async function projectsOf(root: string, files: readonly string[]): Promise<Map<string, Projects>> {
  let catalogue: Catalogue | undefined;
  let broken: unknown;
  try {
    catalogue = { tasks: await loadTasks(root), code: await emitTasks(root) };
  } catch (error) {
    broken = error;
  }
  return new Map(
    files.map((file) => {
      const name = path.basename(file, '.yaml');
      try {
        if (!catalogue) throw broken;
        return [file, projectsOfGraph(loadWorkflow(root, name, catalogue.tasks), catalogue)];
      } catch (error) {
        return [file, brokenProject(name, describe(error))]; // else no nx command would work in any workflow
      }
    }),
  );
}

function projectsOfGraph(graph: Graph, { tasks, code }: Catalogue): Projects {
  const projects: Record<string, Project> = {};
  const handles = new Map<string, string[]>([['all', graph.nodes.map(({ id }) => id)]]);
  for (const node of graph.nodes) {
    const spec = specOf(graph, node, tasks, code.get(node.task)!);
    projects[`workflows/${graph.name}/${node.id}`] = {
      name: `${graph.name}/${node.id}`,
      tags: [`workflow:${graph.name}`, `task:${node.task}`],
      targets: { run: nodeTarget(graph, node, canonical(spec)) },
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

function nodeTarget(graph: Graph, node: GraphNode, spec: string): Target {
  return {
    executor: 'nx:run-commands',
    cache: true,
    outputs: [`{workspaceRoot}/out/${graph.name}/${node.id}`],
    dependsOn: [...new Set(Object.values(node.needs).flat())].map((id) => runOf(graph, id)),
    // the contents of results and nothing else: the rest of the key is in `options`, which Nx hashes
    inputs: [{ dependentTasksOutputFiles: '**/result/**' }, { externalDependencies: [] }],
    options: { command: COMMAND, env: { JETDEMON_NODE: spec, JETDEMON_FORMAT: FORMAT } },
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
