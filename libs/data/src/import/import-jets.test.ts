import type { Input } from '@jetdemon/workflow';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readJets } from '../files/read.ts';
import task from '../tasks/import.ts';
import { bundled, contextOf, temporaryFolder } from '../testing/jets.ts';
import { writeParquetTable, type ParquetColumns } from '../testing/parquet.ts';

const noCuts = { ptMinGeV: 0, massMinGeV: 0, constituentsMin: 1 };

async function run(params: object, generated: readonly Input[] = []) {
  const output = temporaryFolder();
  const said: string[] = [];
  const context = contextOf(task, { params: { ...noCuts, ...params }, inputs: { generated }, output });
  await task.run({ ...context, progress: (message) => said.push(message) });
  return { jets: await readJets(join(output, 'jets.arrow')), recorded: context.recorded, said };
}

/** Two jets as another program might write them, GeV. */
function parquet(columns: ParquetColumns = {}): string {
  const own = { part_pt: [[30.5, 50], [20]], part_eta: [[0.5, 1], [-1.5]], part_phi: [[3, -3], [0.25]] };
  return writeParquetTable(join(temporaryFolder(), 'a.parquet'), { ...own, ...columns });
}

const mapping = { constituents: { pt: 'part_pt', eta: 'part_eta', phi: 'part_phi', unit: 'GeV' } };

test('reads files in their order, each of its class', async () => {
  const [a, b] = [parquet(), parquet()];
  const { jets, recorded } = await run({ files: [{ path: a, label: 1 }, { path: b, label: 0 }], mapping }); // prettier-ignore
  expect([...jets.label]).toEqual([1, 1, 0, 0]);
  expect([...jets.ptTeV.subarray(0, 3)]).toEqual([50, 30.5, 20].map((pt) => Math.fround(pt / 1000)));
  expect(recorded.get('imported')).toEqual({ rows: 4, jets: 4, empty: 0, negative: 0, unlabelled: 0, cut: 0 });
  expect(recorded.get('cutflow')).toMatchObject([{ cut: 'all jets', background: 2, signal: 2 }, {}, {}, {}]);
});

test('makes the selection of the paper unless told otherwise', async () => {
  expect(task.params.parse({})).toMatchObject({ ptMinGeV: 300, massMinGeV: 50, constituentsMin: 3, files: [] });
  const files = [{ path: parquet(), label: 1 }];
  await expect(run({ files, mapping, ptMinGeV: 300 })).rejects.toThrow(
    /expected jets that pass the cuts, found none: all jets 0\+2, pT > 300 GeV 0\+0/,
  );
});

test('takes labels, weights and reference columns along and says what it leaves out', async () => {
  const file = parquet({ kind: [24, 21], w: [0.5, -2.5], mass: [80.5, 10.5] });
  const more = { label: { column: 'kind', signal: 24, background: [1, 2] }, weight: 'w', reference: { jet_mass: { column: 'mass', unit: 'GeV' } } }; // prettier-ignore
  const { jets, said } = await run({ files: [{ path: file }], mapping: { ...mapping, ...more } });
  expect([...jets.label]).toEqual([1]);
  expect(jets.reference).toMatchObject({
    weight: { values: Float64Array.of(0.5), unit: '1' },
    jet_mass: { values: Float64Array.of(80.5 * 1e-3), unit: 'TeV', description: `mass of ${file}` },
  });
  expect(said.at(-1)).toBe('left out: 1 jets that are neither signal nor background');
});

describe('reads what programs wrote', () => {
  const program = (node: string, outputs: readonly string[]): Input => {
    const folder = temporaryFolder();
    const files = outputs.map((name) => {
      writeParquetTable(join(folder, `${name}.parquet`), {
        px: [
          [1, 0],
          [3, 0],
        ],
        py: [
          [0.5, 1],
          [4, 2],
        ],
        pz: [
          [0.5, 0],
          [0, 0],
        ],
      });
      return [name, `${name}.parquet`];
    });
    writeFileSync(
      join(folder, 'program.json'),
      JSON.stringify({ command: ['x'], version: null, outputs: Object.fromEntries(files) }),
    );
    return { node, base: node.split('@')[0]!, axes: {}, params: {}, folder };
  };
  const momenta = { constituents: { px: 'px', py: 'py', pz: 'pz', unit: 'TeV' } };

  test('by the name of the output, with a label per node', async () => {
    const nodes = [program('make@process=z', ['jets', 'log']), program('dijets', ['jets', 'log'])];
    const labels = { 'make@process=z': 1, dijets: 0 };
    const { jets } = await run({ mapping: momenta, output: 'jets', labels }, nodes);
    expect([...jets.label]).toEqual([1, 1, 0, 0]);
    expect([...jets.ptTeV.subarray(2, 4)]).toEqual([5, 2]);
    await expect(run({ mapping: momenta, output: 'jet', labels }, nodes)).rejects.toThrow('did you mean jets?');
    await expect(run({ mapping: momenta, output: 'jets', labels: { make: 1 } }, nodes)).rejects.toThrow(
      'output of dijets: expected label: 0 or 1 beside the path, or label in the mapping, found neither',
    );
  });
});

