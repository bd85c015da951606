// The fixed workflow with every task: it names all that there are, and every result is whole.
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { damageOf } from '@jetdemon/workflow/checksums';
import { remove } from '../checkout.mjs';
import { digestsOf, everyTaskWorkspace, nodesIn, runEveryTask } from './workspace.mjs';

const libraries = path.resolve(import.meta.dirname, '../../libs');
const yaml = fs.readFileSync(path.join(import.meta.dirname, 'every-task.yaml'), 'utf8');

let root: string;
beforeAll(() => {
  root = everyTaskWorkspace();
});
afterAll(() => remove(root));

test('every task of every library is used', () => {
  const used = new Set([...yaml.matchAll(/^ +uses: (\S+)$/gm)].map(([, task]) => task));
  const tasks = fs.readdirSync(libraries).flatMap((library) => {
    const folder = path.join(libraries, library, 'src/tasks');
    const files = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
    return files
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => `${library}/${file.slice(0, -'.ts'.length)}`);
  });
  expect(tasks.length).toBeGreaterThan(20);
  expect([...used].sort()).toEqual(tasks.sort());
});

test('every node computes, and its result is what its listing says', { timeout: 900_000 }, async () => {
  const said = await runEveryTask(root);
  const [, nodes] = /^(\d+) nodes: \1 computed, 0 from cache, [\d.]+ s$/m.exec(said) ?? [];
  const out = path.join(root, 'out/every-task');
  const folders = nodesIn(out);
  expect(folders.length).toBe(Number(nodes));
  expect(folders.map((name) => damageOf(path.join(out, name, 'result'))).filter(Boolean)).toEqual([]);
  expect(digestsOf(root).length).toBeGreaterThan(folders.length);
});
