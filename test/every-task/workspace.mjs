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
export const nodesIn = (out) => fs.readdirSync(out).filter((name) => fs.existsSync(path.join(out, name, 'result')));

/** See workspace.d.mts. */
export function digestsOf(root) {
  const out = path.join(root, 'out', 'every-task');
  return nodesIn(out)
    .flatMap((node) => {
      const result = path.join(out, node, 'result'); // a link
      const names = fs.readdirSync(result, { recursive: true, encoding: 'utf8' }).filter((name) => name !== 'SHA256');
      const files = names.filter((name) => fs.statSync(path.join(result, name)).isFile());
      return files.map((name) => {
        const digest = createHash('sha256')
          .update(fs.readFileSync(path.join(result, name)))
          .digest('hex');
        return { digest, name: [node, ...name.split(path.sep)].join('/') };
      });
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ digest, name }) => `${digest}  ${name}`);
}
