// One holder at a time, across processes and without a native lock: a file made by hard link (so it is never seen
// half-written) that names its holder. The lock of a dead process is taken over.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Start time of the process where the system tells, so that a reused process id is not mistaken for it. */
  readonly born: string | undefined;
}

const POLL_MS = 100;
/** A take-over lasts about a millisecond; one that is older was cut short. */
const STALE_TAKEOVER_MS = 10_000;

let calls = 0;

/** Where locks lie. Names of workflows and nodes hold no tilde, so that no two of these are the same. */
export const lockFile = {
  workflow: (root: string, workflow: string) => path.join(root, 'out', '.lock', `workflow~${workflow}`),
  node: (root: string, workflow: string, node: string) => path.join(root, 'out', '.lock', `node~${workflow}~${node}`),
  gpu: (root: string) => path.join(root, 'out', '.lock', 'gpu'),
};

/** Waits for the lock, then returns the function that releases it; `onWait` is told once who holds it. */
export async function acquireLock(file: string, onWait: (holder: string) => void = () => {}): Promise<() => void> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const mine = `${file}~${process.pid}.${++calls}`; // no name holds a tilde
  const text = JSON.stringify({ pid: process.pid, host: os.hostname(), born: bornOf(process.pid) } satisfies Holder);
  fs.writeFileSync(mine, text);
  try {
    for (let told = false; ;) {
      if (link(mine, file)) break;
      const holder = read(file);
      if (holder && isDead(holder)) {
        takeOver(file, holder);
        continue;
      }
      if (holder && !told) onWait(`process ${holder.pid}${holder.host === os.hostname() ? '' : ` on ${holder.host}`}`);
      told ||= holder !== undefined;
      await sleep(POLL_MS);
    }
  } finally {
    fs.rmSync(mine, { force: true });
  }
  return () => {
    if (read(file)?.pid === process.pid) fs.rmSync(file, { force: true });
  };
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

/** Removes the lock of `dead`, unless someone else did: under a lock of its own, else two could both take over. */
function takeOver(file: string, dead: Holder): void {
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
    const now = read(file);
    if (now && now.pid === dead.pid && now.born === dead.born && now.host === dead.host)
      fs.rmSync(file, { force: true });
  } finally {
    fs.rmSync(guard, { recursive: true, force: true });
  }
}

function read(file: string): Holder | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isDead({ pid, host, born }: Holder): boolean {
  if (host !== os.hostname()) return false;
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
