// The nx process: its program and its environment.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { threadsOf } from '../jobs.ts';

/** @param jobs nodes at once */
export function nxEnvironment(jobs: number): NodeJS.ProcessEnv {
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

export function nxBinary(root: string): string {
  const manifest = createRequire(path.join(root, 'package.json')).resolve('nx/package.json');
  const { bin } = JSON.parse(fs.readFileSync(manifest, 'utf8')) as { bin: { nx: string } };
  return path.join(path.dirname(manifest), bin.nx);
}
