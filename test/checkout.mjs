// A checkout copied into a temporary folder, with the packages installed here, and our command run in it.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { copyEmitted } from './emitted.mjs';

const here = path.resolve(import.meta.dirname, '..');

/** See checkout.d.mts. */
export function copyCheckout(parts, { from = here } = {}) {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-')));
  const wanted = (file) => !/[\\/]node_modules$|\.test\.ts$|[\\/]tools[\\/]bench$/.test(file);
  for (const part of ['tools', 'libs', 'nx.json', 'package.json', ...parts])
    fs.cpSync(path.join(from, part), path.join(root, part), { recursive: true, filter: wanted });
  const folders = ['.', 'tools', ...fs.readdirSync(path.join(root, 'libs')).map((lib) => `libs/${lib}`)];
  for (const folder of folders) {
    const installed = [from, here]
      .map((checkout) => path.join(checkout, folder, 'node_modules'))
      .find((modules) => fs.existsSync(modules));
    if (installed) fs.symlinkSync(installed, path.join(root, folder, 'node_modules'), 'junction');
  }
  if (from === here) copyEmitted('checkout', root);
  return root;
}

/** See checkout.d.mts. */
export function jetdemonIn(root, args, environment = {}) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(NX_|VITEST|JETDEMON_|NODE_OPTIONS)/.test(name));
  const env = { ...Object.fromEntries(inherited), NX_ISOLATE_PLUGINS: 'false', ...environment };
  return new Promise((resolve, reject) => {
    const command = ['tools/bin/jetdemon.mjs', ...args];
    execFile(process.execPath, command, { cwd: root, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      error ? reject(new Error(stdout + stderr)) : resolve(stdout + stderr),
    );
  });
}

export function remove(root) {
  fs.rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
