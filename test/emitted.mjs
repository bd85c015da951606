// The code that our command emits, made once for all the workspaces of a run of the tests: it is the same in each, and a
// copy of it holds as long as the sources say the same.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const WAIT_MS = 240_000;

/** Vitest's, before all tests of a run; what it returns comes after them. */
export default function setup() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-emitted-'));
  process.env.JETDEMON_EMITTED = folder;
  return () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** See emitted.d.mts. */
export function copyEmitted(kind, root) {
  const all = process.env.JETDEMON_EMITTED;
  if (!all) return;
  const [done, making] = [path.join(all, kind), path.join(all, `${kind}.making`)];
  for (const started = Date.now(); !fs.existsSync(done) && Date.now() - started < WAIT_MS;) {
    if (!begun(making)) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
      continue;
    }
    try {
      if (!fs.existsSync(done)) return emit(root, done);
    } finally {
      fs.rmdirSync(making);
    }
  }
  if (fs.existsSync(done)) fs.cpSync(done, path.join(root, '.nx', 'jetdemon'), { recursive: true });
}

/** Of several processes one. */
function begun(folder) {
  try {
    fs.mkdirSync(folder);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

const script = `
  const { load, root } = await import('./tools/bundle/load.mjs');
  for (const file of ['tools/cli/main.ts', 'tools/runner/main.ts', 'tools/engines/nx/projects.ts']) await load(file);
  const { emitTasks, findTasks, loadTasks } = await load('tools/catalogue/tasks.ts');
  await loadTasks(root);
  await emitTasks(root, findTasks(root).keys());`;

/** All of it, in a workspace whose sources are as they were copied. */
function emit(root, done) {
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }); // prettier-ignore
  fs.cpSync(path.join(root, '.nx', 'jetdemon'), `${done}.part`, { recursive: true });
  fs.renameSync(`${done}.part`, done);
}
