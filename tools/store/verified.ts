// Memory of contents that were read and found whole: while no file of theirs was touched since, they need not be read again.
// What a disk loses without a word shows in no state of a file, so that after a day they are read anyway.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { makeRoom } from './disk.ts';
import { damageIn, resultFolder, type Store } from './store.ts';

const LASTS_MS = 24 * 3600 * 1000;
/** What was changed later than that before it is read may change again without another time: clocks of file systems are coarse. */
const SETTLED_MS = 3000;

/** State of the files of contents -> when they were read [ms since 1970]. */
type Known = Readonly<Record<string, number>>;

export interface Verified {
  /** What is wrong with the contents of this digest, in words. */
  damageIn(store: Store, digest: string): string | undefined;
  /** Keeps what was read for the next command, where that can be written. */
  save(): void;
}

/** That of a checkout; where it is lost or damaged, everything is read. */
export function openVerified(root: string, now = Date.now()): Verified {
  const file = path.join(root, '.nx', 'jetdemon', 'verified.json');
  const known = new Map(Object.entries(read(file)).filter(([, time]) => time <= now && now - time < LASTS_MS));
  const before = known.size;
  return {
    damageIn(store, digest) {
      const state = stateOf(resultFolder(store, digest), now - SETTLED_MS);
      const id = state && createHash('sha256').update(`${digest}\n${state}`).digest('hex');
      if (id !== undefined && known.has(id)) return undefined;
      const damage = damageIn(store, digest);
      if (damage === undefined && id !== undefined) known.set(id, now);
      return damage;
    },
    save() {
      if (known.size === before) return;
      try {
        makeRoom(root, file);
        fs.writeFileSync(`${file}~${process.pid}`, JSON.stringify(Object.fromEntries(known)));
        fs.renameSync(`${file}~${process.pid}`, file);
      } catch {
        // a full disk, a checkout that is not ours to write: then the next command reads too
      }
    },
  };
}

/** What the system says of every file and folder of contents; undefined where one is missing, or was changed since `settled`. */
function stateOf(folder: string, settled: number): string | undefined {
  try {
    const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
    const lines = ['.', ...names].map((name) => {
      const { mode, size, ino, mtimeNs, ctimeNs } = fs.lstatSync(path.join(folder, name), { bigint: true });
      if (Number(mtimeNs) / 1e6 > settled || Number(ctimeNs) / 1e6 > settled) throw new Error('changed just now');
      return [mode, size, ino, mtimeNs, ctimeNs, name].join(' ');
    });
    return lines.join('\n');
  } catch {
    return undefined;
  }
}

function read(file: string): Known {
  try {
    const known = JSON.parse(fs.readFileSync(file, 'utf8')) as unknown;
    return typeof known === 'object' && known !== null ? (known as Known) : {};
  } catch {
    return {};
  }
}
