import { InputError } from '@jetdemon/workflow';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../../testing/jets.ts';
import { openFile } from '../../open.ts';
import { xxh3 } from './envelope.ts';

const carried = join(import.meta.dirname, '../../../../../../test/interop/files/ntuple-none.root');

async function open(file: string) {
  const opened = await openFile(file);
  onTestFinished(() => opened.close());
  return opened;
}

test('checksums are XXH3 of 64 bits', async () => {
  // "XXH3 0-byte" of the algorithm's own test vectors, seed 0
  expect((await xxh3())(new Uint8Array(0))).toBe(0x2d06800538d394c2n);
});

const external = (name: string): string =>
  fileURLToPath(
    new URL(`../../../../../../../shared/data/external/rntuple/${name}_rntuple_v1-0-0-0.root`, import.meta.url),
  );

/** What is read of a file of which every 97th byte has another bit; how many of those are refused. */
async function withBitsTurned(
  file: string,
  check: (found: object, whole: object, at: number) => void,
): Promise<number> {
  const bytes = readFileSync(file);
  const other = join(temporaryFolder(), 'a.root');
  const read = async (): Promise<object> => {
    writeFileSync(other, bytes);
    const { tables, ...opened } = await open(other);
    const { columns, rows, name } = tables[0]!;
    const values = await opened.read(name, columns.map((column) => column.name), 0, rows); // prettier-ignore
    return { columns, rows, values };
  };
  const whole = await read();
  let refused = 0;
  for (let at = 64; at < bytes.length; at += 97) {
    bytes[at]! ^= 4;
    const outcome = await read().catch((error: unknown) => error);
    bytes[at]! ^= 4;
    if (outcome instanceof InputError) refused++;
    else check(outcome as object, whole, at);
  }
  return refused;
}

describe('a bit that turned is found, or nothing hangs on it,', () => {
  test('in the anchor, the header, the footer and page lists', async () => {
    // uproot writes no checksums of pages: there it changes a number
    const refused = await withBitsTurned(carried, (found, whole, at) => {
      const { columns, rows } = found as { columns: object; rows: number };
      expect(whole, `byte ${at}`).toMatchObject({ columns, rows });
    });
    expect(refused).toBeGreaterThan(10);
  });

  test.skipIf(!existsSync(external('test_multiple_cluster_groups')))('in pages as ROOT writes them', async () => {
    const check = (found: object, whole: object, at: number): void => expect(found, `byte ${at}`).toEqual(whole);
    expect(await withBitsTurned(external('test_multiple_cluster_groups'), check)).toBeGreaterThan(20);
  });
});

describe.skipIf(!existsSync(external('test_bit')))('files of ROOT hold what uproot 5.7.7 reads of them', () => {
  test('several groups of clusters', async () => {
    const file = await open(external('test_multiple_cluster_groups'));
    const { one, int_vector: lists } = await file.read('ntuple', ['one', 'int_vector'], 0, 1000);
    expect([...one!.values]).toEqual(Array.from({ length: 1000 }, (_, row) => row));
    expect([...lists!.values]).toEqual(Array.from({ length: 1000 }, (_, row) => [row, row + 1]).flat());
  });

  test('columns that were added later', async () => {
    const file = await open(external('test_extension_columns'));
    const read = await file.read('ntuple', ['float_field', 'intvec_field'], 199, 401);
    const [floats, { values, offsets }] = [read['float_field']!.values, read['intvec_field']!];
    const lists = [0, 1, 2, 201].map((row) => [...values.subarray(offsets![row], offsets![row + 1])]);
    expect([0, 1, 2, 201].map((row) => floats[row])).toEqual([0, 0.5, 1.5, 0.5]);
    expect(lists).toEqual([[], [], [], [0, 1]]);
  });

  test('shortened and quantised floats', async () => {
    const file = await open(external('test_float_types'));
    const names = ['trunc10', 'trunc24', 'quant1', 'quant8', 'quant32'];
    const read = await file.read('ntuple', names, 0, 4);
    expect(names.map((name) => [...read[name]!.values])).toEqual([
      [1, 13194139533312, -4.235164736271502e-22, -1.5],
      [1.23455810546875, 14660065558528, -6.28747738419799e-22, -1.906036376953125],
      [3, 3, -2, -2],
      [1.2352941036224365, 1.6666666269302368, 0, -1.9019607305526733],
      [1.2345678806304932, 1.6666666269302368, 0, -1.9060667753219604],
    ]);
  });

  test('what is not read is listed, and says so', async () => {
    const file = await open(external('test_stl_containers'));
    const refused = file.tables[0]!.columns.filter(({ readable, text }) => !readable && !text);
    expect(refused.map(({ name }) => name)).toEqual([
      ...['vector_vector_int32', 'vector_string', 'vector_vector_string', 'variant_int32_string'],
      ...['vector_variant_int64_string', 'vector_tuple_int32_string._1'],
    ]);
    await expect(file.read('ntuple', ['vector_vector_int32'], 0, 1)).rejects.toThrow(
      'column vector_vector_int32: expected numbers in at most one level of lists, found lists of std::vector<std::int32_t>: lists in lists',
    );
  });
});
