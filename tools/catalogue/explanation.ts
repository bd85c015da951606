// What a run would do and why, node by node, without running anything: from the standing of nodes and what is shown of them.
import type { Graph } from '@jetdemon/workflow';
import { readMeta } from '../results/meta.ts';
import { allMetas } from '../store/metas.ts';
import { sourcesOf } from '../store/sources.ts';
import { damageIn, keyFolder, type Store } from '../store/store.ts';
import { openVerified } from '../store/verified.ts';
import { shown } from '../store/view.ts';
import { changesBetween, sideOfNode, sideOfResult, type Change } from './changes.ts';
import type { Catalogue } from './node-spec.ts';
import { standings } from './standing.ts';

export interface Explained {
  readonly node: string;
  readonly task: string;
  /** What it writes. */
  readonly output: string;
  readonly state: 'cached' | 'to run';
  /** Nodes to run that it needs: whether it runs too depends on what comes out of them. */
  readonly after: readonly string[];
  readonly changes: readonly Change[];
  /** In words, where it is no change: no earlier result, a damaged one, one computed for another node. */
  readonly note?: string;
  /** By earlier runs [s]; undefined where there were none. */
  readonly seconds?: number;
}

/** For these nodes, which must include all that they need; in workflow order. */
export async function explain(
  root: string,
  store: Store,
  graph: Graph,
  catalogue: Catalogue,
  nodes: ReadonlySet<string>,
): Promise<Explained[]> {
  const verified = openVerified(root);
  const standing = await standings(store, graph, catalogue, nodes, verified.damageIn);
  verified.save();
  const digests = new Map([...standing].map(([id, { held }]) => [id, held?.result]));
  const earlierRuns = secondsByTask(store);
  const current = new Map([...catalogue.code.values()].map(({ digest, sources }) => [digest, sources]));
  const sources = (code: string) => current.get(code) ?? sourcesOf(store, code);
  return graph.nodes
    .filter(({ id }) => nodes.has(id))
    .map((node): Explained => {
      const { spec, key, held } = standing.get(node.id)!;
      const { output } = catalogue.tasks[node.task]!;
      const about = { node: node.id, task: node.task, output: output.name };
      const owner = { workflow: graph.name, node: node.id };
      if (held) {
        const elsewhere = held.workflow !== graph.name || held.node !== node.id;
        const note = elsewhere ? `computed for ${held.node} in ${held.workflow}` : undefined;
        return { ...about, state: 'cached', after: [], changes: [], ...(note ? { note } : {}) };
      }
      const after = [...new Set(Object.values(node.needs).flat())].filter((id) => digests.get(id) === undefined);
      const earlier = shown(root, owner);
      const changes = earlier
        ? changesBetween(node.base, sideOfResult(earlier), sideOfNode(spec, digests), sources, node)
        : [];
      const note = !earlier
        ? 'no earlier result'
        : changes.length + after.length === 0
          ? faultOf(store, key)
          : undefined;
      const seconds = earlier?.task === node.task ? earlier.seconds : earlierRuns.get(node.task);
      const timed = seconds === undefined ? {} : { seconds };
      return { ...about, state: 'to run', after, changes, ...(note ? { note } : {}), ...timed };
    });
}

function faultOf(store: Store, key: string | undefined): string {
  const meta = key === undefined ? undefined : readMeta(keyFolder(store, key));
  return meta
    ? `its result is damaged: ${damageIn(store, meta.result) ?? 'it is another one'}`
    : 'its result is no longer in the store';
}

/** Mean time of each task over all that the store has [s]. */
function secondsByTask(store: Store): Map<string, number> {
  const times = new Map<string, number[]>();
  for (const { task, seconds } of allMetas(store)) times.set(task, [...(times.get(task) ?? []), seconds]);
  return new Map([...times].map(([task, all]) => [task, all.reduce((sum, one) => sum + one, 0) / all.length]));
}
