// What people look at: out/<workflow>/<node>, a link to provenance and contents in the store.
import fs from 'node:fs';
import path from 'node:path';
import { readMeta, type Meta } from '../results/meta.ts';
import { disk, relink } from './disk.ts';
import { keyFolder, linkTo, type Store } from './store.ts';

export interface Owner {
  readonly workflow: string;
  readonly node: string;
}

export const nodeFolder = (root: string, { workflow, node }: Owner) => path.join(root, 'out', workflow, node);

/** Lets the folder of a node show what the store has under a key. */
export function show(root: string, store: Store, owner: Owner, key: string): void {
  const folder = nodeFolder(root, owner);
  const entry = keyFolder(store, key);
  mendLink(entry);
  const within = !path.relative(root, entry).startsWith('..');
  const target = within ? path.relative(path.dirname(folder), entry) : entry;
  if (targetOf(folder) === target) return;
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  relink(disk, target, folder);
}

/** The link of a key to its contents may be lost or damaged: what is known of it stands in its meta.json. */
function mendLink(entry: string): void {
  const meta = readMeta(entry);
  if (!meta || targetOf(path.join(entry, 'result')) === linkTo(meta.result)) return;
  relink(disk, linkTo(meta.result), path.join(entry, 'result'));
}

/** Provenance of what the folder of a node shows; undefined without it. */
export const shown = (root: string, owner: Owner): Meta | undefined => readMeta(nodeFolder(root, owner));

/** What is wrong with what is shown as the result of a node of this recipe, in words. */
export function strangenessOf(root: string, owner: Owner, recipe: string): string | undefined {
  const folder = nodeFolder(root, owner);
  if (!fs.existsSync(folder)) return 'it is missing';
  const meta = readMeta(folder);
  if (!meta) return 'its meta.json is missing, damaged or of an earlier version';
  if (meta.recipe !== recipe)
    return `it is another one, first computed for ${meta.node} in ${meta.workflow}, says its meta.json`;
  return undefined;
}

function targetOf(link: string): string | undefined {
  try {
    return fs.readlinkSync(link);
  } catch {
    return undefined;
  }
}
