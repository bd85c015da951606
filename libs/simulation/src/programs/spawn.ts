// A program run to its end, without a shell: a process group of its own, which goes when we go or when time is up.
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export interface Running {
  readonly program: string;
  readonly words: readonly string[];
  /** Where it runs. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** File that it reads as its standard input; nothing by default. */
  readonly stdin?: string;
  readonly timeoutSeconds: number;
  /** Every piece of its standard output and error; what it throws ends the program, and is thrown once that has ended. */
  said(bytes: Buffer): void;
}

/** How it ended: undefined when it exited with 0, else in words. */
export async function runToEnd(running: Running): Promise<string | undefined> {
  const { program, words, folder, environment, stdin, timeoutSeconds, said } = running;
  const input = stdin === undefined ? undefined : openSync(stdin, 'r');
  const ownGroup = process.platform !== 'win32';
  const child = spawn(program, words, {
    cwd: folder,
    env: environment,
    stdio: [input ?? 'ignore', 'pipe', 'pipe'],
    detached: ownGroup,
    windowsHide: true,
  });
  const kill = (): void => {
    if (child.pid === undefined) return;
    try {
      if (ownGroup) process.kill(-child.pid, 'SIGKILL');
      else child.kill('SIGKILL');
    } catch {
      // It is gone already.
    }
  };
  process.on('exit', kill);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    kill();
  }, timeoutSeconds * 1000);
  let refused: { readonly error: unknown } | undefined;
  const listen = (bytes: Buffer): void => {
    if (refused) return;
    try {
      said(bytes);
    } catch (error) {
      refused = { error };
      kill();
    }
  };
  try {
    child.stdout!.on('data', listen);
    child.stderr!.on('data', listen);
    return await new Promise((resolve, reject) => {
      child.on('error', (error) => resolve(`it could not be started (${error.message})`));
      child.on('close', (code, signal) => {
        if (refused) reject(refused.error as Error);
        else if (late) resolve(`it was stopped after ${timeoutSeconds / 60} minutes`);
        else if (signal !== null) resolve(`it was killed by ${signal}`);
        else resolve(code === 0 ? undefined : `it ended with exit code ${code}`);
      });
      // What it started and left behind may hold its output open: that must not keep us.
      child.on('exit', () => setTimeout(kill, 1000).unref());
    });
  } finally {
    clearTimeout(timer);
    process.off('exit', kill);
    kill();
    if (input !== undefined) closeSync(input);
  }
}
