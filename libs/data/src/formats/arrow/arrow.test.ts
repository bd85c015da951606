import { InputError } from '@jetdemon/workflow';
import { Float32, Int64, List, Field, Uint8, type DataType } from 'apache-arrow';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readJets } from '../../files/read.ts';
import { bundled, temporaryFolder } from '../../testing/jets.ts';
import type { OpenFile } from '../format.ts';
import { decodeLz4Frame } from './lz4.ts';
import { openFile } from '../open.ts';
import { arrowFile, kinds } from '../testing/arrow.ts';
import { lz4Arrow, lz4Blocks, zstdArrow } from '../testing/compressed.ts';

async function written(bytes: Uint8Array): Promise<OpenFile> {
  const file = join(temporaryFolder(), 'some.feather');
  writeFileSync(file, bytes);
  const opened = await openFile(file);
  onTestFinished(() => opened.close());
  return opened;
}

describe('a file of apache-arrow', () => {
  test('is one table whose columns have types, lists, shapes and fields', async () => {
    const { format, tables } = await written(arrowFile(kinds));
    expect(format).toBe('arrow');
    expect(tables).toEqual([
      {
        name: '',
        rows: 3,
        columns: [
          { name: 'n', type: 'uint16', ragged: false, shape: [], readable: true },
          { name: 'wide', type: 'int64', ragged: false, shape: [], readable: true },
          { name: 'half', type: 'float16', ragged: false, shape: [], readable: true },
          { name: 'flag', type: 'bool', ragged: false, shape: [], readable: true },
          { name: 'pt', type: 'float32', ragged: true, shape: [], readable: true },
          { name: 'large', type: 'float32', ragged: true, shape: [], readable: true },
          { name: 'p4', type: 'float32', ragged: false, shape: [2], readable: true },
          { name: 'jet.pt', type: 'float32', ragged: false, shape: [], readable: true },
          { name: 'jet.n', type: 'uint16', ragged: false, shape: [], readable: true },
          { name: 'nested', type: 'list<float32>', ragged: true, shape: [], readable: false },
          { name: 'text', type: 'utf8', ragged: false, shape: [], readable: false, text: true },
        ],
      },
    ]);
  });

  test.each([false, true])('gives rows of every kind across record batches (compressed: %s)', async (compressed) => {
    const file = await written(arrowFile(kinds, { batches: 2, compressed }));
    const columns = ['n', 'wide', 'half', 'flag', 'pt', 'large', 'p4', 'jet.pt', 'jet.n'];
    // Rows 2, 0 and 1: the last of the first record batch, the first two of the second.
    expect(await file.read('', columns, 2, 5)).toEqual({
      n: { values: Int32Array.of(65_535, 1, 2) },
      wide: { values: Float64Array.of(2 ** 53, 1, -2) },
      half: { values: Float32Array.of(1.5, 0, 1) },
      flag: { values: Uint8Array.of(1, 1, 0) },
      pt: { values: Float32Array.of(3, 1, 2), offsets: Int32Array.of(0, 1, 3, 3) },
      large: { values: Float32Array.of(1, 2, 3), offsets: Int32Array.of(0, 0, 1, 3) },
      p4: { values: Float32Array.of(5, 6, 1, 2, 3, 4) },
      'jet.pt': { values: Float32Array.of(5, 1, 3) },
      'jet.n': { values: Int32Array.of(6, 2, 4) },
    });
  });
});

describe('compression', () => {
  test.each([
    ['zstd', zstdArrow],
    ['lz4', lz4Arrow],
  ])('by the program %s is read', async (_, bytes) => {
    const file = await written(bytes);
    const rows = Array.from({ length: 100 }, (_, row) => row);
    const { label, pt } = await file.read('', ['label', 'pt'], 0, 100);
    expect(label).toEqual({ values: Uint8Array.from(rows, (row) => row % 2) });
    expect([...pt!.values]).toEqual(rows.flatMap((row) => [0, 1, 2].slice(0, row % 4).map((i) => row / 4 + i)));
  });

  test('in blocks that refer to earlier ones is undone', () => {
    const expected = Uint8Array.from({ length: 200_000 }, (_, i) => ((7 * i) % 251) ^ (i >> 13));
    expect(Buffer.from(decodeLz4Frame(lz4Blocks)).equals(expected)).toBe(true);
  });

  test('of jets is undone where jets are loaded', async () => {
    const { tableFromIPC, RecordBatchFileWriter, CompressionType } = await import('apache-arrow');
    const { readFileSync } = await import('node:fs');
    arrowFile({}, { compressed: true }); // registers an encoder
    const table = tableFromIPC(readFileSync(bundled('jets-2k.arrow')));
    const writer = new RecordBatchFileWriter({ compressionType: CompressionType.LZ4_FRAME });
    for (const batch of table.batches) writer.write(batch);
    const file = join(temporaryFolder(), 'jets.arrow');
    writeFileSync(file, writer.finish().toUint8Array(true));
    expect(await readJets(file)).toEqual(await readJets(bundled('jets-2k.arrow')));
  });
});

describe('refuses', () => {
  const refusal = async (bytes: Uint8Array, column: string): Promise<unknown> => {
    const file = join(temporaryFolder(), 'some.feather');
    writeFileSync(file, bytes);
    try {
      const opened = await openFile(file);
      onTestFinished(() => opened.close());
      await opened.read('', [column], 0, opened.tables[0]!.rows);
    } catch (error) {
      return error instanceof InputError ? error.message.replace(`${file}: `, '') : error;
    }
    return 'nothing refused';
  };
  const item = (type: DataType): Field => new Field('item', type, true);

  test.each<[string, DataType, readonly unknown[], string]>([
    [
      'nulls',
      new Float32(),
      [1, null, null],
      'column x: expected no nulls, found 2 in a record batch: drop or fill them',
    ],
    [
      'nulls within lists',
      new List(item(new Float32())),
      [[1, null]],
      'column x: expected no nulls, found 1 in a record batch: drop or fill them',
    ],
    [
      'integers that a float64 would round',
      new Int64(),
      [2n ** 53n + 1n],
      'column x: expected integers that a float64 holds exactly, found 9007199254740993',
    ],
  ])('%s', async (_, type, values, message) => {
    expect(await refusal(arrowFile({ x: { type, values } }), 'x')).toBe(message);
  });

  test('a file that was cut off', async () => {
    const whole = arrowFile({ x: { type: new Uint8(), values: [1] } });
    const message = `expected a whole Arrow file, but its ${whole.length - 9} bytes do not end with ARROW1: it is truncated; make or copy it again`;
    expect(await refusal(whole.subarray(0, -9), 'x')).toBe(message);
  });

  test('Feather V1 by name', async () => {
    const message = 'expected Feather V2 (an Arrow file), found Feather V1: write it again as V2';
    expect(await refusal(Buffer.from('FEA1 and so on, FEA1'), 'x')).toBe(message);
  });
});
