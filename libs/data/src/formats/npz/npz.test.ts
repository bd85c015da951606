import { InputError } from '@jetdemon/workflow';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../testing/jets.ts';
import { hasPythonModule, python } from '../../testing/python.ts';
import type { OpenFile } from '../format.ts';
import { openFile } from '../open.ts';
import { parseLiteral } from './python-literal.ts';
import { bigEndianNpy, energyflow, structured } from '../testing/numpy.ts';

async function opened(file: string): Promise<OpenFile> {
  const open = await openFile(file);
  onTestFinished(() => open.close());
  return open;
}

function written(bytes: Uint8Array): Promise<OpenFile> {
  const file = join(temporaryFolder(), 'some.npz');
  writeFileSync(file, bytes);
  return opened(file);
}

describe('files of NumPy', () => {
  test('in the layout of EnergyFlow, compressed', async () => {
    const file = await written(energyflow);
    expect(file.format).toBe('npz');
    expect(file.tables).toMatchObject([
      {
        name: '',
        rows: 3,
        columns: [
          { name: 'X', type: 'float64', ragged: false, shape: [4, 4], readable: true },
          { name: 'y', type: 'int64', ragged: false, shape: [], readable: true },
        ],
      },
    ]);
    const { X, y } = await file.read('', ['X', 'y'], 0, 2);
    expect(y).toEqual({ values: Float64Array.of(1, 0) });
    expect([...X!.values]).toEqual([
      100.5,
      0.25,
      3,
      211,
      50.25,
      -0.5,
      1.5,
      22,
      ...Array(8).fill(0),
      7,
      1,
      2,
      -211,
      ...Array(12).fill(0),
    ]);
  });

  test('with structures, either byte order, Fortran order and booleans, stored', async () => {
    const file = await written(structured);
    const columns = ['jets.pt', 'jets.eta', 'jets.phi', 'constituents', 'flags', 'small', 'wide', 'order'];
    expect(await file.read('', columns, 1, 2)).toEqual({
      'jets.pt': { values: Float32Array.of(300) },
      'jets.eta': { values: Float64Array.of(-1) },
      'jets.phi': { values: Float32Array.of(2) },
      constituents: { values: Float32Array.of(6, 7, 8, 9, 10, 11) },
      flags: { values: Uint8Array.of(0) },
      small: { values: Int32Array.of(2) },
      wide: { values: Float64Array.of(2 ** 31 - 1) },
      order: { values: Int32Array.of(6, 7, 8, 9, 10, 11) },
    });
  });

  test('of one array, big-endian', async () => {
    const file = await written(bigEndianNpy);
    expect(file.tables[0]).toMatchObject({ rows: 3, columns: [{ name: 'array', type: 'int16', shape: [2] }] });
    expect(await file.read('', ['array'], 1, 3)).toEqual({ array: { values: Int32Array.of(2, 3, 4, 5) } });
  });

  test.each([
    ['objects', 'column objects: expected numbers in at most one level of lists, found object (pickled)'],
    ['tooWide', 'column tooWide: expected integers that a float64 holds exactly, found 9007199254740993'],
  ])('refuse %s where it is read', async (column, message) => {
    const file = await written(structured);
    const error = await file.read('', [column], 0, 2).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toContain(message);
  });
});

describe('damage', () => {
  const refusal = (bytes: Uint8Array): Promise<unknown> =>
    written(bytes)
      .then((file) => file.read('', ['X'], 0, 3))
      .catch(String);

  test('in what is compressed is found by its checksum', async () => {
    const scratched = Buffer.from(energyflow);
    const at = scratched.indexOf('X.npy') + 60;
    scratched[at]! ^= 0x10;
    expect(await refusal(scratched)).toMatch(
      /some\.npz: expected a whole NPZ file, but it could not be decoded \(.+\)/,
    );
  });

  test('at the end is called by its name', async () => {
    expect(await refusal(energyflow.subarray(0, -30))).toContain('it has no central directory: it is truncated');
  });
});

describe('Python literals', () => {
  test('are read as NumPy writes them', () => {
    const text =
      "{'descr': [('pt', '<f4'), ('v', '<i2', (3,))], 'fortran_order': False, 'shape': (2L, ), 'none': None}";
    expect(parseLiteral(text)).toEqual({
      descr: [
        ['pt', '<f4'],
        ['v', '<i2', [3]],
      ],
      fortran_order: false,
      shape: [2],
      none: null,
    });
  });

  test.each(['', '(1', '{1: 2}', '__import__("os")', "{'a': 1} + 1", '['.repeat(100)])('refuse %j', (text) => {
    expect(() => parseLiteral(text)).toThrow(/at character \d+ of its header/);
  });
});

test.skipIf(!hasPythonModule('numpy'))(
  'reads what NumPy of this machine writes, with ranges of a large array',
  async () => {
    const name = join(temporaryFolder(), 'some.npz');
    const code = `import sys, numpy as np
np.savez(sys.argv[1], x=np.arange(300000, dtype='f4').reshape(100000, 3), y=np.arange(100000) % 2)`;
    execFileSync(python, ['-c', code, name]);
    const file = await opened(name);
    expect(await file.read('', ['x', 'y'], 99_998, 100_000)).toEqual({
      x: { values: Float32Array.of(299_994, 299_995, 299_996, 299_997, 299_998, 299_999) },
      y: { values: Float64Array.of(0, 1) },
    });
  },
);
