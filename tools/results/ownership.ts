// Whose result a folder holds: the digest and the names in meta.json against what is there and what is expected there.
import path from 'node:path';
import { damageOf, digestOfFolder } from './checksums.ts';
import { readMeta, type Meta } from './meta.ts';

export interface Owner {
  readonly workflow: string;
  readonly node: string;
}

export const nodeFolder = (root: string, { workflow, node }: Owner) => path.join(root, 'out', workflow, node);

/** What is wrong with the folder of a node as that of `owner`, in words, without a look into its files. */
export function strangenessOf(folder: string, owner: Owner): string | undefined {
  const digest = digestOfFolder(path.join(folder, 'result'));
  if (digest === undefined) return 'it is missing';
  const meta = readMeta(folder);
  if (!meta) return 'its meta.json is missing, damaged or of an earlier version';
  if (meta.workflow !== owner.workflow || meta.node !== owner.node)
    return `it is that of ${meta.node} in ${meta.workflow}, says its meta.json`;
  if (meta.result !== digest) return 'it is not the result that its meta.json belongs to';
  return undefined;
}

/** The same, every file read and compared with its checksum. */
export function faultOf(root: string, owner: Owner): string | undefined {
  const folder = nodeFolder(root, owner);
  return damageOf(path.join(folder, 'result')) ?? strangenessOf(folder, owner);
}

/** Provenance of the undamaged result of this key that the folder of `owner` holds; undefined without it. */
export function heldBy(root: string, owner: Owner, key: string): Meta | undefined {
  const meta = readMeta(nodeFolder(root, owner));
  return meta?.key === key && faultOf(root, owner) === undefined ? meta : undefined;
}
