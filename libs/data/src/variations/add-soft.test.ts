import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { readJets } from '../files/read.ts';
import { pick, type Jets } from '../jets/jets.ts';
import { jetKinematics } from '../jets/kinematics.ts';
import { wrapPhi } from '../jets/wrap-phi.ts';
import { bundled, richJets } from '../testing/jets.ts';
import { meanOf, requireShare } from '../testing/moments.ts';
import { addSoft } from './add-soft.ts';

const key = keyOf(1);
const soft = { mean: 4, ptGeV: 2, threshold: 0.5, radius: 0.8 };

/** 1,000 jets with room for more. */
async function some(): Promise<Jets> {
  const jets = pick(
    await readJets(bundled('jets-2k.arrow')),
    Int32Array.from({ length: 1000 }, (_, row) => 2 * row),
  );
  return { ...jets, layout: { ...jets.layout, constituents: 128 } };
}

test('their number is Poisson, their pT exponential above the threshold, their place uniform in the circle', async () => {
  const before = await some();
  const after = addSoft(before, soft, key);
  const axis = jetKinematics(before);
  const [counts, pt, distance]: number[][] = [[], [], []];
  for (let row = 0; row < before.count; row++) {
    const own = new Set(before.eta.subarray(before.offsets[row], before.offsets[row + 1]));
    let count = 0;
    for (let i = after.offsets[row]!; i < after.offsets[row + 1]!; i++) {
      if (own.has(after.eta[i]!)) continue;
      count++;
      pt!.push(1000 * after.ptTeV[i]!);
      distance!.push(Math.hypot(after.eta[i]! - axis.eta[row]!, wrapPhi(after.phi[i]! - axis.phi[row]!)) / 0.8);
    }
    counts!.push(count);
  }
  const n = counts!.length;
  expect(Math.abs(meanOf(counts!) - 4)).toBeLessThan(5 * Math.sqrt(4 / n));
  expect(Math.abs(meanOf(counts!.map((count) => (count - 4) ** 2)) - 4)).toBeLessThan(5 * Math.sqrt((4 + 2 * 16) / n)); // μ + 2 μ²
  requireShare(counts!, (count) => count === 0, Math.exp(-4));
  expect(Math.min(...pt!)).toBeGreaterThan(0.4999);
  expect(Math.abs(meanOf(pt!) - 2.5)).toBeLessThan((5 * 2) / Math.sqrt(pt!.length));
  requireShare(pt!, (value) => value > 0.5 + 2 * Math.LN2, 0.5);
  expect(Math.max(...distance!)).toBeLessThan(1.0001);
  requireShare(distance!, (value) => value < 0.5, 0.25);
});

test('own constituents stay, hardest first, and of too many for the slots the softest are left out', async () => {
  const before = await some();
  const after = addSoft({ ...before, layout: { ...before.layout, constituents: 64 } }, { ...soft, mean: 60 }, key);
  for (let row = 0; row < before.count; row++) {
    const pt = after.ptTeV.subarray(after.offsets[row], after.offsets[row + 1]);
    expect(pt).toEqual(pt.slice().sort().reverse());
    expect(pt.length).toBeLessThanOrEqual(64);
    expect(pt[0]).toBeGreaterThanOrEqual(before.ptTeV[before.offsets[row]!]!);
  }
  const sizes = Array.from({ length: after.count }, (_, row) => after.offsets[row + 1]! - after.offsets[row]!);
  expect(Math.max(...sizes)).toBe(64);
});

test('a jet gets the same whatever jets are with it', async () => {
  const before = await some();
  const rows = Int32Array.from([700, 3, 42]);
  expect(addSoft(pick(before, rows), soft, key)).toEqual(pick(addSoft(before, soft, key), rows));
});

test('constituents with masses and charges are refused, since those of soft ones are not known', () => {
  expect(() => addSoft(richJets(3), soft, key)).toThrow(/found mass, charge, d0, which soft constituents do not have/);
});
