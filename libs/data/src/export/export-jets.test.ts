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
import { bundled, contextOf, temporaryFolder } from '../testing/jets.ts';
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
    expect(Object.keys(again.reference!).sort()).toEqual(Object.keys(jets.reference!).sort());
    for (const [name, { values, unit }] of Object.entries(jets.reference!)) {
      expect(again.reference![name]!.values, name).toEqual(values);
      // NPZ has no place for units.
      expect(again.reference![name]!.unit, name).toBe(format === 'parquet' ? unit : '1');
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

  test('holds jets of several record batches', async () => {
    const jets = concatenate(Array.from({ length: 6 }, () => pickPlain(few)));
    const again = await importedAgain(join(await exported(jets, format), `jets.${format}`));
    expect(again.count).toBe(12_000);
    expect(Buffer.compare(bytesOf(again.offsets), bytesOf(jets.offsets))).toBe(0);
    expect(Buffer.compare(bytesOf(again.ptTeV), bytesOf(jets.ptTeV))).toBe(0);
  });
});

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
    names: ['X', 'y', ...Object.keys(jets.reference!)].sort(),
    shape: [300, 64, 3],
    types: ['float32', 'uint8', 'float64', 'int32'],
    sum: sum.map((total) => expect.closeTo(total, 6) as number),
    y: [...jets.label],
    w: [...jets.reference!['weight']!.values],
    seed: 99e7,
    first: [...X.subarray(7 * 192, 7 * 192 + 3)],
  });
});
