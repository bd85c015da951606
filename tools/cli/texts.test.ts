import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { claims, scores } from '@jetdemon/artifacts';
import { defineTask, type Graph, type GraphNode, type Kind } from '@jetdemon/workflow';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { writeResult } from '../store/testing.ts';
import { textsOf } from './texts.ts';

const task = (name: string, output: Kind) =>
  defineTask({ name, description: '', params: z.strictObject({}), inputs: {}, output, run: async () => undefined });
const tasks = { 'toy/claims': task('toy/claims', claims), 'toy/scores': task('toy/scores', scores) };
const node = (id: string, uses: string): GraphNode => ({
  ...{
    id,
    base: id,
    axes: {},
    task: uses,
    params: {},
    files: {},
    device: undefined,
    resources: {},
    needs: {},
    file: 'workflows/toys.yaml',
    line: 1,
    places: {},
  },
});
const graph: Graph = {
  name: 'toys',
  title: 'Toys',
  nodes: [node('scores', 'toy/scores'), node('claims', 'toy/claims'), node('more', 'toy/claims')],
};

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'texts-'));
  for (const id of ['claims', 'more']) {
    writeResult(
      root,
      { workflow: 'toys', node: id },
      { 'claims.txt': `of ${id}\n\n1 claim\n`, 'claims.json': '{}' },
      { key: id.padEnd(64, 'a').replaceAll(/[^0-9a-f]/g, '0') },
    );
  }
});
afterEach(() => fs.rmSync(root, { recursive: true }));

test('texts of the nodes asked for are read, whatever else they hold', () => {
  expect(textsOf(root, graph, tasks, ['scores', 'claims'])).toEqual(['of claims\n\n1 claim']);
  expect(textsOf(root, graph, tasks, ['scores'])).toEqual([]);
});

test('several texts have the names of their nodes above them, in workflow order', () => {
  expect(textsOf(root, graph, tasks, ['more', 'claims'])).toEqual([
    'claims\nof claims\n\n1 claim',
    'more\nof more\n\n1 claim',
  ]);
});
