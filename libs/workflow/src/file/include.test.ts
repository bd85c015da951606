// A workflow that includes parts: what it becomes, where its values stand, that nothing of it shows in what decides results,
// and what is refused.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { defineTask } from '../define-task.ts';
import { loadGraph } from '../graph/load-graph.ts';

const kind = { name: 'numbers', version: 1, description: 'numbers', files: {} };
const params = z.strictObject({ count: z.int().default(1) });
const run = async () => undefined;
const tasks = {
  'toy/draw': defineTask({ name: 'toy/draw', description: 'draws', params, inputs: {}, output: kind, run }),
  'toy/scale': defineTask({
    ...{ name: 'toy/scale', description: 'scales', params, output: kind, run },
    inputs: { numbers: { kind, take: 'one', description: 'numbers' } },
  }),
};

const files = {
  'parts/draw.yaml': 'nodes:\n  draw: { uses: toy/draw, with: { count: 100 } }\n',
  'parts/scale.yaml': 'include: draw.yaml\nnodes:\n  scale: { uses: toy/scale, needs: { numbers: draw } }\n',
  'parts/other.yaml': 'include: [draw.yaml]\nnodes: { twice: { uses: toy/scale, needs: { numbers: draw } } }\n',
  'parts/changed.yaml': 'include: draw.yaml\nset: { draw: { with: { count: 5 } } }\n',
  'parts/fresh.yaml': 'nodes: { fresh: { uses: toy/draw } }',
  'parts/one.yaml': 'include: two.yaml',
  'parts/two.yaml': 'include: one.yaml',
  'parts/bad.yaml': 'nodes: { draw: [ }',
  'parts/odd.yaml': 'nodes: {}\nparts: 1',
  'whole.yaml':
    'title: Whole\nnodes:\n  draw: { uses: toy/draw, with: { count: 100 } }\n  scale: { uses: toy/scale, needs: { numbers: draw } }\n',
  'loop.yaml': 'include: parts/back.yaml',
  'parts/back.yaml': 'extends: loop.yaml',
};

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'include-'));
  mkdirSync(join(root, 'workflows/parts'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'workflows', name), text);
});
afterAll(() => rmSync(root, { recursive: true }));

const load = (text: string) => loadGraph({ file: 'workflows/short.yaml', text, tasks, root });
const ids = (text: string) => load(text).nodes.map(({ id }) => id);

test('parts of parts come first, in their order; what it becomes is what one file would be, but for where things stand', () => {
  const bare = (text: string) => load(text).nodes.map((node) => ({ ...node, file: '', line: 0, places: {} }));
  expect(bare('include: parts/scale.yaml')).toEqual(bare(files['whole.yaml']));
  const [draw, scale, own] = load('include: [parts/scale.yaml]\nnodes:\n  own: { uses: toy/draw }').nodes;
  expect(draw).toMatchObject({ file: 'workflows/parts/draw.yaml', line: 2 });
  expect(scale).toMatchObject({ file: 'workflows/parts/scale.yaml', line: 3 });
  expect(own).toMatchObject({ id: 'own', file: 'workflows/short.yaml', line: 3 });
});

test('a part that comes by two ways is there once', () => {
  expect(ids('include: [parts/scale.yaml, parts/other.yaml, parts/draw.yaml]')).toEqual(['draw', 'scale', 'twice']);
});

test('a set without anything in it changes nothing', () => {
  expect(ids('include: parts/scale.yaml\nset:')).toEqual(['draw', 'scale']);
  expect(ids('extends: whole.yaml\nset: {}')).toEqual(['draw', 'scale']);
});

test('set changes nodes of parts, also beside extends; a whole workflow can be a part, without its title', () => {
  const [draw] = load('include: parts/draw.yaml\nset: { draw: { with: { count: 7 } } }').nodes;
  expect(draw!.params).toEqual({ count: 7 });
  expect(load('include: whole.yaml').title).toBe('short');
  expect(
    load(
      'extends: whole.yaml\ninclude: parts/fresh.yaml\nset: { draw: null, scale: null }\nnodes: { a: { uses: toy/draw } }',
    ),
  ).toMatchObject({ title: 'Whole', nodes: [{ id: 'fresh' }, { id: 'a' }] });
});

const short = 'workflows/short.yaml';
test.each([
  [
    'a file that is not there',
    'include: parts/none.yaml',
    `${short}:1:10 include: expected the workflow parts/none.yaml, found none`,
  ],
  [
    'a path out of the folder',
    'include: [../parts.yaml]',
    `${short}:1:11 include: expected a file beside this one or below (parts/jets.yaml), found "../parts.yaml"`,
  ],
  [
    'nothing',
    'include:\nnodes: { a: { uses: toy/draw } }',
    `${short}:1:1 include: expected a file or a list of files, found none`,
  ],
  ['an empty list', 'include: []', `${short}:1:1 include: expected a file or a list of files, found none`],
  [
    'a circle',
    'include: parts/one.yaml',
    'workflows/parts/two.yaml:1:10 include: expected no circle, found parts/one.yaml includes parts/two.yaml includes parts/one.yaml',
  ],
  ['itself', 'include: short.yaml', `${short}:1:10 include: expected no circle, found short.yaml includes short.yaml`],
  [
    'a node twice, of two parts',
    'include: [parts/draw.yaml, parts/changed.yaml]',
    `${short}:1:28 include: draw comes twice, as a node of parts/draw.yaml and of parts/changed.yaml`,
  ],
  [
    'a node twice, of a part and its own',
    'include: parts/draw.yaml\nnodes: { draw: { uses: toy/draw } }',
    `${short}:2:10 draw: a node of parts/draw.yaml already: change it below set`,
  ],
  [
    'a node twice, of a part and of what it extends',
    'extends: whole.yaml\ninclude: parts/draw.yaml',
    `${short}:2:10 include: draw comes twice, as a node of whole.yaml and of parts/draw.yaml`,
  ],
  ['a part that is no YAML', 'include: parts/bad.yaml', /^workflows\/parts\/bad\.yaml:1:\d+ flow sequence/],
  [
    'a part with a key that nobody knows',
    'include: parts/odd.yaml\nnodes: { a: { uses: toy/draw } }',
    'workflows/parts/odd.yaml:2:1 unknown key parts (known: title, extends, include, set, nodes, resources)',
  ],
  [
    'a part whose node needs what is not there',
    'include: parts/scale.yaml\nset: { draw: null }',
    'workflows/parts/scale.yaml:3:47 scale.needs.numbers: unknown node draw (known: scale)',
  ],
])('%s is one clear error', (_, text, message) => {
  expect(() => load(text)).toThrow(typeof message === 'string' ? expect.objectContaining({ message }) : message);
});
