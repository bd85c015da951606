import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as arrow from 'apache-arrow';
import fc from 'fast-check';
import { afterAll, describe, expect, expectTypeOf, test } from 'vitest';
import { readColumnBatches, readColumns, writeColumns, type TableSchema } from './columns.ts';
import { InputError } from '../errors.ts';
import { classifier, scores } from '../testing/kinds.ts';

const folder = mkdtempSync(join(tmpdir(), 'columns-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

const every = {
  columns: {
    f32: { type: 'float32', unit: 'TeV', description: 'a' },
    f64: { type: 'float64', unit: 'GeV', description: 'b' },
    u8: { type: 'uint8', unit: '1', description: 'c' },
    u16: { type: 'uint16', unit: '1', description: 'd' },
    i32: { type: 'int32', unit: '1', description: 'e' },
    text: { type: 'utf8', unit: '1', description: 'f' },
    lists: { type: 'list<float32>', unit: 'rad', description: 'g' },
    doubles: { type: 'list<float64>', unit: 'GeV', description: 'h' },
    integers: { type: 'list<int32>', unit: '1', description: 'i' },
    bytes: { type: 'list<uint8>', unit: '1', description: 'j' },
  },
} as const satisfies TableSchema;

const rows = fc.array(
  fc.record({
    f32: fc.float({ noNaN: true }),
    f64: fc.double({ noNaN: true }),
    u8: fc.integer({ min: 0, max: 255 }),
    u16: fc.integer({ min: 0, max: 65535 }),
    i32: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    text: fc.string({ unit: 'grapheme', maxLength: 8 }),
    lists: fc.float32Array({ maxLength: 5, noNaN: true }),
    doubles: fc.float64Array({ maxLength: 5, noNaN: true }),
    integers: fc.int32Array({ maxLength: 5 }),
    bytes: fc.uint8Array({ maxLength: 5 }),
  }),
  { maxLength: 20 },
);

type Row = typeof rows extends fc.Arbitrary<(infer R)[]> ? R : never;

const columnsOf = (table: readonly Row[]) => ({
  f32: Float32Array.from(table, (row) => row.f32),
  f64: Float64Array.from(table, (row) => row.f64),
  u8: Uint8Array.from(table, (row) => row.u8),
  u16: Uint16Array.from(table, (row) => row.u16),
  i32: Int32Array.from(table, (row) => row.i32),
  text: table.map((row) => row.text),
  lists: table.map((row) => row.lists),
  doubles: table.map((row) => row.doubles),
  integers: table.map((row) => row.integers),
  bytes: table.map((row) => row.bytes),
});

const lists = (...values: number[]) => ({
  lists: Float32Array.from(values),
  doubles: Float64Array.from(values),
  integers: Int32Array.from(values),
  bytes: Uint8Array.from(values),
});

async function batchesOf<S extends TableSchema>(file: string, schema: S) {
  const batches = [];
  for await (const batch of readColumnBatches(file, schema)) batches.push(batch);
  return batches;
}

const example: Row[] = [
  { f32: 0.5, f64: 0.1, u8: 1, u16: 300, i32: -7, text: 'η', ...lists(1, 2) },
  { f32: 1.5, f64: 0.2, u8: 0, u16: 1, i32: 9, text: '', ...lists() },
];

describe('a table', () => {
  test('comes back as it was written, no rows included', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (table) => {
        const file = at('round-trip.arrow');
        await writeColumns(file, every, columnsOf(table));
        expect(await readColumns(file, every)).toEqual(columnsOf(table));
      }),
      { numRuns: 50, examples: [[[]], [example]], seed: 1 },
    );
  });

  test('is read as the arrow library alone reads it, units, descriptions and kind included', async () => {
    const file = at('metadata.arrow');
    await writeColumns(file, every, columnsOf(example), { kind: scores, metadata: { seed: '3' } });
    const table = arrow.tableFromIPC(readFileSync(file));
    expect(table.toArray().map((row) => [row.f32, row.i32, row.text, [...row.lists]])).toEqual([
      [0.5, -7, 'η', [1, 2]],
      [1.5, 9, '', []],
    ]);
    expect(table.schema.fields.map(({ name, type, nullable }) => [name, String(type), nullable])).toEqual([
      ['f32', 'Float32', false],
      ['f64', 'Float64', false],
      ['u8', 'Uint8', false],
      ['u16', 'Uint16', false],
      ['i32', 'Int32', false],
      ['text', 'Utf8', false],
      ['lists', 'List<Float32>', false],
      ['doubles', 'List<Float64>', false],
      ['integers', 'List<Int32>', false],
      ['bytes', 'List<Uint8>', false],
    ]);
    expect(Object.fromEntries(table.schema.fields[0]!.metadata)).toEqual({ unit: 'TeV', description: 'a' });
    expect(Object.fromEntries(table.schema.metadata)).toEqual({
      seed: '3',
      'jetdemon.kind': 'scores',
      'jetdemon.version': String(scores.version),
    });
  });

  test('of several record batches from the arrow library reads as one', async () => {
    const batches = [[1, 2], [], [3]].map(
      (values) => new arrow.Table({ x: arrow.vectorFromArray(values, new arrow.Float64()) }),
    );
    const file = at('batches.arrow');
    writeFileSync(file, arrow.tableToIPC(batches[0]!.concat(batches[1]!, batches[2]!), 'file'));
    const schema = { columns: { x: { type: 'float64', unit: '1', description: 'x' } } } as const;
    expect(await readColumns(file, schema)).toEqual({ x: Float64Array.of(1, 2, 3) });
    expect(await batchesOf(file, schema)).toEqual([[1, 2], [], [3]].map((x) => ({ x: Float64Array.from(x) })));
  });

  test('reads the same batch by batch', async () => {
    const file = at('streamed.arrow');
    for (const table of [example, []]) {
      await writeColumns(file, every, columnsOf(table));
      expect(await batchesOf(file, every)).toEqual([columnsOf(table)]);
    }
  });

  test('of lists holds each row apart, in several record batches too', async () => {
    const type = new arrow.List(new arrow.Field('item', new arrow.Int32(), false));
    const batches = [[[1, 2], []], [[3]]].map((rows) => new arrow.Table({ x: arrow.vectorFromArray(rows, type) }));
    const file = at('lists.arrow');
    writeFileSync(file, arrow.tableToIPC(batches[0]!.concat(batches[1]!), 'file'));
    const schema = { columns: { x: { type: 'list<int32>', unit: '1', description: 'x' } } } as const;
    const { x } = await readColumns(file, schema);
    expectTypeOf(x).toEqualTypeOf<readonly Int32Array[]>();
    expect(x).toEqual([[1, 2], [], [3]].map((row) => Int32Array.from(row)));
  });

  test('gives only the columns asked for, typed by the schema', async () => {
    const file = at('some.arrow');
    await writeColumns(file, every, columnsOf(example));
    const { i32, text } = await readColumns(file, { columns: { i32: every.columns.i32, text: every.columns.text } });
    expectTypeOf(i32).toEqualTypeOf<Int32Array>();
    expectTypeOf(text).toEqualTypeOf<readonly string[]>();
    expect([i32, text]).toEqual([Int32Array.of(-7, 9), ['η', '']]);
  });

  test('of a kind is typed by the kind', async () => {
    const file = at('weights.arrow');
    const weights = { name: ['w'], value: [Float32Array.of(1, 2, 3)] };
    await writeColumns(file, classifier.files['weights.arrow'], weights, { kind: classifier });
    const read = await readColumns(file, classifier.files['weights.arrow']);
    expectTypeOf(read.value).toEqualTypeOf<readonly Float32Array[]>();
    expect(read).toEqual(weights);
  });
});

