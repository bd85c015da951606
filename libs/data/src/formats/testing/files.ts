// One small valid file of each format, with a column of every kind that format has; written by the format's own library.
import { h5wasm } from 'h5wasm/node';
import type { DecodedArray, Encoding, SchemaElement } from 'hyparquet/src/types.js';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../testing/jets.ts';
import { arrowFile, kinds } from './arrow.ts';
import { lz4Arrow, zstdArrow } from './compressed.ts';
import { bigEndianNpy, energyflow, structured } from './numpy.ts';

/** A list as all other programs write it; hyparquet-writer alone would write JSON. */
export const listSchema = (name: string, type: 'FLOAT' | 'DOUBLE'): SchemaElement[] => [
  { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', repetition_type: 'OPTIONAL', type },
];

export function parquetFile(): Uint8Array {
  const rows = Array.from({ length: 40 }, (_, row) => row);
  const flat: readonly (readonly [SchemaElement, DecodedArray, Encoding?])[] = [
    [{ name: 'label', type: 'INT32' }, rows.map((row) => row % 2)],
    [{ name: 'wide', type: 'INT64' }, rows.map((row) => BigInt(row) - 20n)],
    [{ name: 'small', type: 'INT32', converted_type: 'UINT_8' }, rows.map((row) => row + 200)],
    [{ name: 'x', type: 'FLOAT' }, rows.map((row) => row / 8), 'BYTE_STREAM_SPLIT'],
    [{ name: 'y', type: 'DOUBLE', repetition_type: 'REQUIRED' }, Float64Array.from(rows, (row) => row / 8)],
    [
      { name: 'half', type: 'FIXED_LEN_BYTE_ARRAY', type_length: 2, logical_type: { type: 'FLOAT16' } },
      rows.map((row) => row / 8),
    ],
    [{ name: 'flag', type: 'BOOLEAN' }, rows.map((row) => row % 3 === 0)],
    [{ name: 'steps', type: 'INT32' }, Int32Array.from(rows), 'DELTA_BINARY_PACKED'],
    [{ name: 'text', type: 'BYTE_ARRAY', converted_type: 'UTF8' }, rows.map((row) => `jet ${row}`)],
  ];
  const columnData = [
    ...flat.map(([{ name }, data, encoding]) => ({ name, data, encoding })),
    { name: 'pt', data: rows.map((row) => rows.slice(0, row % 4).map((i) => row + i / 4)) },
  ];
  const schema: SchemaElement[] = [
    { name: 'root', num_children: columnData.length },
    ...flat.map(([element]): SchemaElement => ({ repetition_type: 'OPTIONAL', ...element })),
    ...listSchema('pt', 'DOUBLE'),
  ];
  const kvMetadata = [{ key: 'units', value: '{"pt":"GeV"}' }];
  return new Uint8Array(parquetWriteBuffer({ columnData, schema, rowGroupSize: 25, kvMetadata }));
}

export async function hdf5File(): Promise<Uint8Array> {
  await h5wasm.ready;
  const name = join(temporaryFolder(), 'some.h5');
  const file = new h5wasm.File(name, 'w');
  const numbers = Float32Array.from({ length: 5 * 4 * 3 }, (_, i) => i / 2);
  file.create_dataset({ name: 'X', data: numbers, shape: [5, 4, 3], chunks: [2, 4, 3], compression: 6 });
  file.create_dataset({ name: 'y', data: Int32Array.of(0, 1, 0, 1, 1) }).create_attribute('unit', 'GeV');
  file.create_dataset({ name: 'text', data: ['a', 'b', 'c', 'd', 'e'] });
  const jets = file.create_group('jets');
  const fields = new Map<string, Float64Array | BigInt64Array>([
    ['pt', Float64Array.of(1.5, 2.5, 3.5)],
    ['id', BigInt64Array.of(1n, -2n, 3n)],
  ]);
  jets.create_dataset({ name: 'table', data: fields });
  file.close();
  return readFileSync(name);
}

/** By the format that `openFile` should recognise. */
export const smallFiles: Readonly<Record<string, () => Uint8Array | Promise<Uint8Array>>> = {
  parquet: parquetFile,
  hdf5: hdf5File,
  'npz, compressed': () => energyflow,
  'npz, stored': () => structured,
  npy: () => bigEndianNpy,
  arrow: () => arrowFile(kinds, { batches: 2 }),
  'arrow, lz4': () => lz4Arrow,
  'arrow, zstd': () => zstdArrow,
};
