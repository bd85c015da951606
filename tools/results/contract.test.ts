import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Dictionary, Float32, Int32, Table, tableToIPC, Utf8, type Vector, vectorFromArray } from 'apache-arrow';
import { json, type Kind } from '@jetdemon/workflow';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { lackOf } from './contract.ts';

const kind = {
  name: 'measured',
  version: 1,
  description: 'a table and its notes',
  files: {
    'table.arrow': {
      format: 'arrow',
      columns: {
        name: { type: 'utf8', unit: '1', description: 'name' },
        value: { type: ['float32', 'float64'], unit: '1', description: 'value' },
      },
    },
    'notes.json': json('notes', z.strictObject({ limit: z.number().optional() })),
  },
} as const satisfies Kind;

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-kind-'));
  write('notes.json', '{}');
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const write = (file: string, content: string | Uint8Array) => fs.writeFileSync(path.join(folder, file), content);
const names = {
  plain: vectorFromArray(['a', 'b'], new Utf8()),
  coded: vectorFromArray(['a', 'b'], new Dictionary(new Utf8(), new Int32())),
};
const values = vectorFromArray([1, 2], new Float32());

test.each([
  ['plain text and one of the types', { name: names.plain, value: values }, []],
  ['dictionary-coded text and a column more', { name: names.coded, value: values, more: values }, []],
  ['a column less', { name: names.plain }, ['column value of table.arrow']],
  [
    'a column of another type',
    { name: values, value: values },
    ['type utf8 of column name of table.arrow (found float32)'],
  ],
])('a table with %s', async (_, columns, lacks) => {
  write('table.arrow', tableToIPC(new Table(columns as Record<string, Vector>), 'file'));
  expect(await lackOf(folder, kind)).toEqual(lacks);
});

test('what is no table, no JSON, empty or not there is named', async () => {
  write('table.arrow', 'not a table');
  write('notes.json', '{');
  expect(await lackOf(folder, kind)).toEqual(['a readable Arrow table in table.arrow', 'valid JSON in notes.json']);
  write('table.arrow', '');
  fs.rmSync(path.join(folder, 'notes.json'));
  expect(await lackOf(folder, kind)).toEqual(['anything in table.arrow', 'notes.json']);
});

test.each([
  ['{"limit": 2}', []],
  ['{"limit": null}', ['JSON of its shape in notes.json (limit: expected number, found null)']],
  ['{"limt": 2}', ['JSON of its shape in notes.json (top level: unrecognized key: "limt")']],
])('JSON is held to its declaration: %s', async (notes, lacks) => {
  write('table.arrow', tableToIPC(new Table({ name: names.plain, value: values }), 'file'));
  write('notes.json', notes);
  expect(await lackOf(folder, kind)).toEqual(lacks);
});

test('of files that stand for each other one is there', async () => {
  write('b.json', '{}');
  const files = Object.fromEntries(['a.json', 'b.json'].map((file) => [file, { ...json('either', z.object({})), optional: true as const }])); // prettier-ignore
  const either = { ...kind, files, oneOf: Object.keys(files) };
  expect(await lackOf(folder, either)).toEqual([]);
  fs.rmSync(path.join(folder, 'b.json'));
  expect(await lackOf(folder, either)).toEqual(['any of a.json, b.json']);
});