describe('refuses, before it reads any jet,', () => {
  test('no files at all', async () => {
    await expect(run({ mapping })).rejects.toThrow('files: expected at least one, or a node at generated, found none');
  });

  test('files without a layout or a mapping, and with both', async () => {
    const files = [{ path: parquet(), label: 0 }];
    await expect(run({ files })).rejects.toThrow(
      'expected a layout or a mapping, found neither: jetdemon inspect proposes a mapping',
    );
    await expect(run({ files, mapping, layout: 'energyflow' })).rejects.toThrow('found both');
  });

  test('angles relative to an axis, which only data/load understands', async () => {
    await expect(run({ files: [{ path: bundled('jets-100k.arrow') }], layout: 'jetdemon' })).rejects.toThrow(
      'jets-100k.arrow: column eta: expected the unit rad, found mrad in the file',
    );
  });

  test('a label said twice, or not at all', async () => {
    const path = parquet({ y: [0, 1] });
    await expect(run({ files: [{ path }], mapping })).rejects.toThrow('found neither');
    const both = { files: [{ path, label: 0 }], mapping: { ...mapping, label: { column: 'y' } } };
    await expect(run(both)).rejects.toThrow(
      'expected no label beside the path, because the mapping names a column of labels',
    );
  });

  test('files of which a later one lacks a column', async () => {
    const [a, b] = [parquet({ m: [1.5, 2.5] }), parquet()];
    const files = [{ path: a, label: 0 }, { path: b, label: 1 }]; // prettier-ignore
    await expect(run({ files, mapping: { ...mapping, reference: { m: 'm' } } })).rejects.toThrow(
      `${b}: expected a column m, found none`,
    );
  });

  test.each([
    { files: [{ label: 0 }] },
    { files: [{ path: 'a', label: 2 }] },
    { mapping: { constituents: {} } },
    { layout: 'other' },
    { take: 0.5 },
  ])('the parameters %o', (params) => {
    expect(task.params.safeParse(params).success).toBe(false);
  });
});

test('names its files as files, so that their contents are part of the key', () => {
  expect(task.params.shape.files.unwrap().element.shape.path.meta()).toMatchObject({ file: true });
});

interface Refused {
  readonly files?: readonly { readonly path: string; readonly label?: string | number }[];
  readonly mapping?: object;
  readonly classes?: readonly string[];
}

describe('names', () => {
  const labels = { kind: [24, 21], y: [2, 0] };

  test('classes by the values of a label, in the order of the mapping', async () => {
    const named = { label: { column: 'kind', classes: { qcd: ['1..5', 21], w: [24, -24], top: 6 } } };
    const { jets } = await run({ files: [{ path: parquet(labels) }], mapping: { ...mapping, ...named } });
    expect([jets.layout.classes, [...jets.label]]).toEqual([
      ['qcd', 'w', 'top'],
      [1, 0],
    ]);
  });

  test('classes that labels number, and those of files of one class', async () => {
    const classes = ['qcd', 'w', 'top'];
    const files = [{ path: parquet(labels) }];
    const numbered = await run({ files, classes, mapping: { ...mapping, label: { column: 'y' } } });
    expect([numbered.jets.layout.classes, [...numbered.jets.label]]).toEqual([classes, [2, 0]]);
    expect(numbered.recorded.get('cutflow')).toContainEqual({ cut: 'all jets', qcd: 1, w: 0, top: 1 });
    const two = [{ path: parquet(), label: 'top' }, { path: parquet(), label: 'qcd' }]; // prettier-ignore
    expect([...(await run({ files: two, classes, mapping })).jets.label]).toEqual([2, 2, 0, 0]);
  });

  test('one class of jets without labels', async () => {
    const { jets } = await run({ files: [{ path: parquet() }], classes: ['data'], mapping });
    expect([jets.layout.classes, [...jets.label]]).toEqual([['data'], [0, 0]]);
  });

  test.each<[string, Refused, string]>([
    ['a label of no class', { files: [{ path: '', label: 'w' }], classes: ['a', 'b'] }, 'expected label: a or b beside the path, found w'],
    ['a number of a named class', { files: [{ path: '', label: 1 }], classes: ['a', 'b'] }, 'expected label: a or b beside the path, found 1'],
    ['a value of no number', { mapping: { label: { column: 'kind' } }, classes: ['a', 'b'] }, 'column kind: expected 0 (a) or 1 (b), found 24: say label.classes'],
    ['names that are said twice', { mapping: { label: { column: 'kind', signal: 24 } }, classes: ['a', 'b'] }, 'classes: expected none, because the mapping has label.signal'],
    ['a value of two classes', { mapping: { label: { column: 'kind', classes: { a: '20..25', b: 24 } } } }, 'expected values of one class, found 24 in a and b'],
  ])('but refuses %s', async (_, { files = [{ path: '' }], mapping: more, ...params }, message) => {
    const given = files.map((file) => ({ ...file, path: parquet(labels) }));
    await expect(run({ files: given, mapping: { ...mapping, ...more }, ...params })).rejects.toThrow(message);
  }); // prettier-ignore
});

