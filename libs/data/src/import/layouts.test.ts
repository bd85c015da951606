import { expect, test } from 'vitest';
import type { OpenFile } from '../formats/format.ts';
import { concatenate, type Jets } from '../jets/jets.ts';
import { memoryFile } from '../testing/memory-file.ts';
import { layouts, mappingOf, type Layout } from './layouts.ts';
import { planOf } from './plan.ts';
import { emptyTally, readMapped } from './read-mapped.ts';
import { collectionOf } from './references.ts';

async function read(open: OpenFile, layout: Layout, label?: number): Promise<Jets> {
  const plan = planOf(open, mappingOf(layout, open, 'a.npz'), 'a.npz');
  const collection = collectionOf([plan], ['a.npz']);
  const chunks: Jets[] = [];
  for await (const jets of readMapped(open, plan, { file: 'a.npz', label, tally: emptyTally(), collection }))
    chunks.push(jets);
  return concatenate(chunks);
}

const floats = (values: readonly number[]): number[] => [...Float32Array.from(values)];

test('energyflow: X (pT [GeV], y, φ, PDG id), φ in [0, 2π), padded with 0, and y', async () => {
  const X = [
    [[100, 0.5, 6, 211], [200, -1, 1, 22], [0, 0, 0, 0]],
    [[50, 1, 2, -211], [0, 0, 0, 0], [0, 0, 0, 0]],
  ]; // prettier-ignore
  const jets = await read(memoryFile({ '': { X: { rows: X, shape: [3, 4] }, y: { rows: [1, 0] } } }), 'energyflow');
  expect([...jets.offsets]).toEqual([0, 2, 3]);
  expect([...jets.ptTeV]).toEqual(floats([0.2, 0.1, 0.05]));
  expect([...jets.eta]).toEqual([-1, 0.5, 1]);
  expect([...jets.phi]).toEqual(floats([1, 6 - 2 * Math.PI, 2]));
  expect([...jets.label]).toEqual([1, 0]);
});

test('jets-constituents: jets (pT [TeV], η, φ, m) beside constituents (pT [TeV], η, φ), one class', async () => {
  const constituents = [[[0.25, 0.5, 3], [0.125, -1, 1]], [[0.5, 1, 2], [0, 0, 0]]]; // prettier-ignore
  const kinematics = [[0.375, 0.1, 2.5, 0.09], [0.5, 1, 2, 0]]; // prettier-ignore
  const open = memoryFile({
    '': { jets: { rows: kinematics, shape: [4] }, constituents: { rows: constituents, shape: [2, 3] } },
  });
  const jets = await read(open, 'jets-constituents', 1);
  expect([...jets.ptTeV]).toEqual([0.25, 0.125, 0.5]);
  expect([...jets.label]).toEqual([1, 1]);
  expect(jets.reference).toMatchObject({
    jet_pt: { values: Float64Array.of(0.375, 0.5), unit: 'TeV' },
    jet_mass: { values: Float64Array.of(0.09, 0), unit: 'TeV' },
    jet_phi: { unit: 'rad' },
  });
});

test('a file of another layout is refused by the column that it lacks', async () => {
  const open = memoryFile({ '': { Z: { rows: [[1, 2]], shape: [2] } } });
  for (const layout of layouts)
    await expect(read(open, layout, 0)).rejects.toThrow(
      new RegExp(`layout ${layout}: expected a column .*, found none`),
    );
});
