// A workflow and a node as a person names them.
import path from 'node:path';
import { InputError, suggest, type Graph } from '@jetdemon/workflow';
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

/** Ids of the nodes that are to be there: the named ones (all points of a base name), without a name every node. */
export function findNodes(graph: Graph, given: string | undefined): string[] {
  const named = graph.nodes.filter(({ id, base }) => given === undefined || id === given || base === given);
  if (named.length === 0) {
    const known = [...new Set(graph.nodes.flatMap(({ id, base }) => [base, id]))];
    throw new InputError(`${graph.name} has no node "${given}"${suggest(given!, known)}`);
  }
  return named.map(({ id }) => id);
}
