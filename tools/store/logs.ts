// Log of a node's last computation: what it printed and how far it said it was, by key; in out/<workflow>/.log/ which key
// that was, also where it failed. Not part of any result.
import fs from 'node:fs';
import path from 'node:path';
import { makeRoom } from './disk.ts';
import type { Store } from './store.ts';
import { shown, type Owner } from './view.ts';

/** What is printed beyond that is left out [characters]. */
const LONGEST = 4_000_000;

export const logsFolder = ({ folder }: Store) => path.join(folder, 'logs');
export const logOfKey = (store: Store, key: string) => path.join(logsFolder(store), `${key}.txt`);

const pointerOf = (root: string, { workflow, node }: Owner) => path.join(root, 'out', workflow, '.log', node);

export interface Log {
  /** Adds a line with the time of day. */
  line(text: string): void;
  /** Adds what is printed, as it is. */
  add(text: string): void;
}

/** Begins the log of a computation, in the place of an earlier one of the same key. */
export function openLog(root: string, store: Store, owner: Owner, key: string): Log {
  const [file, pointer] = [logOfKey(store, key), pointerOf(root, owner)];
  makeRoom(store.folder, file);
  makeRoom(path.join(root, 'out', owner.workflow), pointer);
  fs.writeFileSync(file, '');
  fs.writeFileSync(pointer, key);
  let [length, atStart] = [0, true];
  const write = (text: string) => {
    if (length >= LONGEST || text === '') return;
    length += text.length;
    atStart = text.endsWith('\n');
    fs.appendFileSync(file, length < LONGEST ? text : `\n(cut: more than ${LONGEST / 1e6} million characters)\n`);
  };
  return {
    line: (text) => write(`${atStart ? '' : '\n'}${new Date().toISOString().slice(11, 19)}  ${text}\n`),
    add: write,
  };
}

/** Lets a log have whatever this process prints too, until the returned function is called. */
export function listenTo(stream: NodeJS.WriteStream, log: Log): () => void {
  const before = stream.write;
  const write = before.bind(stream) as typeof stream.write;
  stream.write = ((piece: Uint8Array | string, ...rest: never[]) => {
    log.add(typeof piece === 'string' ? piece : Buffer.from(piece).toString('utf8'));
    return write(piece, ...rest);
  }) as typeof stream.write;
  return () => {
    stream.write = before;
  };
}

/** The last log of a node: of its last computation here, or of the result that it shows; undefined without one. */
export function logOfNode(root: string, store: Store, owner: Owner): string | undefined {
  const keys = [readIfThere(pointerOf(root, owner)), shown(root, owner)?.key];
  const files = keys.flatMap((key) => (key === undefined || !/^[0-9a-f]{64}$/.test(key) ? [] : [logOfKey(store, key)]));
  const times = files.map((file) => ({ file, time: fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -1 }));
  const [last] = times.filter(({ time }) => time >= 0).sort((a, b) => b.time - a.time);
  return last && fs.readFileSync(last.file, 'utf8');
}

function readIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
