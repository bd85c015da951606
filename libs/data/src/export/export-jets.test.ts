import { exportedJets } from '@jetdemon/artifacts';
import type { Input } from '@jetdemon/workflow';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { batchOf } from '../jets/batch.ts';
import { concatenate, pick, type Jets } from '../jets/jets.ts';
import { readJets } from '../files/read.ts';
import { allRows } from '../jets/shuffle.ts';
import exportTask from '../tasks/export.ts';
import importTask from '../tasks/import.ts';
import { bundled, contextOf, richJets, richLayout, temporaryFolder } from '../testing/jets.ts';
import { hasPythonModule, python } from '../testing/python.ts';
import { writeJets } from '../files/write.ts';

/** The bundled jets, of which one column has each type, with weights. */
async function sampleJets(count = 300): Promise<Jets> {
  const jets = pick(await readJets(bundled('jets-2k.arrow')), allRows(count));
  const column = (values: NonNullable<Jets['reference']>[string]['values'], unit = '1') => ({
    values,
    unit,
    description: 'd',
  });
  const numbers = Array.from({ length: count }, (_, row) => row % 100);
  return {
    ...jets,
    reference: {
      ...jets.reference,
      weight: column(Float64Array.from(numbers, (n) => 1 / (n + 3))),
      mass: column(Float64Array.from(numbers, (n) => n / 7), 'TeV'),
      seed: column(Int32Array.from(numbers, (n) => n * 1e7)),
      towers: column(Uint16Array.from(numbers)),
      match: column(Uint8Array.from(numbers)),
    },
  }; // prettier-ignore
}

async function exported(jets: Jets, format: string): Promise<string> {
  const [folder, output] = [temporaryFolder(), temporaryFolder()];
  await writeJets(join(folder, 'jets.arrow'), jets);
  const input: Input = { node: 'jets', base: 'jets', axes: {}, params: {}, folder };
  await exportTask.run(contextOf(exportTask, { params: { format }, inputs: { jets: input }, output }));
  return output;
}

async function importedAgain(file: string): Promise<Jets> {
  const output = temporaryFolder();
  const params = { files: [{ path: file }], layout: 'jetdemon', ptMinGeV: 0, massMinGeV: 0, constituentsMin: 1 };
  await importTask.run(contextOf(importTask, { params, inputs: { generated: [] }, output }));
  return readJets(join(output, 'jets.arrow'));
}

describe.each(['parquet', 'npz'])('%s', (format) => {
  test('gives the same jets when it is imported again', async () => {
    const jets = await sampleJets();
    const again = await importedAgain(join(await exported(jets, format), `jets.${format}`));
    for (const name of ['offsets', 'ptTeV', 'eta', 'phi', 'label'] as const) expect(again[name]).toEqual(jets[name]);
    expect(Object.keys(again.reference!).sort()).toEqual([...Object.keys(jets.reference!), 'source_row'].sort());
    for (const [name, { values, unit }] of Object.entries(jets.reference!)) {
      expect(again.reference![name]!.values, name).toEqual(values);
      expect(again.reference![name]!.unit, name).toBe(unit);
    }
  });

  test('says what is in it, and gives the same bytes for the same jets', async () => {
    const jets = await sampleJets(20);
    const [one, other] = [await exported(jets, format), await exported(jets, format)];
    const file = `jets.${format}`;
    expect(readFileSync(join(one, file)).equals(readFileSync(join(other, file)))).toBe(true);
    const about = JSON.parse(readFileSync(join(one, 'export.json'), 'utf8')) as Record<string, unknown>;
    expect(about).toMatchObject({ format, file, jets: 20 });
    expect(about['columns']).toContainEqual({ name: 'mass', type: 'float64', unit: 'TeV', description: 'd' });
  });

  test.each(['pseudorapidities', 'rapidities'])(
    'keeps masses, features, classes, weights, origins and partitions of jets with %s',
    async (which) => {
      const jets = pick(moreOf(40, which === 'rapidities'), allRows(40).subarray(1)); // the first has no mass
      const output = await exported(jets, format);
      const again = await importedAgain(join(output, `jets.${format}`));
      expect(again).toEqual({ ...jets, reference: expect.anything() });
      for (const [name, { values, unit, role }] of Object.entries(jets.reference!))
        expect(again.reference![name], name).toMatchObject({ values, unit, ...(role && { role }) });
      const { classes, columns } = await exportedJets.read({ folder: output }, 'export.json');
      expect(classes).toEqual(['qcd', 'top', 'w']);
      expect(columns).toContainEqual({
        name: 'd0',
        type: 'float64',
        unit: 'mm',
        description: 'transverse impact parameter',
      });
      expect(columns).toContainEqual({ name: 'isr_up', type: 'float64', unit: '1', description: 'd', role: 'weight' });
    },
  );

  test('holds jets of several record batches', async () => {
    const jets = concatenate(Array.from({ length: 6 }, () => pickPlain(few)));
    const again = await importedAgain(join(await exported(jets, format), `jets.${format}`));
    expect(again.count).toBe(12_000);
    expect(Buffer.compare(bytesOf(again.offsets), bytesOf(jets.offsets))).toBe(0);
    expect(Buffer.compare(bytesOf(again.ptTeV), bytesOf(jets.ptTeV))).toBe(0);
  });
});

