// Mutual exclusion of processes by a lock file, also of several machines that share a folder: a file made by hard link (so
// it is never seen half-written) that names its holder, who gives signs of life. The lock of a dead holder is taken over.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '@jetdemon/workflow';
import { makeWay } from '../store/disk.ts';

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Start time of the process where the system tells, so that a reused process id is not mistaken for it. */
  readonly born: string | undefined;
  /** Tells the locks of one process apart. */
  readonly call?: number | undefined;
}

export interface Patience {
  /** A holder on another machine without a sign of life for that long counts as dead. */
  readonly farMs: number;
  /** A lock that names nobody (a power cut, a full disk) counts as dead when it has been so for that long. */
  readonly namelessMs: number;
}

const POLL_MS = 100;
const SIGN_OF_LIFE_MS = 5_000;
const PATIENCE: Patience = { farMs: 60_000, namelessMs: 1_500 };
/** A take-over lasts about a millisecond; one that is older was cut short. */
const STALE_TAKEOVER_MS = 10_000;

let calls = 0;

/** Where locks of a checkout lie. Names of workflows hold no tilde, so that no two of these are the same. */
export const lockFile = {
  workflow: (root: string, workflow: string) => path.join(root, 'out', '.lock', `workflow~${workflow}`),
  gpu: (root: string) => path.join(root, 'out', '.lock', 'gpu'),
};

/**
 * Waits for the lock, then returns the function that releases it; `onWait` is told once who holds it.
 *
 * @throws InputError where a folder stands in its place
 */
export async function acquireLock(
  file: string,
  onWait: (holder: string) => void = () => {},
  { farMs, namelessMs }: Patience = PATIENCE,
): Promise<() => void> {
  const folder = path.dirname(file);
  makeWay(path.dirname(folder), folder, 'folder');
  fs.mkdirSync(folder, { recursive: true });
  const [pid, host, call] = [process.pid, os.hostname(), ++calls];
  const mine = `${file}~${host}.${pid}.${call}`; // a name of one's own, which no other lock has
  sweep(folder);
  const text = JSON.stringify({ pid, host, born: bornOf(pid), call } satisfies Holder);
  fs.writeFileSync(mine, text);
  try {
    let seen: (Sight & { readonly since: number }) | undefined;
    for (let told = false; ;) {
      if (link(mine, file)) break;
      const now = look(file);
      if (!now) continue; // released just now
      if (seen?.text !== now.text || seen.life !== now.life) seen = { ...now, since: performance.now() };
      const holder = holderIn(now.text);
      const silent = performance.now() - seen.since;
      const far = holder !== undefined && holder.host !== os.hostname();
      const dead = !holder ? silent >= namelessMs : far ? silent >= farMs : isDead(holder);
      if (dead) {
        takeOver(file, now);
        await sleep(10);
        continue;
      }
      if (holder && !told) {
        const after = `its lock ${file} is taken over after ${farMs / 1000} s without a sign of life`;
        onWait(`process ${holder.pid}${far ? ` on ${holder.host}; ${after}` : ''}`);
      }
      told ||= holder !== undefined;
      await sleep(POLL_MS);
    }
  } finally {
    fs.rmSync(mine, { force: true });
  }
  const beat = setInterval(() => {
    try {
      if (look(file)?.text === text) fs.utimesSync(file, new Date(), new Date());
    } catch {
      // taken away, or a full disk: nothing here depends on it
    }
  }, SIGN_OF_LIFE_MS);
  beat.unref();
  return () => {
    clearInterval(beat);
    if (look(file)?.text === text) fs.rmSync(file, { force: true });
  };
}

/** Removes what processes of this machine left that were killed while they asked for a lock. */
function sweep(folder: string): void {
  for (const name of fs.readdirSync(folder)) {
    const [, host, id] = /~([^~]+)\.(\d+)\.\d+$/.exec(name) ?? [];
    if (host !== os.hostname()) continue;
    const file = path.join(folder, name);
    const holder = holderIn(look(file)?.text ?? '');
    if (holder ? isDead(holder) : !isAlive(Number(id))) fs.rmSync(file, { force: true });
  }
}

/** Who holds a lock now, `process 12`, with the name of another machine; undefined where nobody does, or who did is dead. */
export function holderOf(file: string): string | undefined {
  const holder = holderIn(look(file)?.text ?? '');
  if (!holder) return undefined;
  if (holder.host !== os.hostname()) return `process ${holder.pid} on ${holder.host}`;
  return isDead(holder) ? undefined : `process ${holder.pid}`;
}

function link(from: string, to: string): boolean {
  try {
    fs.linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (codeOf(error) !== 'EPERM' && codeOf(error) !== 'ENOTSUP') throw error;
  }
  try {
    fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL); // a file system without hard links
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

interface Sight {
  readonly text: string;
  /** Changes with every sign of life. */
  readonly life: number;
}

/** What a lock says now; undefined without one. */
function look(file: string): Sight | undefined {
  const entry = fs.lstatSync(file, { throwIfNoEntry: false });
  if (!entry) return undefined;
  if (entry.isDirectory()) throw InputError.at({ file }, `expected a lock, found a folder: remove it`);
  if (!entry.isFile()) return { text: '', life: entry.mtimeMs }; // a link to nowhere, a pipe
  try {
    return { text: fs.readFileSync(file, 'utf8'), life: fs.statSync(file).mtimeMs };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removes a lock that was seen like that, unless someone else did: under a lock of its own, else two could take over. */
function takeOver(file: string, seen: Sight): void {
  const guard = `${file}.takeover`;
  try {
    fs.mkdirSync(guard);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    const age = Date.now() - (fs.statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > STALE_TAKEOVER_MS) fs.rmSync(guard, { recursive: true, force: true });
    return;
  }
  try {
    const now = look(file);
    if (now?.text === seen.text && now.life === seen.life) fs.rmSync(file, { force: true });
  } finally {
    fs.rmSync(guard, { recursive: true, force: true });
  }
}

/** Whom a lock names; undefined where it is empty or garbage. */
function holderIn(text: string): Holder | undefined {
  try {
    const { pid, host, born } = JSON.parse(text) as Partial<Holder>;
    return Number.isInteger(pid) && typeof host === 'string' ? { pid: pid!, host, born } : undefined;
  } catch {
    return undefined;
  }
}

function isDead({ pid, born }: Holder): boolean {
  return !isAlive(pid) || (born !== undefined && bornOf(pid) !== born);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Start time in clock ticks since boot, field 22 of /proc/<pid>/stat; undefined off Linux and for a zombie. */
function bornOf(pid: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;
