import { InputError } from '@jetdemon/workflow';
import {
  Field,
  Float16,
  Float32,
  Float64,
  Int64,
  LargeList,
  List,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableFromIPC,
  tableToIPC,
  Uint8,
  Utf8,
  vectorFromArray,
  type DataType,
  type Vector,
} from 'apache-arrow';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../testing/refusal.ts';
import { readJetChunks, readJets } from './read.ts';
import { bundled, temporaryFolder } from '../testing/jets.ts';

interface Cell {
  readonly type: DataType;
  readonly values: readonly unknown[];
  readonly unit?: string;
}

const floats = (values: readonly (readonly number[])[], unit?: string): Cell => ({
  type: new List(new Field('item', new Float32(), false)),
  values,
  unit,
});

/** Two jets as another program might write them; every test changes one thing. */
const plain: Readonly<Record<string, Cell>> = {
  label: { type: new Uint8(), values: [0, 1] },
  pt: floats([[0.5], [0.25, 0.125]], 'TeV'),
  eta: floats([[1], [-1, 2]], 'rad'),
  phi: floats([[3], [0.5, -3]], 'rad'),
};

function fileOf(cells: Readonly<Record<string, Cell>>, metadata: Readonly<Record<string, string>> = {}): string {
  const columns = Object.entries(cells).map(([name, { type, values, unit }]) => ({
    field: new Field(name, type, true, new Map(unit ? [['unit', unit]] : [])),
    vector: vectorFromArray([...values], type) as Vector,
  }));
  const schema = new Schema(
    columns.map(({ field }) => field),
    new Map(Object.entries(metadata)),
  );
  const children = columns.map(({ vector }) => vector.data[0]!);
  const length = columns[0]!.vector.length;
  const batch = new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, nullCount: 0, children }));
  const file = join(temporaryFolder(), 'some.arrow');
  writeFileSync(file, tableToIPC(new Table([batch]), 'file'));
  return file;
}

const refusal = (file: string): Promise<unknown> =>
  readJets(file).then(
    () => 'nothing refused',
    (error: unknown) => error,
  );

describe('reads', () => {
  const { pt, eta, phi } = plain as Record<'pt' | 'eta' | 'phi', Cell>;
  const inLists = (item: DataType, large = false): Readonly<Record<string, Cell>> => {
    const field = new Field('item', item, false);
    const list = large ? new LargeList(field) : new List(field);
    return { ...plain, pt: { ...pt, type: list }, eta: { ...eta, type: list }, phi: { ...phi, type: list } };
  };

  test.each<[string, Readonly<Record<string, Cell>>, Record<string, string>?]>([
    ['lists of float32', plain],
    ['lists of float64', inLists(new Float64())],
    ['lists of float16', inLists(new Float16())],
    ['lists with 64-bit offsets', inLists(new Float32(), true)],
    ['pT in GeV', { ...plain, pt: floats([[500], [250, 125]], 'GeV') }],
    [
      'angles in mrad',
      { ...plain, eta: floats([[1000], [-1000, 2000]], 'mrad'), phi: floats([[3000], [500, -3000]], 'mrad') },
    ],
    ['angles of unstated unit as radians', { ...plain, eta: floats([[1], [-1, 2]]), phi: floats([[3], [0.5, -3]]) }],
    [
      'angles relative to an axis, wrapped',
      {
        ...plain,
        eta: floats([[0.5], [-0.5, 2.5]]),
        phi: floats([[-2 * Math.PI + 3 - 2.5], [3.5 - 2 * Math.PI, 0]]),
        up: { type: new Float64(), values: [0.5, -0.5] },
        around: { type: new Float64(), values: [2.5, -3] },
      },
      { 'jetdemon.eta_axis': 'up', 'jetdemon.phi_axis': 'around' },
    ],
  ])('%s', async (_, cells, metadata) => {
    const jets = await readJets(fileOf(cells, metadata));
    expect(jets.count).toBe(2);
    expect([...jets.offsets]).toEqual([0, 1, 3]);
    expect([...jets.label]).toEqual([0, 1]);
    const close = (values: number[]): unknown[] => values.map((value) => expect.closeTo(value, 6));
    expect([...jets.ptTeV]).toEqual(close([0.5, 0.25, 0.125]));
    expect([...jets.eta]).toEqual(close([1, -1, 2]));
    expect([...jets.phi]).toEqual(close([3, 0.5, -3]));
  });

  test('numeric columns along with their unit and description, and leaves others behind', async () => {
    const file = fileOf({
      ...plain,
      jet_mass: { type: new Float64(), values: [0.1, 0.2], unit: 'TeV' },
      name: { type: new Utf8(), values: ['a', 'b'] },
    });
    const { reference } = await readJets(file);
    expect(reference).toEqual({ jet_mass: { values: Float64Array.of(0.1, 0.2), unit: 'TeV', description: '' } });
  });

  test('a file one record batch at a time', async () => {
    const sizes: number[] = [];
    for await (const chunk of readJetChunks(bundled('jets-100k.arrow'))) {
      sizes.push(chunk.count);
      if (sizes.length === 3) break;
    }
    expect(sizes).toEqual([10_000, 10_000, 10_000]);
  });
});

