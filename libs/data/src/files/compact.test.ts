import { tableFromIPC } from 'apache-arrow';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeCompactJets } from './compact.ts';
import { pick, type Jets } from '../jets/jets.ts';
import { readJets } from './read.ts';
import { bundled, jetsOf, temporaryFolder } from '../testing/jets.ts';
import { writeJets } from './write.ts';

const withAxis = (jets: Jets, eta: number[], phi: number[]): Jets => ({
  ...jets,
  reference: {
    axis_eta: { values: Float32Array.from(eta), unit: '1', description: 'pseudorapidity' },
    axis_phi: { values: Float32Array.from(phi), unit: 'rad', description: 'azimuth' },
  },
});
const axis = { eta: 'axis_eta', phi: 'axis_phi' };

describe('writeJets', () => {
  test('gives back exactly what was written, over several record batches', async () => {
    const small = await readJets(bundled('jets-2k.arrow'));
    const rows = Int32Array.from({ length: 12_000 }, (_, row) => row % 2000);
    const jets = { ...pick(small, rows), partition: Uint8Array.from(rows, (row) => row % 3) };
    const file = join(temporaryFolder(), 'jets.arrow');
    await writeJets(file, jets);
    const { reference, ...read } = await readJets(file);
    for (const [name, values] of Object.entries(read)) {
      const written: unknown = jets[name as keyof typeof read];
      if (ArrayBuffer.isView(values)) expect(Buffer.compare(bytesOf(values), bytesOf(written)), name).toBe(0);
      else expect(values).toBe(written);
    }
    expect(Object.keys(reference!)).toEqual(Object.keys(jets.reference!));
    for (const [name, { values, unit, description }] of Object.entries(reference!)) {
      const written = jets.reference![name]!;
      expect(Buffer.compare(bytesOf(values), bytesOf(written.values)), name).toBe(0);
      expect({ unit, description }).toEqual({ unit: written.unit, description: written.description });
    }
    expect(tableFromIPC(readFileSync(file)).batches.map((batch) => batch.numRows)).toEqual([10_000, 2000]);
  });

  test('states schema, units and descriptions', async () => {
    const file = join(temporaryFolder(), 'jets.arrow');
    await writeJets(file, jetsOf([[[1, 0, 0]]]));
    const { schema } = tableFromIPC(readFileSync(file));
    expect(schema.metadata.get('jetdemon.schema')).toBe('jets/1');
    expect(schema.fields.map(({ name, type, metadata }) => [name, String(type), metadata.get('unit')])).toEqual([
      ['label', 'Uint8', '1'],
      ['pt', 'List<Float32>', 'TeV'],
      ['eta', 'List<Float32>', 'rad'],
      ['phi', 'List<Float32>', 'rad'],
    ]);
    expect(schema.fields.every(({ metadata }) => metadata.get('description'))).toBe(true);
  });

  test('writes moved constituents, but no broken ones', async () => {
    const file = join(temporaryFolder(), 'jets.arrow');
    await writeJets(file, jetsOf([[[1, 0, 0], [2, 0, 0]]])); // prettier-ignore
    expect((await readJets(file, { sorted: false })).count).toBe(1);
    await expect(readJets(file)).rejects.toThrow('expected constituents in descending pT');
    await expect(writeJets(file, jetsOf([[[NaN, 0, 0]]]))).rejects.toThrow('expected finite pT > 0, found NaN');
  });
});

describe('writeCompactJets', () => {
  test('keeps pT and the angles to the axis to 2^-11, relative', async () => {
    const jets = withAxis(jetsOf([[[0.7, 2.3, 3.1], [0.03, 2.31, -3.1], [3.5e-5, 1.4, 2.2]]]), [2.3], [3.1]); // prettier-ignore
    const file = join(temporaryFolder(), 'jets.arrow');
    await writeCompactJets(file, jets, { axis });
    const read = await readJets(file);
    for (const i of [0, 1, 2]) {
      const dPhi = (a: number): number => Math.atan2(Math.sin(a - Math.fround(3.1)), Math.cos(a - Math.fround(3.1)));
      expect(Math.abs(read.ptTeV[i]! / jets.ptTeV[i]! - 1)).toBeLessThan(2 ** -11 + 1e-7);
      // Adding the axis back rounds to float32: 2^-22 for numbers up to 4.
      const toAxis = Math.abs(jets.eta[i]! - Math.fround(2.3));
      expect(Math.abs(read.eta[i]! - jets.eta[i]!)).toBeLessThan(2 ** -11 * toAxis + 2 ** -22);
      const off = Math.abs(dPhi(read.phi[i]!) - dPhi(jets.phi[i]!));
      expect(off).toBeLessThan(2 ** -11 * Math.abs(dPhi(jets.phi[i]!)) + 2 ** -21);
      expect(Math.abs(read.phi[i]!)).toBeLessThanOrEqual(Math.fround(Math.PI));
    }
  });

  test('stores no subnormal number', async () => {
    const jets = withAxis(jetsOf([[[0.5, 1e-8, -1e-8], [0.4, 1e-7, -1e-7]]]), [0], [0]); // prettier-ignore
    const file = join(temporaryFolder(), 'jets.arrow');
    await writeCompactJets(file, jets, { axis });
    const bits = tableFromIPC(readFileSync(file)).getChild('eta')!.data[0]!.children[0]!.values as Uint16Array;
    // 1e-4 mrad: numpy's float16(1e-4) has the bits 0x068e.
    expect([...bits.subarray(0, 2)]).toEqual([0, 0x068e]);
  });

  test('needs its axis and sorted constituents', async () => {
    const file = join(temporaryFolder(), 'jets.arrow');
    await expect(writeCompactJets(file, jetsOf([[[1, 0, 0]]]), { axis })).rejects.toThrow(
      'no reference column axis_eta',
    );
    const unsorted = withAxis(jetsOf([[[1, 0, 0], [2, 0, 0]]]), [0], [0]); // prettier-ignore
    await expect(writeCompactJets(file, unsorted, { axis })).rejects.toThrow('descending pT');
  });
});

function bytesOf(values: unknown): Uint8Array {
  if (!ArrayBuffer.isView(values)) throw new Error('no typed array');
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
