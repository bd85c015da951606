// A workflow that extends another: what it becomes, where its values stand, and what is refused.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { defineTask } from '../define-task.ts';
import { loadGraph } from '../graph/load-graph.ts';

const kind = { name: 'numbers', version: 1, description: 'numbers', files: {} };
const params = z.strictObject({
  count: z.int().default(1),
  cuts: z.strictObject({ low: z.number().default(0), high: z.number().default(1) }).prefault({}),
});
const run = async () => undefined;
const tasks = {
  'toy/draw': defineTask({ name: 'toy/draw', description: 'draws', params, inputs: {}, output: kind, run }),
  'toy/scale': defineTask({
    ...{ name: 'toy/scale', description: 'scales', params, output: kind, run },
    inputs: { numbers: { kind, take: 'one', description: 'numbers' } },
  }),
};

const base = `title: The long one
nodes:
  draw: { uses: toy/draw, with: &draw { count: 100, cuts: { low: 2, high: 9 } } }
  twin: { uses: toy/draw, with: *draw }
  scale:
    uses: toy/scale
    needs: { numbers: draw }
    matrix: { size: { small: { count: 1 }, middle: { count: 2 }, large: { count: 3 } } }
`;

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'extend-'));
  mkdirSync(join(root, 'workflows'));
  const files = {
    'long.yaml': base,
    'bad.yaml': 'nodes: { draw: [ }',
    'one.yaml': 'extends: two.yaml',
    'two.yaml': 'extends: one.yaml',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'workflows', name), text);
});
afterAll(() => rmSync(root, { recursive: true }));

const load = (text: string) => loadGraph({ file: 'workflows/short.yaml', text, tasks, root });
const nodes = (text: string) => Object.fromEntries(load(text).nodes.map((node) => [node.id, node]));

test('without changes it is the other, under its own name', () => {
  const [short, long] = [load('extends: long.yaml'), loadGraph({ file: 'workflows/long.yaml', tasks, root })];
  expect(short).toEqual({ ...long, name: 'short' });
});

test('mappings are gone into, other values replaced, null removes, what an anchor shares is not changed with it', () => {
  const found = nodes(`extends: long.yaml
title: The short one
set:
  draw: { with: { count: 5, cuts: { high: 3 } } }
  scale: { matrix: { size: { middle: null, large: { count: 9 } } } }
`);
  expect(Object.keys(found)).toEqual(['draw', 'twin', 'scale@size=small', 'scale@size=large']);
  expect(found['draw']!.params).toEqual({ count: 5, cuts: { low: 2, high: 3 } });
  expect(found['twin']!.params).toEqual({ count: 100, cuts: { low: 2, high: 9 } });
  expect(found['scale@size=large']!.params).toMatchObject({ count: 9 });
});

test('a node is removed, another is added, and each value knows its file and line', () => {
  const found = nodes(`extends: long.yaml
set:
  twin: null
  draw:
    with:
      count: 7
nodes:
  more: { uses: toy/draw }
`);
  expect(Object.keys(found)).not.toContain('twin');
  expect(found['more']).toMatchObject({ file: 'workflows/short.yaml', line: 8 });
  expect(found['draw']).toMatchObject({
    ...{ file: 'workflows/long.yaml', line: 3 },
    places: { count: { file: 'workflows/short.yaml', line: 6 }, cuts: { file: 'workflows/long.yaml', line: 3 } },
  });
});

const short = 'workflows/short.yaml';
test.each([
  [
    'a node that is not there',
    'extends: long.yaml\nset: { drew: {} }',
    `${short}:2:8 set: unknown node drew, did you mean draw?`,
  ],
  [
    'a parameter that is not there',
    'extends: long.yaml\nset: { draw: { with: { cuont: 1 } } }',
    `${short}:2:24 draw.cuont: unknown parameter, did you mean count?`,
  ],
  [
    'a value that the task refuses',
    'extends: long.yaml\nset: { draw: { with: { count: many } } }',
    `${short}:2:31 draw.count: expected an integer, found "many"`,
  ],
  [
    'nothing to remove',
    'extends: long.yaml\nset: { draw: { matrix: null } }',
    `${short}:2:16 set.draw.matrix: expected something to remove, found none`,
  ],
  [
    'a node twice',
    'extends: long.yaml\nnodes: { draw: { uses: toy/draw } }',
    `${short}:2:10 draw: a node of long.yaml already: change it below set`,
  ],
  [
    'a removed node that another needs',
    'extends: long.yaml\nset: { draw: null }',
    'workflows/long.yaml:7:23 scale.needs.numbers: unknown node draw (known: twin, scale)',
  ],
  [
    'set alone',
    'set: { draw: {} }',
    `${short}:1:1 set: expected extends or include beside it, which names the workflow to change, found neither`,
  ],
  [
    'a workflow that is not there',
    'extends: longer.yaml',
    `${short}:1:10 extends: expected the workflow longer.yaml, found none`,
  ],
  [
    'a path',
    'extends: ../long.yaml',
    `${short}:1:10 extends: expected a workflow beside this one (paper.yaml), found "../long.yaml"`,
  ],
  [
    'a circle',
    'extends: one.yaml',
    'workflows/two.yaml:1:10 extends: expected no circle, found one.yaml extends two.yaml extends one.yaml',
  ],
  ['itself', 'extends: short.yaml', `${short}:1:10 extends: expected no circle, found short.yaml extends short.yaml`],
  ['a workflow that is no YAML', 'extends: bad.yaml', /^workflows\/bad\.yaml:1:\d+ flow sequence/],
])('%s is one clear error', (_, text, message) => {
  expect(() => load(text)).toThrow(typeof message === 'string' ? expect.objectContaining({ message }) : message);
});
