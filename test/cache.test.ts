// Reruns after each kind of change, by counting the tasks that really ran. The cases build on each other, in order.
import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyToy, toys } from './toys.ts';
import { Workspace } from './workspace.ts';

let workspace: Workspace;
beforeAll(() => {
  const loaded =
    'nodes:\n  load: { uses: toy/load, with: { path: list.json } }\n  page: { uses: toy/page, needs: { numbers: load } }\n';
  workspace = new Workspace({ toys, loaded });
  fs.writeFileSync(workspace.path('list.json'), '[1, 2]');
});
afterAll(() => workspace.delete());

const FILE = 'workflows/toys.yaml';

async function rerun(...args: string[]): Promise<readonly string[]> {
  const { code, stdout, stderr, ran } = await workspace.jetdemon(['run', 'toys', ...args]);
  expect(stderr).toBe('');
  expect(code, stdout).toBe(0);
  return ran;
}

describe('a run of a workflow', () => {
  test('computes every node once and ends with the path of the report', async () => {
    const { code, stdout, ran } = await workspace.jetdemon(['run', 'toys']);
    expect(code).toBe(0);
    expect(ran).toEqual(everyToy);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('out/toys/page/result/index.html');
    expect(workspace.read('out/toys/page/result/index.html')).toContain('scale@factor=3');
  });

  test('reruns nothing the second time, and says so', async () => {
    const { code, stdout, ran } = await workspace.jetdemon(['run', 'workflows/toys.yaml']);
    expect({ code, ran }).toEqual({ code: 0, ran: [] });
    expect(stdout.match(/from cache$/gm)).toHaveLength(everyToy.length);
    expect(stdout).toMatch(/5 nodes: 0 computed, 5 from cache, [\d.]+ s\nout\/toys\/page\/result\/index\.html\n$/);
  });

  test.each([
    [
      'a comment or another order of keys in the YAML',
      () => workspace.edit(FILE, '{ count: 4, seed: 1 } }', '{ seed: 1, count: 4 } } # jets'),
    ],
    [
      'a comment in the source of a library',
      () => workspace.edit('libs/toy/src/scale.ts', 'return', '// twice\n  return'),
    ],
    ['another workflow', () => fs.writeFileSync(workspace.path('workflows/more.yaml'), toys.replace('0.5', '0.7'))],
  ])('reruns nothing after %s', async (_, change) => {
    change();
    expect(await rerun()).toEqual([]);
  });

  test('reruns nothing for another device', async () => {
    expect(await rerun('--device', 'tfjs-cpu')).toEqual([]);
  });

  test('reruns a node and what follows when one of its parameters changes', async () => {
    workspace.edit(FILE, '0.5', '0.25');
    expect(await rerun()).toEqual(['half', 'page']);
  });

  test('runs one node when one is added', async () => {
    workspace.edit(
      FILE,
      '  page:',
      '  tenth: { uses: toy/scale, needs: { numbers: draw }, with: { factor: 0.1 } }\n  page:',
    );
    expect(await rerun()).toEqual(['tenth']);
  });

  test('leaves the neighbours alone when a sweep point is added', async () => {
    workspace.edit(FILE, '[2, 3]', '[2, 3, 5]');
    expect(await rerun()).toEqual(['page', 'scale@factor=5']);
  });

  test('reruns the nodes of a task whose code changes, what follows, and no sibling', async () => {
    workspace.edit('libs/toy/src/scale.ts', 'number * factor', 'number * factor + 1');
    expect(await rerun()).toEqual(['half', 'page', 'scale@factor=2', 'scale@factor=3', 'scale@factor=5', 'tenth']);
  });

  test('stops where changed code gives the same result', async () => {
    workspace.edit(
      'libs/toy/src/draw.ts',
      'Array.from({ length: count }, () => uniform())',
      '[...Array(count)].map(() => uniform())',
    );
    expect(await rerun()).toEqual(['draw']);
  });

  test('reruns nothing in another workflow where a node before it is called otherwise', async () => {
    const renamed = workspace.read(FILE).replace('  draw:', '  source:').replaceAll('numbers: draw', 'numbers: source');
    fs.writeFileSync(workspace.path('workflows/renamed.yaml'), renamed);
    const { code, ran } = await workspace.jetdemon(['run', 'renamed']);
    expect({ code, ran }).toEqual({ code: 0, ran: [] });
  });

  test('reruns what reads a file when its contents change, not when it is touched', async () => {
    const loaded = () => workspace.jetdemon(['run', 'loaded']);
    expect((await loaded()).ran).toEqual(['load', 'page']);
    fs.utimesSync(workspace.path('list.json'), 0, 0);
    expect((await loaded()).ran).toEqual([]);
    fs.writeFileSync(workspace.path('list.json'), '[3, 4]');
    expect((await loaded()).ran).toEqual(['load', 'page']);
  });
});
