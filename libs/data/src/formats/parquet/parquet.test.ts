import { parquetWriteBuffer } from 'hyparquet-writer';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { refusalOf } from '../../testing/refusal.ts';
import { temporaryFolder } from '../../testing/jets.ts';
import type { OpenFile } from '../format.ts';
import { openFile } from '../open.ts';
import { decodeHybrid } from './levels.ts';
import { listSchema, parquetFile } from '../testing/files.ts';

type Options = Parameters<typeof parquetWriteBuffer>[0];

async function written(bytes: Uint8Array | ArrayBuffer): Promise<OpenFile> {
  const file = join(temporaryFolder(), 'some.parquet');
  writeFileSync(file, new Uint8Array(bytes));
  const opened = await openFile(file);
  onTestFinished(() => opened.close());
  return opened;
}

const of = (options: Options): Promise<OpenFile> => written(parquetWriteBuffer(options));

describe('a file of hyparquet-writer', () => {
  test('is one table whose columns have types, lists and units', async () => {
    const { format, tables } = await written(parquetFile());
    expect(format).toBe('parquet');
    expect(tables).toEqual([
      {
        name: '',
        rows: 40,
        columns: [
          { name: 'label', type: 'int32', ragged: false, shape: [], readable: true },
          { name: 'wide', type: 'int64', ragged: false, shape: [], readable: true },
          { name: 'small', type: 'uint8', ragged: false, shape: [], readable: true },
          { name: 'x', type: 'float32', ragged: false, shape: [], readable: true },
          { name: 'y', type: 'float64', ragged: false, shape: [], readable: true },
          { name: 'half', type: 'float16', ragged: false, shape: [], readable: true },
          { name: 'flag', type: 'bool', ragged: false, shape: [], readable: true },
          { name: 'steps', type: 'int32', ragged: false, shape: [], readable: true },
          { name: 'text', type: 'utf8', ragged: false, shape: [], readable: false, text: true },
          { name: 'pt', type: 'float64', ragged: true, shape: [], readable: true, unit: 'GeV' },
        ],
      },
    ]);
  });

  test('gives rows of every encoding, also across row groups', async () => {
    const file = await written(parquetFile());
    // The second of its row groups begins at row 25.
    const [start, end] = [23, 28];
    const rows = [23, 24, 25, 26, 27];
    const columns = ['label', 'wide', 'small', 'x', 'y', 'half', 'flag', 'steps', 'pt'];
    expect(await file.read('', columns, start, end)).toEqual({
      label: { values: Int32Array.from(rows, (row) => row % 2) },
      wide: { values: Float64Array.from(rows, (row) => row - 20) },
      small: { values: Int32Array.from(rows, (row) => row + 200) },
      x: { values: Float32Array.from(rows, (row) => row / 8) },
      y: { values: Float64Array.from(rows, (row) => row / 8) },
      half: { values: Float32Array.from(rows, (row) => row / 8) },
      flag: { values: Uint8Array.from(rows, (row) => Number(row % 3 === 0)) },
      steps: { values: Int32Array.from(rows) },
      pt: {
        values: Float64Array.from(rows.flatMap((row) => [0, 1, 2].slice(0, row % 4).map((i) => row + i / 4))),
        offsets: Int32Array.of(0, 3, 3, 4, 6, 9),
      },
    });
  });

  test('gives no rows where none are asked for', async () => {
    const file = await written(parquetFile());
    expect(await file.read('', ['label', 'pt'], 3, 3)).toEqual({
      label: { values: new Float64Array(0) },
      pt: { values: new Float64Array(0), offsets: Int32Array.of(0) },
    });
  });

  test.each<[string, Options['codec'], Options['compressors']]>([
    ['nothing', 'UNCOMPRESSED', {}],
    ['snappy', 'SNAPPY', undefined],
    ['gzip', 'GZIP', { GZIP: (input) => gzipSync(input) }],
    ['brotli', 'BROTLI', { BROTLI: (input) => brotliCompressSync(input) }],
  ])('is read compressed by %s', async (_, codec, compressors) => {
    const data = Float32Array.from({ length: 3000 }, (_, row) => row % 7);
    const file = await of({ columnData: [{ name: 'x', data, nullable: false }], codec, compressors });
    expect((await file.read('', ['x'], 1000, 3000))['x']).toEqual({ values: data.subarray(1000) });
  });
});

