import { InputError } from '@jetdemon/workflow';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../testing/jets.ts';
import { hasPythonModule, python } from '../../testing/python.ts';
import type { OpenFile } from '../format.ts';
import { openFile } from '../open.ts';
import { hdf5File } from '../testing/files.ts';

async function opened(file: string): Promise<OpenFile> {
  const open = await openFile(file);
  onTestFinished(() => open.close());
  return open;
}

async function small(): Promise<string> {
  const file = join(temporaryFolder(), 'some.h5');
  writeFileSync(file, await hdf5File());
  return file;
}

describe('a file of h5wasm', () => {
  test('has a table per group, with shapes, fields and units', async () => {
    const file = await opened(await small());
    expect(file.format).toBe('hdf5');
    expect(file.tables).toMatchObject([
      {
        name: '',
        rows: 5,
        columns: [
          { name: 'X', type: 'float32', ragged: false, shape: [4, 3], readable: true },
          { name: 'text', type: 'text', ragged: false, shape: [], readable: false, text: true },
          { name: 'y', type: 'int32', ragged: false, shape: [], readable: true, unit: 'GeV' },
        ],
      },
      {
        name: 'jets',
        rows: 3,
        columns: [
          { name: 'table.pt', type: 'float64', ragged: false, shape: [], readable: true },
          { name: 'table.id', type: 'int64', ragged: false, shape: [], readable: true },
        ],
      },
    ]);
  });

  test('gives ranges of rows, compressed, whole and in fields', async () => {
    const file = await opened(await small());
    expect(await file.read('', ['X', 'y'], 1, 3)).toEqual({
      X: { values: Float32Array.from({ length: 24 }, (_, i) => (12 + i) / 2) },
      y: { values: Int32Array.of(1, 0) },
    });
    expect(await file.read('jets', ['table.pt', 'table.id'], 0, 3)).toEqual({
      'table.pt': { values: Float64Array.of(1.5, 2.5, 3.5) },
      'table.id': { values: Float64Array.of(1, -2, 3) },
    });
  });
});

test('a damaged file is refused, and does not disturb one that is open or opened later', async () => {
  const sound = await small();
  const before = await opened(sound);
  const damaged = join(temporaryFolder(), 'damaged.h5');
  writeFileSync(damaged, (await hdf5File()).fill(0xff, 60, 900));
  for (let time = 0; time < 3; time++) {
    const error = await openFile(damaged).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toMatch(/damaged\.h5: expected a whole HDF5 file, but it could not be decoded \([^\n]+\)/);
  }
  const after = await opened(sound);
  for (const file of [before, after]) {
    expect(await file.read('', ['y'], 0, 5)).toEqual({ y: { values: Int32Array.of(0, 1, 0, 1, 1) } });
  }
});

test.skipIf(!hasPythonModule('h5py'))(
  'reads what h5py writes: lists, halves, booleans, big-endian fields, user blocks, links',
  async () => {
    const name = join(temporaryFolder(), 'some.h5');
    const code = `import sys, h5py, numpy as np
with h5py.File(sys.argv[1], 'w', userblock_size=512) as f:
    d = f.create_dataset('lists', (3,), dtype=h5py.vlen_dtype(np.dtype('f4')))
    d[0] = [1, 2]; d[2] = [3]
    big = f.create_dataset('big', (3,), dtype=h5py.vlen_dtype(np.dtype('>f4'))); big[0] = [1, 2]; big[1] = [3]
    f['half'] = np.array([0, 1, 1.5], 'f2')
    f['flag'] = np.array([True, False, True])
    f['s'] = np.array([(1, 2.5, [1, 2])] * 3, dtype=[('i', '>u2'), ('f', '>f4'), ('v', '<i2', (2,))])
    f['b'] = np.array([(1, 2.5)] * 3, dtype=[('i', '>u2'), ('f', '>f4')])
    f['link'] = h5py.SoftLink('/half')
    f['broken'] = h5py.SoftLink('/none')
    f['elsewhere'] = h5py.ExternalLink('none.h5', '/x')
    f['nothing'] = h5py.Empty('f4')
    f['other/scalar'] = 3.5`;
    execFileSync(python, ['-c', code, name]);
    const file = await opened(name);
    const columns = ['lists', 'big', 'half', 'flag', 's.i', 's.f', 's.v', 'b.i', 'b.f', 'link'];
    expect(file.tables.map(({ name: table }) => table)).toEqual(['', 'other']);
    expect(await file.read('', columns, 0, 2)).toEqual({
      lists: { values: Float32Array.of(1, 2), offsets: Int32Array.of(0, 2, 2) },
      big: { values: Float32Array.of(1, 2, 3), offsets: Int32Array.of(0, 2, 3) },
      half: { values: Float32Array.of(0, 1) },
      flag: { values: Uint8Array.of(1, 0) },
      's.i': { values: Int32Array.of(1, 1) },
      's.f': { values: Float32Array.of(2.5, 2.5) },
      's.v': { values: Int32Array.of(1, 2, 1, 2) },
      'b.i': { values: Int32Array.of(1, 1) },
      'b.f': { values: Float32Array.of(2.5, 2.5) },
      link: { values: Float32Array.of(0, 1) },
    });
    expect(await file.read('other', ['scalar'], 0, 1)).toEqual({ scalar: { values: Float64Array.of(3.5) } });
  },
);

