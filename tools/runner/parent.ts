// A node must not outlive the nx that started it, also when nx was killed without a chance to say so.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { isAlive } from './lock.ts';

const POLL_MS = 300;
const SHELLS = new Set(['sh', 'dash', 'bash', 'ash', 'busybox', 'zsh', 'ksh']);

/** Calls `orphaned` once nx (or the command that started it, JETDEMON_PID) is gone, unless the returned function was called. */
export function watchParent(orphaned: () => void, command = process.env['JETDEMON_PID']): () => void {
  const parent = process.ppid;
  // nx starts us through a shell; most shells replace themselves by us, some wait: then nx is our grandparent
  const waiting = process.platform === 'win32' ? undefined : processInfo(parent);
  const watched = [
    waiting && SHELLS.has(waiting.name) ? waiting.parent : undefined,
    command ? Number(command) : undefined,
  ];
  const timer = setInterval(() => {
    if (process.ppid === parent && watched.every((pid) => pid === undefined || isAlive(pid))) return;
    clearInterval(timer);
    orphaned();
  }, POLL_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function processInfo(pid: number): { name: string; parent: number } | undefined {
  try {
    // no child process where /proc tells
    const stat = /^\d+ \((.*)\) \S (\d+)/s.exec(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'));
    if (stat) return { name: stat[1]!, parent: Number(stat[2]) };
  } catch {
    // not Linux
  }
  try {
    const line = execFileSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [, parent, name] = /^\s*(\d+)\s+-?(\S+)/.exec(line) ?? [];
    return parent === undefined || name === undefined
      ? undefined
      : { parent: Number(parent), name: name.split('/').at(-1)! };
  } catch {
    return undefined; // no ps: then only the parent itself is watched
  }
}