describe('an input error says what is wrong with the file', () => {
  const expectError = async (file: string, schema: TableSchema, message: string) => {
    const failure = await readColumns(file, schema).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InputError);
    const column = /^column (\w+): /.exec(message)?.[1];
    expect({ ...(failure as InputError) }).toEqual({ name: 'InputError', file, ...(column && { column }) });
    expect((failure as InputError).message).toBe(`${file}: ${message}`);
    const streamed = await batchesOf(file, schema).catch((error: unknown) => error);
    expect(streamed).toBeInstanceOf(InputError);
    expect((streamed as InputError).message).toBe(`${file}: ${message}`);
  };
  const wanting = (name: string, type: keyof typeof types, unit: string): TableSchema => ({
    columns: { [name]: { type: types[type], unit, description: '' } },
  });
  const types = { f32: 'float32', f64: 'float64', lists: 'list<float32>' } as const;
  const file = at('good.arrow');
  const good = writeColumns(file, every, columnsOf(example));

  test('missing file', () => expectError(at('none.arrow'), every, 'expected an Arrow file, found none'));

  test('missing column', async () => {
    await good;
    const columns = 'f32, f64, u8, u16, i32, text, lists, doubles, integers, bytes';
    await expectError(
      file,
      wanting('score', 'f32', '1'),
      `column score: expected float32 [1], found no such column (columns: ${columns})`,
    );
  });

  test('wrong type', async () => {
    await good;
    await expectError(file, wanting('f32', 'f64', 'TeV'), 'column f32: expected float64 [TeV], found float32');
    await expectError(file, wanting('f32', 'lists', 'TeV'), 'column f32: expected list<float32> [TeV], found float32');
  });

  test('wrong unit', async () => {
    await good;
    await expectError(file, wanting('f32', 'f32', 'GeV'), 'column f32: expected float32 [GeV], found unit TeV');
  });

  test('nulls', async () => {
    const nulls = at('nulls.arrow');
    writeFileSync(
      nulls,
      arrow.tableToIPC(new arrow.Table({ f64: arrow.vectorFromArray([1, null], new arrow.Float64()) }), 'file'),
    );
    await expectError(nulls, wanting('f64', 'f64', '1'), 'column f64: expected float64 [1], found 1 nulls');
  });

  test('another format', async () => {
    writeFileSync(at('text.arrow'), 'pt,eta\n1,2\n');
    await expectError(at('text.arrow'), every, 'expected an Arrow IPC file, found 11 bytes of something else');
    writeFileSync(at('empty.arrow'), '');
    await expectError(at('empty.arrow'), every, 'expected an Arrow IPC file, found 0 bytes of something else');
  });

  test('truncated at any byte', async () => {
    await good;
    const whole = readFileSync(file);
    for (let length = 6; length < whole.length; length += 61) {
      writeFileSync(at('cut.arrow'), whole.subarray(0, length));
      await expectError(
        at('cut.arrow'),
        every,
        `expected a whole Arrow file, found one that breaks off after ${length} bytes`,
      );
    }
  });

  test('more rows claimed than there are values', async () => {
    const { data } = arrow.vectorFromArray([1, 2, 3], new arrow.Float64());
    const claims = data[0]!.clone(undefined, 0, 30);
    writeFileSync(at('claims.arrow'), arrow.tableToIPC(new arrow.Table({ f64: new arrow.Vector([claims]) }), 'file'));
    const message = 'column f64: expected float64 [1], found fewer values than rows';
    await expectError(at('claims.arrow'), wanting('f64', 'f64', '1'), message);
  });

  test('a middle lost', async () => {
    await good;
    const whole = readFileSync(file);
    for (let lost = 8; lost < whole.length / 2; lost += 64) {
      writeFileSync(at('holed.arrow'), Buffer.concat([whole.subarray(0, 200), whole.subarray(200 + lost)]));
      await expect(readColumns(at('holed.arrow'), every), `${lost} bytes lost`).rejects.toBeInstanceOf(InputError);
      await expect(batchesOf(at('holed.arrow'), every), `${lost} bytes lost`).rejects.toBeInstanceOf(InputError);
    }
  });
});

