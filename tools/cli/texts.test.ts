import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { claims, scores } from '@jetdemon/artifacts';
import { defineTask, InputError, type Graph, type GraphNode, type Kind } from '@jetdemon/workflow';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { writeListing } from '../results/checksums.ts';
import { textsOf } from './texts.ts';

const task = (name: string, output: Kind) =>
  defineTask({ name, description: '', params: z.strictObject({}), inputs: {}, output, run: async () => undefined });
const tasks = { 'toy/claims': task('toy/claims', claims), 'toy/scores': task('toy/scores', scores) };
const node = (id: string, uses: string): GraphNode => ({
  ...{ id, base: id, axes: {}, task: uses, params: {}, files: {}, device: undefined, needs: {}, line: 1 },
});
const graph: Graph = {
  name: 'toys',
  title: 'Toys',
  nodes: [node('scores', 'toy/scores'), node('claims', 'toy/claims'), node('more', 'toy/claims')],
};

let root: string;
const result = (id: string) => path.join(root, 'out', 'toys', id, 'result');
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'texts-'));
  for (const id of ['claims', 'more']) {
    fs.mkdirSync(result(id), { recursive: true });
    fs.writeFileSync(path.join(result(id), 'claims.txt'), `of ${id}\n\n1 claim\n`);
    fs.writeFileSync(path.join(result(id), 'claims.json'), '{}');
    writeListing(result(id));
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

test('a text that was changed afterwards is not printed', () => {
  fs.appendFileSync(path.join(result('claims'), 'claims.txt'), 'and all is well\n');
  expect(() => textsOf(root, graph, tasks, ['claims'])).toThrow(InputError);
  expect(() => textsOf(root, graph, tasks, ['claims'])).toThrow(
    'the result of claims (out/toys/claims/result) is damaged: claims.txt does not match its checksum',
  );
});
