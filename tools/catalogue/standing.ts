// Standing of nodes: which of a graph out/ holds under the very key that they would have now, found without running any.
import type { Graph, Tasks } from '@jetdemon/workflow';
import type { Emitted } from '../bundle/bundle.mjs';
import type { Meta } from '../results/meta.ts';
import { heldBy } from '../results/ownership.ts';
import { keyOfNode, specOf, type NodeSpec } from './node-spec.ts';

export interface Standing {
  readonly spec: NodeSpec;
  /** Undefined where an input is not there: the key depends on its contents. */
  readonly key: string | undefined;
  /** Provenance of the undamaged result of this key; undefined where it has to be computed or fetched. */
  readonly held: Meta | undefined;
}

/** Node -> its standing, for these nodes, which must include all that they need. Reads every file of their results. */
export function standings(
  root: string,
  graph: Graph,
  { tasks, code }: { readonly tasks: Tasks; readonly code: ReadonlyMap<string, Emitted> },
  nodes: ReadonlySet<string>,
): Map<string, Standing> {
  const found = new Map<string, Standing>();
  for (const node of graph.nodes) {
    if (!nodes.has(node.id)) continue;
    const spec = specOf(graph, node, tasks, code.get(node.task)!);
    const digests = Object.entries(node.needs).map(([port, ids]) => {
      return [port, ids.map((id) => found.get(id)?.held?.result)] as const;
    });
    const complete = digests.every(([, of]) => of.every((digest) => digest !== undefined));
    const key = complete ? keyOfNode(spec, Object.fromEntries(digests) as Record<string, string[]>) : undefined;
    found.set(node.id, { spec, key, held: key === undefined ? undefined : heldBy(root, spec, key) });
  }
  return found;
}