describe('writing refuses our own mistakes', () => {
  const schema = { columns: { a: every.columns.f32, b: every.columns.u8 } };
  const a = Float32Array.of(1, 2);

  test.each([
    ['columns of unequal length', { a, b: Uint8Array.of(1) }, 'internal: column b of FILE: expected 2 rows, found 1'],
    [
      'an array of another type',
      { a, b: Float64Array.of(1, 2) },
      'internal: column b of FILE: expected uint8, found Float64Array',
    ],
    ['a missing column', { a }, 'internal: column b of FILE: expected 2 rows, found undefined'],
    ['a stray column', { a, b: Uint8Array.of(1, 2), c: a }, 'internal: FILE has no column c in its schema'],
  ])('%s', async (_, columns, message) => {
    const file = at('mistake.arrow');
    await expect(writeColumns(file, schema as TableSchema, columns)).rejects.toThrow(message.replace('FILE', file));
  });
});

test('writing refuses lists of another type', async () => {
  const file = at('mistake.arrow');
  const schema: TableSchema = { columns: { bytes: every.columns.bytes } };
  const wrong = writeColumns(file, schema, { bytes: [Float64Array.of(1)] });
  await expect(wrong).rejects.toThrow(`internal: column bytes of ${file}: expected list<uint8>, found Array`);
});

