// The nx process: its program and its environment. It may begin before it is known what there is to run.
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { threadsOf } from '../jobs.ts';
import { dataFolder } from './storage.ts';

export interface Nx {
  readonly process: ChildProcess;
  /** Its exit code, or the signal that ended it, once all is read that it printed. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Runs Nx with these arguments, and these variables besides; it may be asked once. What it prints goes to `log`, an open file. */
  run(args: readonly string[], env: Readonly<Record<string, string>>, log: number): void;
  /** Ends it, unless it was asked. */
  release(): void;
}

/** What it printed is read within that after its end. */
const OUTPUT_MS = 500;

/** As far as there is room on the disk. */
function write(log: number, piece: Buffer): void {
  try {
    fs.writeSync(log, piece);
  } catch {
    // what the run computes does not depend on it
  }
}

/** @param jobs nodes at once */
export function startNx(root: string, workflow: string, jobs: number): Nx {
  const program = path.join(root, 'tools/engines/nx/wait.mjs');
  const child = spawn(process.execPath, [program, nxBinary(root)], {
    cwd: root,
    env: { ...nxEnvironment(jobs), NX_WORKSPACE_DATA_DIRECTORY: dataFolder(root, workflow) },
    stdio: 'pipe',
    detached: process.platform !== 'win32', // Ctrl-C is ours to pass on
  });
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal ?? code ?? 1));
    // who has inherited its outputs, and outlives it, does not keep it
    child.on('exit', (code, signal) => setTimeout(() => resolve(signal ?? code ?? 1), OUTPUT_MS));
  });
  ended.catch(() => undefined); // for whoever waits
  child.stdin.on('error', () => undefined); // gone: likewise
  let asked = false;
  return {
    process: child,
    ended,
    run(args, env, log) {
      asked = true;
      for (const output of [child.stdout, child.stderr]) output.on('data', (piece: Buffer) => write(log, piece));
      const close = () => {
        for (const output of [child.stdout, child.stderr]) output.destroy(); // its number is another file's next
        fs.closeSync(log);
      };
      ended.then(close, close);
      child.stdin.end(JSON.stringify({ args, env }));
    },
    release() {
      if (!asked) child.stdin.end();
    },
  };
}

function nxEnvironment(jobs: number): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(NX_TASK_|NX_WORKSPACE_ROOT|NX_INVOKED_BY|NX_CLI_SET|NX_CACHE_DIRECTORY|JETDEMON_)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    NX_DAEMON: 'false',
    NX_ISOLATE_PLUGINS: 'false', // our one plugin in the same process: no worker to start
    NX_TUI: 'false',
    NX_NO_CLOUD: 'true',
    NX_LOAD_DOT_ENV_FILES: 'false',
    NO_COLOR: '1',
    JETDEMON_PATH: process.env['PATH'] ?? '', // Nx puts Node's own folder before an activated environment of Python
    JETDEMON_PID: String(process.pid),
    JETDEMON_THREADS: process.env['JETDEMON_THREADS'] || String(threadsOf(jobs)),
    JETDEMON_STORE: process.env['JETDEMON_STORE'] ?? '',
    JETDEMON_SHARED_AUTHORIZATION: process.env['JETDEMON_SHARED_AUTHORIZATION'] ?? '',
  };
}

function nxBinary(root: string): string {
  const manifest = createRequire(path.join(root, 'package.json')).resolve('nx/package.json');
  const { bin } = JSON.parse(fs.readFileSync(manifest, 'utf8')) as { bin: { nx: string } };
  return path.join(path.dirname(manifest), bin.nx);
}
