// The tutorial as a reader follows it: files saved where it says, commands run in order.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyCheckout, remove } from './checkout.mjs';

const text = fs.readFileSync(path.join(import.meta.dirname, '../docs/your-own-jets.md'), 'utf8');
const steps = [...text.matchAll(/^```(yaml file=(\S+)|sh)\n([\s\S]*?)^```$/gm)].map(([, , file, body]) => {
  return { file, body: body! };
});

let root: string;
beforeAll(() => {
  root = copyCheckout(['data/jets-2k.arrow']);
  fs.mkdirSync(path.join(root, 'workflows'), { recursive: true });
});
afterAll(() => remove(root));

/** What a command says; fails with all of it where the command does. `npx` would find the installed command's own checkout. */
function run(line: string): string {
  const command = line.replace(/^npx jetdemon /, 'node tools/bin/jetdemon.mjs ');
  const inherited = Object.entries(process.env).filter(([name]) => !/^(NX_|VITEST|JETDEMON_|NODE_OPTIONS)/.test(name));
  const env = { ...Object.fromEntries(inherited), NX_ISOLATE_PLUGINS: 'false', JETDEMON_DEVICE: 'cpu' };
  return execFileSync('sh', ['-c', command], { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

test('every step works, and a changed number leaves the training alone', { timeout: 900_000 }, () => {
  expect(steps.length).toBeGreaterThan(5);
  const said: string[] = [];
  for (const { file, body } of steps) {
    if (file) fs.writeFileSync(path.join(root, file), body);
    else for (const command of body.trim().split('\n')) said.push(run(command));
  }
  expect(said.find((output) => output.includes('proposed') || output.includes('these are jets'))).toBeDefined();
  const again = said.at(-1)!;
  expect(again).toMatch(/^ {2}fgsm +done in/m);
  expect(again).not.toMatch(/^ {2}classifier +done in/m);
  expect(fs.existsSync(path.join(root, again.trim().split('\n').at(-1)!))).toBe(true);
});