/** Jets of every kind of column: of the layout `richLayout`, with weights of both signs, origins and partitions. */
function moreOf(count: number, rapidities: boolean): Jets {
  const column = (role: 'weight' | 'origin' | undefined, value: (row: number) => number, type = Float64Array) => ({
    values: type.from({ length: count }, (_, row) => value(row)),
    unit: '1',
    description: 'd',
    ...(role && { role }),
  });
  const jets = richJets(count);
  const features = richLayout.features.map((feature) =>
    feature.role === 'eta' && rapidities
      ? { ...feature, name: 'rapidity', description: 'constituent rapidity', role: 'rapidity' as const }
      : feature,
  );
  return {
    ...jets,
    layout: { ...richLayout, features },
    partition: Uint8Array.from({ length: count }, (_, row) => row % 3),
    reference: {
      weight: column(undefined, (row) => 1 - row / 3),
      isr_up: column('weight', (row) => row / 7 - 2),
      source_row: { ...column('origin', () => 0), values: Int32Array.from({ length: count }, (_, row) => 3 * row) },
      event: column('origin', (row) => 2 ** 40 + row),
      tau21: column(undefined, (row) => 1 / (row + 1)),
    },
  };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: NodeJS.TypedArray): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

const few = await readJets(bundled('jets-2k.arrow'));
const pickPlain = (jets: Jets): Jets => ({ ...jets, reference: undefined });

test.skipIf(!hasPythonModule('numpy'))('NumPy reads the arrays of an NPZ', async () => {
  const jets = await sampleJets();
  const file = join(await exported(jets, 'npz'), 'jets.npz');
  const script = [
    'import json, sys, numpy',
    'f = numpy.load(sys.argv[1], allow_pickle=False)',
    'X, y, w = f["X"], f["y"], f["weight"]',
    'print(json.dumps({ "names": sorted(f.files), "shape": X.shape, "types": [str(a.dtype) for a in (X, y, w, f["seed"])],',
    '  "sum": X.astype("f8").sum(axis=(0, 1)).tolist(), "y": y.tolist(), "w": w.tolist(), "seed": int(f["seed"][99]),',
    '  "first": X[7, 0].astype("f8").tolist() }))',
  ].join('\n');
  const found = JSON.parse(execFileSync(python, ['-c', script, file], { encoding: 'utf8' })) as Record<string, unknown>;
  const { jets: X } = batchOf(jets, allRows(jets.count));
  const sum = [0, 0, 0];
  X.forEach((value, at) => (sum[at % 3]! += value));
  expect(found).toEqual({
    names: ['X', 'y', ...Object.keys(jets.reference!), 'jetdemon.json'].sort(),
    shape: [300, 64, 3],
    types: ['float32', 'uint8', 'float64', 'int32'],
    sum: sum.map((total) => expect.closeTo(total, 6) as number),
    y: [...jets.label],
    w: [...jets.reference!['weight']!.values],
    seed: 99e7,
    first: [...X.subarray(7 * 192, 7 * 192 + 3)],
  });
});

test.skipIf(!hasPythonModule('numpy'))('NumPy reads features as arrays of their own types, padded with 0', async () => {
  const jets = pick(moreOf(4, false), allRows(4).subarray(2));
  const file = join(await exported(jets, 'npz'), 'jets.npz');
  const script = [
    'import json, sys, numpy',
    'f = numpy.load(sys.argv[1], allow_pickle=False)',
    'print(json.dumps([[str(f[n].dtype), f[n].shape, f[n].astype("f8").tolist()] for n in ("charge", "d0")] + [f["X"].shape]))',
  ].join('\n');
  const found: unknown = JSON.parse(execFileSync(python, ['-c', script, file], { encoding: 'utf8' }));
  // richJets: rows 2 and 3 have 3 and 4 constituents, of charge (row + i) mod 3 - 1 and d0 row / 7 - i
  expect(found).toEqual([
    ['int8', [2, 5], [[1, -1, 0, 0, 0], [-1, 0, 1, -1, 0]]],
    ['float64', [2, 5], [[2 / 7, 2 / 7 - 1, 2 / 7 - 2, 0, 0], [3 / 7, 3 / 7 - 1, 3 / 7 - 2, 3 / 7 - 3, 0]]],
    [2, 5, 3],
  ]); // prettier-ignore
});
