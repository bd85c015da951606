import { InputError } from '@jetdemon/workflow';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readJets } from '../files/read.ts';
import task from '../tasks/import.ts';
import { contextOf, temporaryFolder } from '../testing/jets.ts';
import { writeParquetTable } from '../testing/parquet.ts';
import { inspect } from './inspect.ts';

const columns = {
  part_pt: [
    [30.5, 50],
    [20, 10],
  ],
  part_eta: [
    [0.5, 1],
    [-1.5, 0],
  ],
  part_phi: [
    [3, -3],
    [0.25, 0],
  ],
  label: [1, 0],
  tau: [NaN, 2],
};

test('shows columns, types, ranges and numbers that are none', async () => {
  const file = writeParquetTable(join(temporaryFolder(), 'a.parquet'), columns);
  expect((await inspect(file)).split('\n').slice(0, 8)).toEqual([
    `${file}: parquet, 1 table`,
    '',
    'table: 2 rows, 5 columns',
    '  part_pt   a list of float32  10 to 50',
    '  part_eta  a list of float32  -1.5 to 1',
    '  part_phi  a list of float32  -3 to 3',
    '  label     float64            0 to 1',
    '  tau       float64            2 to 2 (1 NaN)',
  ]);
});

test('names in a file command no terminal and break no line', async () => {
  const file = writeParquetTable(join(temporaryFolder(), 'a.parquet'), { 'x\u001b[2J\ny': [1, 2] });
  const text = await inspect(file);
  expect(text).toContain('  x\\u001b[2J\\ny  ');
  expect(text).not.toContain('\u001b');
});

test('the proposed node, pasted into a workflow, loads the file', async () => {
  const file = writeParquetTable(join(temporaryFolder(), 'a.parquet'), columns);
  const text = await inspect(file);
  const pasted = parse(text.slice(text.indexOf('\njets:'))) as { jets: { uses: string; with: object } };
  expect(pasted.jets.uses).toBe(task.name);
  const output = temporaryFolder();
  const params = { ...pasted.jets.with, ptMinGeV: 0, massMinGeV: 0, constituentsMin: 1 };
  await task.run(contextOf(task, { params, inputs: { generated: [] }, output }));
  const jets = await readJets(join(output, 'jets.arrow'));
  expect([...jets.ptTeV]).toEqual([50, 30.5, 20, 10].map((pt) => Math.fround(pt / 1000)));
});

test('proposes no unit for numbers that it could not read', async () => {
  const nothing = { ...columns, part_pt: columns.part_pt.map((list) => list.map(() => NaN)) };
  const shown = await inspect(writeParquetTable(join(temporaryFolder(), 'a.parquet'), nothing));
  expect(shown).toContain('# unit: a guess, no number of part_pt could be read: add unit: GeV, MeV or TeV');
  expect(shown).not.toMatch(/^ *unit:/m);
});

test('a column of very many is found by prefix, or with all of them', async () => {
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`HLT_path${i}`, [0, 1]]));
  const file = writeParquetTable(join(temporaryFolder(), 'a.parquet'), { ...many, ...columns, run: [1, 1], n: [1, 2] });
  const text = await inspect(file);
  expect(text).toContain('  part_pt   a list of float32  10 to 50');
  expect(text).toContain('103 more (--all lists them): HLT_* (100), others (3)');
  expect(await inspect(file, { all: true })).toMatch(/HLT_path99 +float64 +0 to 1/);
});

test('a file that is none of the formats is one line', async () => {
  const file = join(temporaryFolder(), 'a.csv');
  writeFileSync(file, 'pt,eta\n1,2\n');
  const error = await inspect(file).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(InputError);
  expect(String(error)).toMatch(/a\.csv: expected a file of one of the formats .*, found one that begins with "pt,eta/);
});
