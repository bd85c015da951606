import { fileURLToPath } from 'node:url';
import { openDevice, type Values } from '@jetdemon/compute';
import { defaultContrast, defaultLayout, padJets, readJets } from '@jetdemon/data';
import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { createNetwork } from '../networks/index.ts';
import { initialise } from '../networks/network.ts';
import type { Tagger } from '../tagger.ts';
import { padded } from './map-batches.ts';
import { logitsAndObservables, logitsOf, measureObservables } from './scoring.ts';

const device = await openDevice('cpu');
const jets = await readJets(fileURLToPath(new URL('../../../../data/jets-2k.arrow', import.meta.url)));

function taggerOf(name: 'hl' | 'pfn'): Tagger {
  const network = createNetwork(name, defaultLayout);
  return { ...network, weights: initialise(network, keyOf(1)), contrast: defaultContrast };
}

test.each([
  { name: 'hl', jetsPerCall: undefined },
  { name: 'pfn', jetsPerCall: undefined },
  { name: 'pfn', jetsPerCall: 48 },
] as const)('one pass gives the numbers of two, bit for bit: $name, $jetsPerCall jets per call', async (asked) => {
  const rows = Int32Array.from({ length: 700 }, (_, at) => 1999 - 2 * at);
  const tagger = { ...taggerOf(asked.name), jetsPerCall: asked.jetsPerCall };
  const steps: number[] = [];
  const progress = (fraction: number) => steps.push(fraction);
  const { logits, ...measured } = await logitsAndObservables(tagger, jets, device, { rows, progress });
  expect(new Set(logits).size).toBeGreaterThan(690);
  expect(logits).toEqual(await logitsOf(tagger, jets, device, { rows }));
  expect(measured).toEqual(await measureObservables(jets, device, { rows }));
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  expect(steps.at(-1)).toBe(1);
});

test('a batch of fewer constituents has the index arrays of the shapes of an earlier one, and the same logits', async () => {
  const { weights, ...network } = taggerOf('pfn');
  const [many, few] = [jetsBy(-1), jetsBy(1)].map((rows) => padJets(jets, rows.subarray(0, 128)));
  const shapesOf = (indices: Values) => Object.values(indices).map(({ shape }) => shape);
  const earlier = network.indices(many!);
  expect(shapesOf(network.indices(few!))).not.toEqual(shapesOf(earlier));
  expect(shapesOf(network.indices(few!, { earlier }))).toEqual(shapesOf(earlier));
  const run = device.compile((inputs) => ({ logits: network.logits(inputs, inputs) }));
  const logits = async (indices: Values) =>
    (await run({ ...weights, ...indices, jets: padded(few!, defaultLayout) })).logits!.data;
  expect(await logits(network.indices(few!, { earlier }))).toEqual(await logits(network.indices(few!)));
});

/** Rows by the number of their constituents, ascending or descending. */
function jetsBy(sign: 1 | -1): Int32Array {
  const count = (row: number) => jets.offsets[row + 1]! - jets.offsets[row]!;
  return Int32Array.from({ length: jets.count }, (_, row) => row).sort((a, b) => sign * (count(a) - count(b)));
}
