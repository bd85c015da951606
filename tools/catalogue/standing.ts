// Standing of nodes: which of a graph the store holds under the very key that they would have now, found without running any.
import type { Graph } from '@jetdemon/workflow';
import type { Meta } from '../results/meta.ts';
import { damageIn, find, type Store } from '../store/store.ts';
import { keyOfNode, specsOf, type Catalogue, type LinkedSpec } from './node-spec.ts';

export interface Standing {
  readonly spec: LinkedSpec;
  /** Undefined where an input is not there: the key depends on its contents. */
  readonly key: string | undefined;
  /** Provenance of the undamaged result of this key; undefined where it has to be computed. */
  readonly held: Meta | undefined;
}

/**
 * Node -> its standing, for these nodes, which must include all that they need.
 *
 * @param damage what is wrong with contents; without it, every file of the results is read
 * @param fetch asked for a key that the store has not
 */
export async function standings(
  store: Store,
  graph: Graph,
  catalogue: Catalogue,
  nodes: ReadonlySet<string>,
  damage = damageIn,
  fetch: (key: string) => Promise<Meta | undefined> = async () => undefined,
): Promise<Map<string, Standing>> {
  const specs = specsOf(graph, catalogue);
  const found = new Map<string, Standing>();
  for (const { id, needs } of graph.nodes) {
    if (!nodes.has(id)) continue;
    const spec = specs.get(id)!;
    const digests = Object.entries(needs).map(([port, ids]) => {
      return [port, ids.map((one) => found.get(one)?.held?.result)] as const;
    });
    const complete = digests.every(([, of]) => of.every((digest) => digest !== undefined));
    const key = complete ? keyOfNode(spec, Object.fromEntries(digests) as Record<string, string[]>) : undefined;
    found.set(id, {
      spec,
      key,
      held: key === undefined ? undefined : (find(store, key, damage) ?? (await fetch(key))),
    });
  }
  return found;
}
