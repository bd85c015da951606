// Nx's cache and database below .nx: entries of one node dropped, what is damaged removed. Results are in out/ as well.
import fs from 'node:fs';
import path from 'node:path';
import { nodeFolder, type Owner } from '../../results/ownership.ts';
import { shareWithCache } from '../../results/share.ts';

const cacheFolder = (root: string) => path.join(root, '.nx', 'cache');
const databaseFolder = (root: string) => path.join(root, '.nx', 'workspace-data');

/** Removes what the cache has of a node, under whatever key; JETDEMON_FORCE keeps out/ from answering. */
export function forget(root: string, owner: Owner): void {
  for (const { key } of entriesOf(root, owner)) fs.rmSync(path.join(cacheFolder(root), key), { recursive: true });
}

/** Keeps one copy on disk of large files that a result and the cache both hold. */
export function share(root: string, owner: Owner): void {
  for (const { folder } of entriesOf(root, owner)) shareWithCache(nodeFolder(root, owner), folder);
}

/** Where the cache holds a node, once per key. */
function entriesOf(root: string, { workflow, node }: Owner): { readonly key: string; readonly folder: string }[] {
  const cache = cacheFolder(root);
  if (!isFolder(cache)) return [];
  return fs
    .readdirSync(cache)
    .map((key) => ({ key, folder: path.join(cache, key, 'out', workflow, node) }))
    .filter(({ folder }) => fs.existsSync(folder));
}

/** Removes storage that Nx cannot open, going by what it said; whether there was any. */
export function mendStorage(root: string, log: string): boolean {
  const cache = cacheFolder(root);
  const misplaced = fs.existsSync(cache) && !isFolder(cache);
  const database = /sqlite|database|workspace-data|\.db\b|DbConnection|malformed|no such (table|column)/i.test(log);
  if (misplaced) fs.rmSync(cache);
  if (misplaced || database) fs.rmSync(databaseFolder(root), { recursive: true, force: true });
  return misplaced || database;
}

const isFolder = (file: string) => fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