test.skipIf(!hasPythonModule('h5py'))(
  'tells numbers that only look like floats and integers of their size, in headers of every version',
  async () => {
    for (const version of ['earliest', 'latest']) {
      const name = join(temporaryFolder(), 'odd.h5');
      const code = `import sys, h5py, numpy as np
with h5py.File(sys.argv[1], 'w', libver=(sys.argv[2], 'latest'), userblock_size=1024) as f:
    f['half'] = np.arange(4).astype('f2')
    for k in range(40): f['half'].attrs[f'a{k}'] = 'x' * 50
    t = h5py.h5t.IEEE_F16LE.copy(); t.set_fields(15, 7, 8, 0, 7); t.set_ebias(127)
    brain = h5py.h5d.create(f.id, b'brain', t, h5py.h5s.create_simple((4,)))
    f['record'] = np.array([(1, 2.5, b'ab')] * 4, dtype=[('i', '<u2'), ('h', '<f2'), ('t', 'S4')])
    c = h5py.h5t.create(h5py.h5t.COMPOUND, 4); c.insert(b'a', 0, h5py.h5t.IEEE_F16LE); c.insert(b'b', 2, t)
    h5py.h5d.create(f.id, b'mixed', c, h5py.h5s.create_simple((4,)))
    t = h5py.h5t.STD_I16LE.copy(); t.set_precision(12)
    h5py.h5d.create(f.id, b'twelve', t, h5py.h5s.create_simple((4,)))
    f['of'] = np.dtype('f4')
    f.create_dataset('named', data=np.arange(4, dtype='f4'), dtype=f['of'])
    f.create_dataset('words', data=['top', 'qcd', 'top', ''])`;
      execFileSync(python, ['-c', code, name, version]);
      const file = await opened(name);
      const odd = file.tables[0]!.columns.filter(({ readable, text }) => !readable && !text);
      expect(odd.map(({ name: column, why }) => [column, why])).toEqual([
        ['brain', 'bfloat16, floats of 8 exponent and 7 mantissa bits'],
        ['mixed.b', 'bfloat16, floats of 8 exponent and 7 mantissa bits'],
        ['twelve', 'integers of 12 bits from bit 0'],
      ]);
      const read = ['half', 'named', 'record.h', 'mixed.a', 'words', 'record.t'];
      expect(await file.read('', read, 0, 4)).toEqual({
        half: { values: Float32Array.of(0, 1, 2, 3) },
        named: { values: Float32Array.of(0, 1, 2, 3) },
        'record.h': { values: new Float32Array(4).fill(2.5) },
        'mixed.a': { values: new Float32Array(4) },
        words: { values: Int32Array.of(0, 1, 0, 2), words: ['top', 'qcd', ''] },
        'record.t': { values: new Int32Array(4), words: ['ab'] },
      });
    }
  },
);

test('is read from a file that is gzipped as a whole, whose errors name it', async () => {
  const zipped = join(temporaryFolder(), 'some.h5.gz');
  writeFileSync(zipped, gzipSync(await hdf5File()));
  const file = await opened(zipped);
  expect(await file.read('', ['y'], 0, 5)).toEqual({ y: { values: Int32Array.of(0, 1, 0, 1, 1) } });
  await expect(file.read('', ['z'], 0, 5)).rejects.toThrow(`${zipped}: expected a column of the file, found z`);
  writeFileSync(zipped, gzipSync(await hdf5File()).subarray(0, 500));
  await expect(openFile(zipped)).rejects.toThrow(`${zipped}: expected a whole gzip file`);
});
