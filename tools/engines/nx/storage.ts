// Nx's own folders: its database, which every command opens, made anew where it is damaged. No result is in them. A
// workflow has a folder of its own, since of two commands at once Nx lets the second take the graph of the first.
import fs from 'node:fs';
import path from 'node:path';
import { makeWay } from '../../store/disk.ts';

/** Where Nx keeps its database and the graph of a run. */
export const dataFolder = (root: string, workflow: string) => path.join(root, '.nx', 'jetdemon', 'nx', workflow);

/** Removes what is no folder where Nx needs one, and links among its files, which are its own and lie here: else it may not start. */
export function clearStorage(root: string, workflow: string): void {
  for (const folder of [path.join(root, '.nx', 'cache'), dataFolder(root, workflow)]) {
    makeWay(root, folder, 'folder');
    const entries = fs.existsSync(folder) ? fs.readdirSync(folder, { withFileTypes: true }) : [];
    for (const entry of entries) if (entry.isSymbolicLink()) fs.rmSync(path.join(folder, entry.name), { force: true });
  }
}

/** What Nx says of a database or file that it cannot read, of a full disk not. */
const UNREADABLE =
  /sqlite|database|workspace-data|\.db\b|DbConnection|malformed|no such (table|column)|os error (?!28\b)/i;

/** Removes storage that Nx cannot open, going by what it said; whether there was any. */
export function mendStorage(root: string, workflow: string, log: string): boolean {
  if (!UNREADABLE.test(log)) return false;
  for (const folder of [path.join(root, '.nx', 'cache'), dataFolder(root, workflow)])
    fs.rmSync(folder, { recursive: true, force: true });
  return true;
}