describe('refuses, in one line that names the file,', () => {
  const int64 = (values: readonly number[]): Cell => ({ type: new Int64(), values: values.map(BigInt) });
  const nullable = new List(new Field('item', new Float32(), true));

  test.each<[string, Readonly<Record<string, Cell>>, string, Record<string, string>?]>([
    [
      'a missing column',
      { label: plain['label']!, pt: plain['pt']!, eta: plain['eta']! },
      'expected a column phi, found the columns label, pt, eta',
    ],
    ['labels of another type', { ...plain, label: int64([0, 1]) }, 'column label: expected uint8, found Int64'],
    [
      'constituents that are no lists',
      { ...plain, pt: { type: new Float32(), values: [1, 2], unit: 'TeV' } },
      'column pt: expected a list of float16, float32 or float64, found Float32',
    ],
    [
      'lists of integers',
      { ...plain, pt: { type: new List(new Field('item', new Uint8(), false)), values: [[1], [2, 1]], unit: 'TeV' } },
      'column pt: expected a list of float16, float32 or float64, found List<Uint8>',
    ],
    [
      'pT of unstated unit',
      { ...plain, pt: floats([[1], [2, 1]]) },
      'column pt: expected field metadata unit = TeV or GeV, found none',
    ],
    [
      'pT in an unknown unit',
      { ...plain, pt: floats([[1], [2, 1]], 'stone') },
      'column pt: expected field metadata unit = TeV or GeV, found stone',
    ],
    [
      'lists of unequal lengths',
      { ...plain, eta: floats([[1], [1]]) },
      'row 1, column eta: expected as many values as pt has, found another number',
    ],
    [
      'missing labels',
      { ...plain, label: { type: new Uint8(), values: [0, null] } },
      'column label: expected no nulls, found 1: drop or fill them',
    ],
    [
      'missing jets',
      { ...plain, eta: { type: nullable, values: [[1], null] } },
      'column eta: expected no nulls, found 1: drop or fill them',
    ],
    [
      'missing constituents',
      { ...plain, eta: { type: nullable, values: [[1], [1, null]] } },
      'column eta: expected no nulls, found 1: drop or fill them',
    ],
    [
      'a file without jets',
      Object.fromEntries(Object.entries(plain).map(([name, cell]) => [name, { ...cell, values: [] }])),
      'expected at least 1 jet, found 0 rows',
    ],
    ['a later version', plain, 'expected schema jets/1 or older, found jets/2', { 'jetdemon.schema': 'jets/2' }],
    ['another schema', plain, 'expected schema jets/1 or older, found scores/1', { 'jetdemon.schema': 'scores/1' }],
    [
      'an axis that is not there',
      plain,
      'expected a column up, found the columns label, pt, eta, phi',
      { 'jetdemon.eta_axis': 'up' },
    ],
    [
      'bad constituents',
      { ...plain, pt: floats([[1], [1, -1]], 'TeV') },
      'row 1, column pt: expected finite pT > 0, found -1 at constituent 1',
    ],
  ])('%s', async (_, cells, message, metadata) => {
    const file = fileOf(cells, metadata);
    expect(await refusal(file)).toEqual(refusalOf(file, message));
  });

  test('a row by its number in the file, not in its record batch', async () => {
    const file = fileOf(plain);
    const table = (label: number): Table => {
      const bytes = readFileSync(fileOf({ ...plain, label: { type: new Uint8(), values: [0, label] } }));
      return new Table(tableFromIPC(bytes).batches);
    };
    writeFileSync(file, tableToIPC(new Table([...table(1).batches, ...table(5).batches]), 'file'));
    const message = 'row 3, column label: expected 0 (background) or 1 (signal), found 5';
    expect(await refusal(file)).toEqual(refusalOf(file, message));
  });

  test('a file that is not there', async () => {
    const file = join(temporaryFolder(), 'none.arrow');
    expect(await refusal(file)).toEqual(InputError.at({ file }, 'expected a readable Arrow file, found ENOENT'));
  });

  test.each([
    ['text', Buffer.from('label,pt\n0,1\n')],
    ['an empty file', Buffer.alloc(0)],
    [
      'an Arrow stream, which has no footer',
      Buffer.from(tableToIPC(new Table({ label: vectorFromArray([1]) }), 'stream')),
    ],
  ])('%s', async (_, bytes) => {
    const file = join(temporaryFolder(), 'some.arrow');
    writeFileSync(file, bytes);
    const error = await refusal(file);
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toContain(`${file}: expected an Arrow file (first bytes ARROW1), found something else`);
  });

  test('a file that was cut off, wherever', async () => {
    const bytes = readFileSync(bundled('jets-2k.arrow'));
    const file = join(temporaryFolder(), 'some.arrow');
    for (const share of [0.001, 0.1, 0.5, 0.9, 0.999, 0.999999]) {
      const size = Math.ceil(bytes.length * share);
      writeFileSync(file, bytes.subarray(0, size));
      const message = `expected a whole Arrow file, but its ${size} bytes do not end with ARROW1: it is truncated; make or copy it again`;
      expect(await refusal(file)).toEqual(refusalOf(file, message));
    }
  });

  test('a file with a piece missing from its middle, or overwritten', async () => {
    const bytes = readFileSync(bundled('jets-2k.arrow'));
    const file = join(temporaryFolder(), 'some.arrow');
    const holed = Buffer.concat([bytes.subarray(0, 2000), bytes.subarray(bytes.length / 2)]);
    const scratched = Buffer.from(bytes).fill(0xff, bytes.length - 300, bytes.length - 6);
    for (const damaged of [holed, scratched]) {
      writeFileSync(file, damaged);
      const error = await refusal(file);
      expect(error).toBeInstanceOf(InputError);
      expect(String(error)).toMatch(/expected a whole Arrow file, but .*; make or copy it again/);
    }
  });
});
