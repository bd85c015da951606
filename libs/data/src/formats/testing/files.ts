// One small valid file of each format, with a column of every kind that format has; written by the format's own library.
import { h5wasm } from 'h5wasm/node';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../testing/jets.ts';
import { arrowFile, kinds } from './arrow.ts';
import { lz4Arrow, zstdArrow } from './compressed.ts';
import { bigEndianNpy, energyflow, structured } from './numpy.ts';

export function parquetFile(): Uint8Array {
  const rows = Array.from({ length: 40 }, (_, row) => row);
  const columnData = [
    { name: 'label', data: rows.map((row) => row % 2), type: 'INT32' as const, nullable: false },
    { name: 'wide', data: rows.map((row) => BigInt(row) - 20n), type: 'INT64' as const },
    { name: 'x', data: rows.map((row) => row / 8), type: 'FLOAT' as const, encoding: 'BYTE_STREAM_SPLIT' as const },
    { name: 'y', data: Float64Array.from(rows, (row) => row / 8), type: 'DOUBLE' as const, nullable: false },
    { name: 'half', data: rows.map((row) => row / 8), type: 'FLOAT16' as const },
    { name: 'flag', data: rows.map((row) => row % 3 === 0), type: 'BOOLEAN' as const },
    { name: 'steps', data: Int32Array.from(rows), encoding: 'DELTA_BINARY_PACKED' as const, nullable: false },
    { name: 'pt', data: rows.map((row) => rows.slice(0, row % 4).map((i) => row + i / 4)) },
    { name: 'text', data: rows.map((row) => `jet ${row}`), type: 'STRING' as const },
  ];
  const kvMetadata = [{ key: 'units', value: '{"pt":"GeV"}' }];
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 25, kvMetadata }));
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
