import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { readJets } from '../files/read.ts';
import { pick, type Jets } from '../jets/jets.ts';
import { bundled, richJets } from '../testing/jets.ts';
import { wrapPhi } from '../jets/wrap-phi.ts';
import { requireNormal } from '../testing/moments.ts';
import { relativeResolution, smear } from './smear.ts';

const key = keyOf(1);
const every = Int32Array.from({ length: 1000 }, (_, row) => 2 * row);
const some = async () => pick(await readJets(bundled('jets-2k.arrow')), every);

/** Constituents of both, those of one jet at the same angles side by side. */
function pairs(before: Jets, after: Jets): { was: number; is: number }[] {
  return Array.from({ length: before.count }, (_, row) => {
    const at = new Map<string, number>();
    const place = ({ eta, phi }: Jets, i: number) => `${eta[i]} ${phi[i]}`;
    for (let i = after.offsets[row]!; i < after.offsets[row + 1]!; i++) at.set(place(after, i), i);
    return Array.from({ length: before.offsets[row + 1]! - before.offsets[row]! }, (_, i) => {
      const was = before.offsets[row]! + i;
      return { was, is: at.get(place(before, was))! };
    });
  }).flat();
}

test('σ/pT is a/√pT, b and n/pT in quadrature', () => {
  expect(relativeResolution(25, { stochastic: 0.5 })).toBeCloseTo(0.1, 12);
  expect(relativeResolution(25, { stochastic: 0.15, constant: 0.04 })).toBeCloseTo(0.05, 12); // 0.03 and 0.04
  expect(relativeResolution(2, { noise: 1 })).toBe(0.5);
});

test('logarithms of pT are normal about -s²/2 with s² = ln(1 + (σ/pT)²), hardest first, angles as they were', async () => {
  const before = await some();
  const resolution = { stochastic: 0.3, constant: 0.05, noise: 0.2 };
  const after = smear(before, resolution, key);
  const pulls = pairs(before, after).map(({ was, is }) => {
    const pt = 1000 * before.ptTeV[was]!;
    const variance = Math.log(1 + 0.3 ** 2 / pt + 0.05 ** 2 + (0.2 / pt) ** 2);
    return (Math.log(after.ptTeV[is]! / before.ptTeV[was]!) + variance / 2) / Math.sqrt(variance);
  });
  expect(pulls.length).toBe(before.ptTeV.length);
  requireNormal(pulls);
  for (let row = 0; row < after.count; row++) {
    const pt = after.ptTeV.subarray(after.offsets[row], after.offsets[row + 1]);
    expect(pt).toEqual(pt.slice().sort().reverse());
  }
  expect(after.offsets).toEqual(before.offsets);
  expect(after.reference).toBeUndefined();
});

test('the mean energy stays, whatever the resolution', () => {
  const count = 40_000;
  const before: Jets = {
    ...richJets(1),
    layout: { ...richJets(1).layout, features: richJets(1).layout.features.slice(0, 3) },
    features: undefined,
    count,
    offsets: Int32Array.from({ length: count + 1 }, (_, at) => at),
    ptTeV: new Float32Array(count).fill(0.1),
    eta: Float32Array.from({ length: count }, (_, at) => at / count),
    phi: new Float32Array(count),
    label: new Uint8Array(count),
  };
  const after = smear(before, { constant: 0.5 }, key);
  const mean = after.ptTeV.reduce((sum, pt) => sum + pt / 0.1, 0) / count;
  expect(Math.abs(mean - 1)).toBeLessThan((5 * 0.5) / Math.sqrt(count));
});

test('η and φ move by normal numbers of the given width, independently, and φ stays within (-π, π]', async () => {
  const before = await some();
  const after = smear(before, { angle: 0.01 }, key); // energies stay, and so does the order
  expect(after.ptTeV).toEqual(before.ptTeV);
  const byEta = Array.from(after.eta, (eta, at) => (eta - before.eta[at]!) / 0.01);
  const byPhi = Array.from(after.phi, (phi, at) => wrapPhi(phi - before.phi[at]!) / 0.01);
  requireNormal(byEta);
  requireNormal(byPhi);
  const product = byEta.reduce((sum, eta, at) => sum + eta * byPhi[at]!, 0) / byEta.length;
  expect(Math.abs(product)).toBeLessThan(5 / Math.sqrt(byEta.length));
  expect(Math.max(...after.phi.map(Math.abs))).toBeLessThanOrEqual(Math.fround(Math.PI));
});

test('a jet is smeared alike whatever jets are with it, and unlike with another key', async () => {
  const before = await some();
  const resolution = { stochastic: 0.5, angle: 0.02 };
  const rows = Int32Array.from([700, 3, 42]);
  expect(smear(pick(before, rows), resolution, key)).toEqual(pick(smear(before, resolution, key), rows));
  expect(smear(before, resolution, keyOf(2)).eta).not.toEqual(smear(before, resolution, key).eta);
});

test('masses go with the energy, charges stay with their constituent', () => {
  const before = richJets(50);
  const after = smear(before, { constant: 0.2 }, key);
  for (const { was, is } of pairs(before, after)) {
    const ratio = after.ptTeV[is]! / before.ptTeV[was]!;
    expect(after.features!['mass']![is]!).toBeCloseTo(before.features!['mass']![was]! * ratio, 6);
    expect(after.features!['charge']![is]).toBe(before.features!['charge']![was]);
  }
});
