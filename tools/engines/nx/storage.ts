// Nx's own folders: its database, which every command opens, made anew where it is damaged. No result is in them. A
// workflow has a folder of its own, since of two commands at once Nx lets the second take the graph of the first.
import fs from 'node:fs';
import path from 'node:path';

/** Where Nx keeps its database and the graph of a run. */
export const dataFolder = (root: string, workflow: string) => path.join(root, '.nx', 'jetdemon', 'nx', workflow);

/** Removes storage that Nx cannot open, going by what it said; whether there was any. */
export function mendStorage(root: string, workflow: string, log: string): boolean {
  const cache = path.join(root, '.nx', 'cache');
  const misplaced = fs.existsSync(cache) && !fs.statSync(cache).isDirectory();
  const database = /sqlite|database|workspace-data|\.db\b|DbConnection|malformed|no such (table|column)/i.test(log);
  if (misplaced) fs.rmSync(cache);
  if (misplaced || database) fs.rmSync(dataFolder(root, workflow), { recursive: true, force: true });
  return misplaced || database;
}