test('takes named weights and origins along, and says which row of which file a jet was', async () => {
  const [a, b] = [parquet({ w: [0.5, -2.5], up: [0.75, -3], run: [3, 3], id: [2 ** 40, 7] }), parquet({ w: [1, 1], up: [1, 1], run: [4, 4], id: [8, 9] })]; // prettier-ignore
  const more = { weight: 'w', weights: { isr_up: 'up' }, origin: { run: 'run', event: 'id' } };
  const files = [{ path: a, label: 0 }, { path: b, label: 1 }]; // prettier-ignore
  const { jets } = await run({ files, mapping: { ...mapping, ...more }, ptMinGeV: 25 });
  expect(jets.reference).toMatchObject({
    weight: { values: Float64Array.of(0.5, 1) },
    isr_up: { values: Float64Array.of(0.75, 1), role: 'weight' },
    run: { role: 'origin' },
    event: { values: Float64Array.of(2 ** 40, 8), role: 'origin' },
    source_row: { values: Int32Array.of(0, 0), role: 'origin' },
    source_file: { values: Int32Array.of(0, 1), role: 'origin' },
  });
});

test('holds numbers of the user, in our units, under names that nothing else has', async () => {
  const file = parquet({ lepton: [250, 20], pv: [31, 44] });
  const held = { lepton_pt: { column: 'lepton', unit: 'GeV' }, vertices: 'pv' };
  const files = [{ path: file, label: 0 }];
  const { jets } = await run({ files, mapping: { ...mapping, held } });
  expect(jets.reference).toMatchObject({
    lepton_pt: { values: Float64Array.of(0.25, 0.02), unit: 'TeV', role: 'held' },
    vertices: { role: 'held' },
  });
  expect([...jets.reference!['vertices']!.values]).toEqual([31, 44]);
  for (const [name, message] of [['mass', 'held.mass: expected another name, because an observable is called so'], ['jet_pt', 'held.jet_pt: expected another name, because a column of scores is called so'], ['weight', 'held.weight: expected another name, because jets have a column weight']] as const)
    await expect(run({ files, mapping: { ...mapping, held: { [name]: 'pv' } } })).rejects.toThrow(message); // prettier-ignore
});

test('numbers the jets of an event, of which each says which it was', async () => {
  const file = writeParquetTable(join(temporaryFolder(), 'a.parquet'), {
    pt: [[1, 2, 3, 4], [4, 2]],
    eta: [[0, 0, 0, 0], [0, 0]],
    phi: [[0, 1, 2, 3], [0, 1]],
    jet: [[1, 0, 1, 0], [2, 2]],
  }); // prettier-ignore
  const constituents = { pt: 'pt', eta: 'eta', phi: 'phi', unit: 'TeV' };
  const all = { constituents, jets: { take: 'all', index: 'jet' } };
  const { source_row, source_number } = (await run({ files: [{ path: file, label: 0 }], mapping: all })).jets
    .reference!;
  expect([[...source_row!.values], [...source_number!.values]]).toEqual([[0, 0, 1], [0, 1, 2]]); // prettier-ignore
});

describe('keeps partitions', () => {
  test('of files, and of a column that says so', async () => {
    const files = [{ path: parquet(), label: 0, partition: 'train' }, { path: parquet(), label: 1, partition: 'test' }]; // prettier-ignore
    expect([...(await run({ files, mapping })).jets.partition!]).toEqual([0, 0, 2, 2]);
    const column = { partition: { column: 'fold', train: [1, 2], validation: 3, test: '4..9' } };
    const folds = [{ path: parquet({ fold: [4, 3] }), label: 0 }];
    expect([...(await run({ files: folds, mapping: { ...mapping, ...column } })).jets.partition!]).toEqual([2, 1]);
    await expect(
      run({ files: [{ path: parquet({ fold: [4, 0] }), label: 0 }], mapping: { ...mapping, ...column } }),
    ).rejects.toThrow('row 1, column fold: expected a value of train, validation or test, as partition says, found 0');
  });

  test('of all files or of none', async () => {
    const files = [{ path: parquet(), label: 0, partition: 'train' }, { path: parquet(), label: 1 }]; // prettier-ignore
    await expect(run({ files, mapping })).rejects.toThrow('expected a partition, which other files have, found none');
  });
});