describe('refuses', () => {
  test.each<[string, Options['columnData'], string, string]>([
    [
      'nulls',
      [{ name: 'x', data: [1.5, null, 2.5], type: 'DOUBLE' }],
      'x',
      'row 1, column x: expected no nulls, found one: drop or fill them',
    ],
    [
      'integers that a float64 would round',
      [{ name: 'event', data: [1n, 2n ** 53n + 1n], type: 'INT64' }],
      'event',
      'column event: expected integers that a float64 holds exactly, found 9007199254740993',
    ],
    [
      'a column that is not there',
      [{ name: 'pt', data: [1.5] }],
      'pT',
      'expected a column of the file, found pT, did you mean pt?',
    ],
  ])('%s, only when they are read', async (_, columnData, column, message) => {
    const file = join(temporaryFolder(), 'some.parquet');
    writeFileSync(file, new Uint8Array(parquetWriteBuffer({ columnData })));
    const opened = await openFile(file);
    onTestFinished(() => opened.close());
    await expect(opened.read('', [column], 0, opened.tables[0]!.rows)).rejects.toEqual(refusalOf(file, message));
  });
});

test('lists what lies in lists of lists, and refuses to read it', async () => {
  const schema: Options['schema'] = [
    { name: 'root', num_children: 1 },
    { name: 'deep', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    ...listSchema('element', 'DOUBLE'),
  ];
  const file = await of({ columnData: [{ name: 'deep', data: [[[1.5], [2.5]]] }], schema });
  expect(file.tables[0]!.columns).toEqual([
    { name: 'deep', type: 'float64', ragged: true, shape: [], readable: false },
  ]);
  const message = 'column deep: expected numbers in at most one level of lists, found lists of float64';
  await expect(file.read('', ['deep'], 0, 1)).rejects.toThrow(message);
});

describe('the run-length and bit-packed hybrid', () => {
  test('decodes the example of the Parquet format', () => {
    // "Run Length Encoding / Bit-Packing Hybrid": 0 to 7 with 3 bits each are the bytes 88 C6 FA.
    expect([...decodeHybrid(Uint8Array.of(0x03, 0x88, 0xc6, 0xfa), 3, 8)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('takes no more of a run than was asked for', () => {
    const endless = Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 0x0f, 5);
    expect([...decodeHybrid(endless, 3, 4)]).toEqual([5, 5, 5, 5]);
  });

  test.each([
    ['ends within a run', Uint8Array.of(0x80)],
    ['has an empty run', Uint8Array.of(0, 0)],
    ['ends before its bits', Uint8Array.of(0x03, 0x88)],
  ])('is refused if it %s', (_, bytes) => {
    expect(() => decodeHybrid(bytes, 3, 8)).toThrow(/a page ends within a run|a run has length 0/);
  });
});

const nano = fileURLToPath(new URL('../../../../../../shared/data/external/nano_dy.parquet', import.meta.url));

test.skipIf(!existsSync(nano))('reads NanoAOD as coffea keeps it', async () => {
  const file = await openFile(nano);
  onTestFinished(() => file.close());
  expect(file.tables).toHaveLength(1);
  expect(file.tables[0]).toMatchObject({ name: '', rows: 40 });
  expect(file.tables[0]!.columns).toHaveLength(1499);
  const { nJet, Jet_pt: jetPt } = await file.read('', ['nJet', 'Jet_pt'], 0, 40);
  // The counter that the file holds beside its lists.
  expect([...nJet!.values]).toEqual(
    Array.from({ length: 40 }, (_, row) => jetPt!.offsets![row + 1]! - jetPt!.offsets![row]!),
  );
});
