// A workspace that runs every-task.yaml with the code of a checkout, and the digests of what comes out.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { copyCheckout, jetdemonIn } from '../checkout.mjs';

const parts = ['data/jets-2k.arrow', 'data/events', 'data/cards'];
const fixture = path.join('test', 'every-task');

/** See workspace.d.mts. */
export function everyTaskWorkspace(checkout) {
  const root = copyCheckout(parts, { from: checkout });
  // a checkout from before the fixture has none
  const own = checkout && fs.existsSync(path.join(checkout, fixture, 'every-task.yaml'));
  const from = own ? path.join(checkout, fixture) : import.meta.dirname;
  fs.cpSync(from, path.join(root, fixture), { recursive: true });
  fs.mkdirSync(path.join(root, 'workflows'), { recursive: true });
  fs.copyFileSync(path.join(from, 'every-task.yaml'), path.join(root, 'workflows', 'every-task.yaml'));
  return root;
}

export const runEveryTask = (root) => jetdemonIn(root, ['run', 'every-task'], { JETDEMON_DEVICE: 'cpu' });

/** See workspace.d.mts. */
export function digestsOf(root) {
  const out = path.join(root, 'out', 'every-task');
  return fs
    .readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({ file, parts: path.relative(out, file).split(path.sep) }))
    .filter(({ parts: [, folder, ...name] }) => folder === 'result' && name.join('/') !== 'SHA256')
    .map(({ file, parts: [node, , ...name] }) => {
      const digest = createHash('sha256').update(fs.readFileSync(file)).digest('hex');
      return { digest, name: [node, ...name].join('/') };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ digest, name }) => `${digest}  ${name}`);
}
