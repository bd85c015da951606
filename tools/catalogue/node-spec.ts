// All that decides what a node computes, save the contents of its inputs; it travels in the environment of the Nx target.
// Device, paths, commit and time are not in it.
import { createHash } from 'node:crypto';
import { anything, type Graph, type GraphNode, type Kind, type Tasks } from '@jetdemon/workflow';
import type { Emitted } from '../bundle/bundle.mjs';

export type Axes = Readonly<Record<string, string | number>>;
export type Params = Readonly<Record<string, unknown>>;

/** What a task is told of an upstream node; at a port that is named it may print it or group by it. */
export interface UpstreamSpec {
  readonly node: string;
  readonly base: string;
  readonly axes: Axes;
  readonly params: Params;
  /** Name of the kind of its result, where the port takes any. */
  readonly kind?: string;
}

export interface PortSpec {
  readonly take: 'one' | 'many';
  /** Whether names, points and parameters of the nodes are part of the key. */
  readonly named: boolean;
  readonly nodes: readonly UpstreamSpec[];
}

export interface NodeSpec {
  readonly workflow: string;
  readonly node: string;
  readonly base: string;
  readonly axes: Axes;
  readonly task: string;
  readonly params: Params;
  readonly inputs: Readonly<Record<string, PortSpec>>;
  /** Files that parameters name, relative to the root -> SHA-256. */
  readonly files: Readonly<Record<string, string>>;
  /** SHA-256 of the emitted code of the task. */
  readonly code: string;
  /** npm packages that the code imports -> installed version. */
  readonly packages: Readonly<Record<string, string>>;
  /** Kinds that the task reads and writes -> version. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly nodeMajor: number;
}

/** A specification, and by which recipe results of the nodes that it needs are known. */
export interface LinkedSpec extends NodeSpec {
  /** Upstream node -> its recipe. In no key: of an input the contents count. */
  readonly recipes: Readonly<Record<string, string>>;
}

/** Every task's declaration, and its emitted code. */
export interface Catalogue {
  readonly tasks: Tasks;
  readonly code: ReadonlyMap<string, Emitted>;
}

/** The specification of every node of a graph. */
export function specsOf(graph: Graph, catalogue: Catalogue): Map<string, LinkedSpec> {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const alone = new Map(graph.nodes.map((node) => [node.id, specOf(graph.name, nodes, node, catalogue)]));
  const recipes = new Map([...alone].map(([id, spec]) => [id, recipeOf(spec)]));
  return new Map(
    graph.nodes.map(({ id, needs }) => {
      const upstream = Object.values(needs).flat();
      return [id, { ...alone.get(id)!, recipes: Object.fromEntries(upstream.map((one) => [one, recipes.get(one)!])) }];
    }),
  );
}

function specOf(
  workflow: string,
  nodes: ReadonlyMap<string, GraphNode>,
  node: GraphNode,
  { tasks, code: emitted }: Catalogue,
): NodeSpec {
  const task = tasks[node.task]!;
  const code = emitted.get(node.task)!;
  const kinds = new Set<Kind>([task.output, ...Object.values(task.inputs).map(({ kind }) => kind)]);
  const upstream = (id: string, wanted: Kind): UpstreamSpec => {
    const found = nodes.get(id);
    if (!found) throw new Error(`internal: ${node.id} needs ${id}, which is not in the graph of ${workflow}`);
    const { base, axes, params } = found;
    if (wanted.name !== anything.name) return { node: id, base, axes, params };
    const { output } = tasks[found.task]!;
    kinds.add(output);
    return { node: id, base, axes, params, kind: output.name };
  };
  const inputs = Object.entries(node.needs).map(([port, ids]) => {
    const { take, kind, named = take === 'many' } = task.inputs[port]!;
    return [port, { take, named, nodes: ids.map((id) => upstream(id, kind)) }] as const;
  });
  return {
    workflow,
    node: node.id,
    base: node.base,
    axes: node.axes,
    task: node.task,
    params: node.params,
    inputs: Object.fromEntries(inputs),
    files: node.files,
    code: code.digest,
    packages: code.packages,
    kinds: Object.fromEntries([...kinds].map(({ name, version }) => [name, version])),
    nodeMajor: Number(process.versions.node.split('.')[0]),
  };
}

/** SHA-256 over the specification and the digests of the inputs (port -> one per node): equal keys, equal results. */
export function keyOfNode(spec: NodeSpec, digests: Readonly<Record<string, readonly string[]>>): string {
  return sha256(canonical({ ...decisive(spec), digests }));
}

/** SHA-256 over the specification alone; names of workflow and node are not in it. */
export const recipeOf = (spec: NodeSpec): string => sha256(canonical(decisive(spec)));

function decisive({ axes, task, params, inputs, files, code, packages, kinds, nodeMajor }: NodeSpec) {
  const ports = Object.entries(inputs).map(([port, { take, named, nodes }]) => [
    port,
    { take, ...(named && { nodes }) },
  ]);
  return { axes, task, params, inputs: Object.fromEntries(ports) as unknown, files, code, packages, kinds, nodeMajor };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** JSON with sorted keys, so that the order in a workflow file changes nothing; what JSON would lose is refused. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (name, inner: unknown) => {
    if (typeof inner === 'number' && !Number.isFinite(inner)) throw new Error(`internal: ${name} is ${inner}`);
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