// Another implementation of Arrow reads what we write, where one is installed (pip install pyarrow).
const python = spawnSync('python3', ['-c', 'import pyarrow']).status === 0;
test.skipIf(!python)('pyarrow reads what was written', async () => {
  await writeColumns(at('peer.arrow'), every, columnsOf(example));
  const script = `import pyarrow as pa, json; t = pa.ipc.open_file(${JSON.stringify(at('peer.arrow'))}).read_all(); t.validate(full=True); print(json.dumps(t.to_pylist()))`;
  const { stdout } = spawnSync('python3', ['-c', script], { encoding: 'utf8' });
  expect(JSON.parse(stdout)).toMatchObject([
    {
      f32: 0.5,
      f64: 0.1,
      u8: 1,
      u16: 300,
      i32: -7,
      text: 'η',
      lists: [1, 2],
      doubles: [1, 2],
      integers: [1, 2],
      bytes: [1, 2],
    },
    { f32: 1.5, f64: 0.2, u8: 0, u16: 1, i32: 9, text: '', lists: [], doubles: [], integers: [], bytes: [] },
  ]);
});

test('a damaged table is an error or a table, soon, whatever lengths it claims', async () => {
  const table = { columns: { i: every.columns.i32, x: every.columns.lists, text: every.columns.text } } as const;
  const file = at('claims.arrow');
  const x = [Float32Array.of(1, 2), Float32Array.of(), Float32Array.of(3)];
  await writeColumns(file, table, { i: Int32Array.of(1, 2, 3), x, text: ['a', 'bb', ''] });
  const whole = readFileSync(file);
  const absurd = fc.constantFrom(0, 1, 0x7f, 0xff, 0xffff, 0x10_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff);
  const accidents = fc.array(fc.tuple(fc.nat(Math.floor(whole.length / 4) - 1), absurd), {
    minLength: 1,
    maxLength: 3,
  });
  const batches = async () => {
    const read = [];
    for await (const batch of readColumnBatches(file, table)) read.push(batch);
    return read;
  };
  await fc.assert(
    fc.asyncProperty(accidents, async (made) => {
      const bytes = Buffer.from(whole);
      for (const [word, value] of made) bytes.writeUInt32LE(value, 4 * word);
      writeFileSync(file, bytes);
      for (const read of [() => readColumns(file, table), batches])
        await read().catch((error: unknown) => expect(error).toBeInstanceOf(InputError));
    }),
    {
      numRuns: 300,
      seed: 1,
      examples: [
        [
          [
            [109, 0],
            [2, 0],
          ],
        ],
      ],
    },
  );
});
