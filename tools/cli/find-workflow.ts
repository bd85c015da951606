// A workflow and a node as a person names them.
import path from 'node:path';
import { InputError, parseReference, suggest, type Graph } from '@jetdemon/workflow';
import { workflowNames } from '../catalogue/workflow.ts';

/** `quick`, `quick.yaml` and `workflows/quick.yaml` are all `quick`. */
export function findWorkflow(root: string, given: string): string {
  const name = path.basename(given).replace(/\.yaml$/, '');
  const known = workflowNames(root);
  const elsewhere = given.includes('/') && path.dirname(path.resolve(given)) !== path.join(root, 'workflows');
  if (elsewhere && path.dirname(given) !== 'workflows')
    throw new InputError(`${given}: workflows are files in workflows/`);
  if (!known.includes(name)) throw new InputError(`no workflow "${given}"${suggest(name, known)}`);
  return name;
}

/**
 * Ids of the nodes that are named, without a name every node: `classifier` is all its points, `classifier@network=ll` those
 * of them that have it, `@seed=1` every node that has it.
 */
export function findNodes(graph: Graph, given: readonly string[]): string[] {
  if (given.length === 0) return graph.nodes.map(({ id }) => id);
  const wanted = new Set(given.flatMap((name) => findPoints(graph, name)));
  return graph.nodes.flatMap(({ id }) => (wanted.has(id) ? [id] : []));
}

function findPoints(graph: Graph, given: string): string[] {
  const exact = graph.nodes.filter(({ id, base }) => id === given || base === given);
  if (exact.length > 0) return exact.map(({ id }) => id);
  const reference = parseReference(given.startsWith('@') ? `*${given}` : given);
  const pinned = Object.entries(reference?.fixed ?? {});
  const named = graph.nodes.filter(
    ({ base, axes }) =>
      (base === reference?.base || reference?.base === '*') &&
      pinned.length > 0 &&
      pinned.every(([axis, value]) => String(axes[axis]) === value),
  );
  if (named.length > 0) return named.map(({ id }) => id);
  const known = [...new Set(graph.nodes.flatMap(({ id, base }) => [base, id]))];
  throw new InputError(`${graph.name} has no node "${given}"${suggest(given, known)}`);
}
