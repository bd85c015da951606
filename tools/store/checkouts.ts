// Checkouts that share a store: each leaves its path there, so that cleaning in one keeps what another shows.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { entryAt, makeRoom } from './disk.ts';
import { namesIn, type Store } from './store.ts';
import type { Owner } from './view.ts';

const folderOf = ({ folder }: Store) => path.join(folder, 'checkouts');

/** Leaves the path of a checkout whose store lies elsewhere. */
export function enrol(root: string, store: Store): void {
  if (!path.relative(root, store.folder).startsWith('..')) return;
  const file = path.join(folderOf(store), createHash('sha256').update(root).digest('hex').slice(0, 16));
  if (entryAt(file)?.isFile()) return;
  makeRoom(store.folder, file);
  fs.writeFileSync(file, root);
}

/** The other checkouts that still exist. */
export function otherCheckouts(root: string, store: Store): string[] {
  const files = namesIn(folderOf(store)).map((name) => path.join(folderOf(store), name));
  const whole = files.filter((file) => entryAt(file)?.isFile());
  const roots = whole.map((file) => fs.readFileSync(file, 'utf8'));
  return roots.filter((other) => other !== root && fs.existsSync(other));
}

/** Node -> the key that a checkout shows for it, also where the store has it no more. */
export function keysShown(root: string): (Owner & { readonly key: string; readonly link: string })[] {
  const out = path.join(root, 'out');
  return namesIn(out)
    .filter((workflow) => !workflow.startsWith('.') && entryAt(path.join(out, workflow))?.isDirectory())
    .flatMap((workflow) =>
      fs
        .readdirSync(path.join(out, workflow), { withFileTypes: true })
        .filter((entry) => entry.isSymbolicLink())
        .map(({ name: node }) => {
          const link = path.join(out, workflow, node);
          return { workflow, node, link, key: path.basename(fs.readlinkSync(link)) };
        }),
    );
}
