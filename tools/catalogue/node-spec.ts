// All that decides what a node computes, save the contents of its inputs; it travels in the environment of the Nx target,
// which Nx hashes. Device, paths, commit and time are not in it.
import { createHash } from 'node:crypto';
import { anything, type Graph, type GraphNode, type Kind, type Tasks } from '@jetdemon/workflow';
import type { Emitted } from '../bundle/bundle.mjs';

export type Axes = Readonly<Record<string, string | number>>;
export type Params = Readonly<Record<string, unknown>>;

/** What a task is told of an upstream node, and may therefore print or group by. */
export interface UpstreamSpec {
  readonly node: string;
  readonly base: string;
  readonly axes: Axes;
  readonly params: Params;
  /** Name of the kind of its result, where the port takes any. */
  readonly kind?: string;
}

export interface NodeSpec {
  readonly workflow: string;
  readonly node: string;
  readonly base: string;
  readonly axes: Axes;
  readonly task: string;
  readonly params: Params;
  readonly inputs: Readonly<Record<string, { readonly take: 'one' | 'many'; readonly nodes: readonly UpstreamSpec[] }>>;
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

export function specOf(graph: Graph, node: GraphNode, tasks: Tasks, code: Emitted): NodeSpec {
  const task = tasks[node.task]!;
  const kinds = new Set<Kind>([task.output, ...Object.values(task.inputs).map(({ kind }) => kind)]);
  const upstream = (id: string, wanted: Kind): UpstreamSpec => {
    const found = graph.nodes.find((other) => other.id === id);
    if (!found) throw new Error(`internal: ${node.id} needs ${id}, which is not in the graph of ${graph.name}`);
    const { base, axes, params } = found;
    if (wanted.name !== anything.name) return { node: id, base, axes, params };
    const { output } = tasks[found.task]!;
    kinds.add(output);
    return { node: id, base, axes, params, kind: output.name };
  };
  const inputs = Object.entries(node.needs).map(([port, ids]) => {
    const { take, kind } = task.inputs[port]!;
    return [port, { take, nodes: ids.map((id) => upstream(id, kind)) }] as const;
  });
  return {
    workflow: graph.name,
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
export function keyOfNode(spec: NodeSpec, inputs: Readonly<Record<string, readonly string[]>>): string {
  const { axes, task, params, files, code, packages, kinds, nodeMajor } = spec;
  return createHash('sha256')
    .update(
      canonical({ axes, task, params, inputs: spec.inputs, files, code, packages, kinds, nodeMajor, digests: inputs }),
    )
    .digest('hex');
}

/** JSON with sorted keys, so that the order in a workflow file changes nothing; what JSON would lose is refused. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (name, inner: unknown) => {
    if (typeof inner === 'number' && !Number.isFinite(inner)) throw new Error(`internal: ${name} is ${inner}`);
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
