import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { readJets } from '../files/read.ts';
import { pick, type Jets } from '../jets/jets.ts';
import { bundled, richJets } from '../testing/jets.ts';
import { lose } from './lose.ts';

const key = keyOf(1);
const some = async () =>
  pick(
    await readJets(bundled('jets-2k.arrow')),
    Int32Array.from({ length: 1000 }, (_, row) => 2 * row),
  );

const ptOf = (jets: Jets, row: number) => [...jets.ptTeV.subarray(jets.offsets[row], jets.offsets[row + 1])];

test('a threshold leaves what is above it, and the hardest', async () => {
  const before = await some();
  const after = lose(before, { threshold: 5 }, key);
  const whole = lose(before, { threshold: 1e6 }, key);
  for (let row = 0; row < before.count; row++) {
    const pt = ptOf(before, row);
    expect(ptOf(after, row)).toEqual(pt.filter((value) => value >= 0.005));
    expect(ptOf(whole, row)).toEqual([Math.max(...pt)]);
  }
  expect(after.ptTeV.length).toBeLessThan(before.ptTeV.length / 2);
  expect(after.reference).toBeUndefined();
});

test('as many are lost as the efficiency says, by pT, the hardest never', async () => {
  const before = await some();
  const after = lose(before, { efficiency: (pt) => (pt < 3 ? 0.6 : 0.9) }, key);
  const count = (jets: Jets, low: number, high: number) =>
    jets.ptTeV.filter((pt, at) => !jets.offsets.includes(at) && pt >= low && pt < high).length;
  for (const [low, high, efficiency] of [
    [0, 0.003, 0.6],
    [0.003, 10, 0.9],
  ] as const) {
    const n = count(before, low, high);
    const error = Math.sqrt(n * efficiency * (1 - efficiency));
    expect(Math.abs(count(after, low, high) - n * efficiency)).toBeLessThan(5 * error);
  }
  for (let row = 0; row < before.count; row++) expect(ptOf(after, row)[0]).toBe(ptOf(before, row)[0]);
});

test('a jet loses the same whatever jets are with it; features stay with their constituent', async () => {
  const before = await some();
  const rows = Int32Array.from([700, 3, 42]);
  const acceptance = { efficiency: () => 0.7 };
  expect(lose(pick(before, rows), acceptance, key)).toEqual(pick(lose(before, acceptance, key), rows));
  const rich = richJets(30);
  const left = lose(rich, { threshold: 40 }, key); // pT is 100, 50, 33 ... GeV
  for (let row = 0; row < rich.count; row++) {
    const size = Math.min(2, rich.offsets[row + 1]! - rich.offsets[row]!);
    const charges = (jets: Jets) => [...jets.features!['charge']!].slice(jets.offsets[row], jets.offsets[row]! + size);
    expect(charges(left)).toEqual(charges(rich));
    expect(left.offsets[row + 1]! - left.offsets[row]!).toBe(size);
  }
});

test('everything seen changes nothing', async () => {
  const before = await some();
  const after = lose(before, {}, key);
  expect([after.offsets, after.ptTeV, after.eta]).toEqual([before.offsets, before.ptTeV, before.eta]);
});
