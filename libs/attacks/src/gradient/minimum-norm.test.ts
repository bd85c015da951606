import * as tf from '@tensorflow/tfjs-core';
import { openDevice } from '@jetdemon/compute';
import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { attackJets } from '../loop/attack-jets.ts';
import { jetsOf, rowsWith, someJets } from '../testing/some-jets.ts';
import { coordinate, linear, targetOf } from '../testing/targets.ts';
import { fgsm } from './fgsm.ts';
import { minimumNorm, type MinimumNormOptions } from './minimum-norm.ts';
import { pgd } from './pgd.ts';

const device = await openDevice('tfjs-cpu');
const angles = { relativePt: '0', eta: '0.01', phi: '0.01' };

const attack = (jets: ReturnType<typeof jetsOf>, options: MinimumNormOptions, target: ReturnType<typeof targetOf>) =>
  attackJets(jets, minimumNorm(options), { device, rows: rowsWith(jets, 0, 1), target });

const budgetsOf = ({ jets }: Awaited<ReturnType<typeof attack>>) => [...jets.reference!['smallest_budget']!.values];

test('is the distance from a plane for a classifier that is linear in the angles', async () => {
  // logit = Σ (4 η + 3 φ): n constituents at η = 0.1, φ = 0 are 0.4 n from the plane, whose slope in units of 0.01 is 0.05 √n.
  const jets = jetsOf([1, 2, 9].map((n) => Array.from({ length: n }, () => [0.1, 0.1, 0] as const)));
  const done = await attack(jets, { resolution: angles }, linear([0, 4, 3]));
  budgetsOf(done).forEach((budget, jet) => {
    const n = [1, 2, 9][jet]!;
    const exact = (0.4 * n) / (0.05 * Math.sqrt(n));
    // Known to 2⁻¹⁰ of 1.05 of itself, from above.
    expect(budget / exact).toBeGreaterThan(1 - 1e-5);
    expect(budget / exact).toBeLessThan(1.0012);
  });
  // Along the slope: 4 in η to 3 in φ.
  const [eta, phi] = [done.jets.eta[0]! - 0.1, done.jets.phi[0]!];
  expect(eta / phi).toBeCloseTo(4 / 3, 3);
});

test('is the distance from a sphere, at every dimension', async () => {
  // logit = 1 − Σ η² / 0.3² from η = (0.1, 0, ...): out along the first axis, (0.3 − 0.1) / 0.01.
  const ball = targetOf((batch) => tf.sub(1, tf.sum(tf.square(tf.div(coordinate(batch, 1), 0.3)), 1)));
  for (const n of [1, 5]) {
    const jets = jetsOf([Array.from({ length: n }, (_, i) => [0.1, i === 0 ? 0.1 : 0, 0] as const)]);
    const [budget] = budgetsOf(await attack(jets, { resolution: angles, steps: 40 }, ball));
    expect(budget! / 20).toBeGreaterThan(1 - 1e-4);
    expect(budget! / 20).toBeLessThan(1.002);
  }
});

test('counts pT in logarithms: e to the unit times the move, and never below zero', async () => {
  // logit = 100 (pT − 0.05) from 0.1: ln 2 / √ln(1 + 0.5²).
  const target = targetOf((batch) => tf.mul(100, tf.sum(tf.sub(coordinate(batch, 0), 0.05 / 64), 1)));
  const done = await attack(
    jetsOf([[[0.1, 0, 0]]]),
    { resolution: { relativePt: '0.5', eta: '0', phi: '0' }, steps: 40 },
    target,
  );
  const exact = Math.log(2) / Math.sqrt(Math.log1p(0.25));
  expect(budgetsOf(done)[0]! / exact).toBeGreaterThan(1 - 1e-4);
  expect(budgetsOf(done)[0]! / exact).toBeLessThan(1.002);
  expect(done.jets.ptTeV[0]).toBeCloseTo(0.05, 4);
});

test('a formula is of each constituent: energy in GeV and pseudorapidity', async () => {
  // σ of the angle is 0.001 E/GeV, E = pT cosh η: the same distance counts less where the energy is larger.
  const jets = jetsOf([[[0.1, 0, 0.1]], [[0.2, 0, 0.1]], [[0.1, 1, 0.1]]]);
  const done = await attack(
    jets,
    { resolution: { relativePt: '0', eta: '0.001 * energy', phi: '0.001 * energy' } },
    linear([0, 0, 1]),
  );
  const exact = [0.1 / 0.1, 0.1 / 0.2, 0.1 / (0.1 * Math.cosh(1))];
  budgetsOf(done).forEach((budget, jet) => expect(budget / exact[jet]!).toBeCloseTo(1.0006, 2));
});

test('0 for what is below already, infinite for what has no slope, and both stay as they are', async () => {
  const jets = jetsOf([[[0.1, -1, 0]], [[0.1, 1, 0]]]);
  const flat = targetOf((batch) => tf.sub(tf.mul(2, tf.step(tf.sum(coordinate(batch, 1), 1))), 1));
  const done = await attack(jets, { resolution: angles }, flat);
  expect(budgetsOf(done)).toEqual([0, Infinity]);
  expect(done.jets.eta).toEqual(jets.eta);
  expect(done.response[0]).toEqual({ ...done.response[1]!, iteration: 0 });
});

test('a budget keeps those that need more where they are, bit for bit', async () => {
  const jets = someJets(12);
  const rows = rowsWith(jets, 0, 1);
  const target = linear([1, 2, -1]);
  const all = await attack(jets, { threshold: 0.3 }, target);
  const needed = budgetsOf(all);
  const budget = [...needed].sort((a, b) => a - b)[8]!;
  const { jets: some } = await attack(jets, { threshold: 0.3, budget }, target);
  expect([...some.reference!['smallest_budget']!.values]).toEqual(needed);
  rows.forEach((row) => {
    const of = (one: typeof jets) => one.eta.subarray(jets.offsets[row], jets.offsets[row + 1]);
    expect(of(some)).toEqual(of(needed[row]! <= budget ? all.jets : jets));
  });
  expect(needed.some((one) => one > budget) && needed.some((one) => one > 0 && one <= budget)).toBe(true);
});

test('every jet that it moved is below the threshold, by the classifier as it is asked afterwards', async () => {
  const jets = someJets(12);
  const target = linear([1, 2, -1]);
  const { jets: moved, response } = await attack(jets, { threshold: 0.4 }, target);
  for (const row of rowsWith(jets, 0, 1)) {
    const asked = await attackJets(moved, fgsm(), { device, rows: Int32Array.of(row), target });
    expect(asked.response[0]!.meanProbability).toBeLessThan(0.4 + 1e-6);
  }
  expect(response[1]!.meanProbability).toBeLessThan(response[0]!.meanProbability);
});

test('what a box of the same size takes is never more than its largest χ', async () => {
  // The box of ±0.01 in both angles: √(2 n) at its corners, χ of which no jet that PGD flips needs more.
  const jets = jetsOf(Array.from({ length: 6 }, (_, i) => [[0.1, 0.004 * (i + 1), 0], [0.05, 0, 0.002 * i]] as const)); // prettier-ignore
  const target = linear([0, 30, 20]);
  const rows = rowsWith(jets, 0, 1);
  const box = pgd({ epsilon: { pt: 0, eta: 0.01, phi: 0.01 }, iterations: 1 });
  const { jets: boxed } = await attackJets(jets, box, { device, rows, target, key: keyOf(1) });
  const logit = (of: typeof jets, row: number) => {
    let sum = 0;
    for (let i = of.offsets[row]!; i < of.offsets[row + 1]!; i++) sum += 30 * of.eta[i]! + 20 * of.phi[i]!;
    return sum;
  };
  const needed = budgetsOf(await attack(jets, { resolution: angles }, target));
  const flipped = [...rows].filter((row) => logit(boxed, row) < 0);
  expect(flipped.length).toBeGreaterThan(1);
  for (const row of flipped) expect(needed[row]!).toBeLessThan(Math.sqrt(2 * 2));
});

test.each([
  [{ relativePt: 'sqrt(energie)', eta: '0.01', phi: '0.01' }, 'relativePt: formula sqrt(energie): no quantity energie'],
  [{ relativePt: '0.1', eta: '0.01 *', phi: '0.01 *' }, 'formula 0.01 *: expected'],
])('refuses %j', (resolution, message) => {
  expect(() => minimumNorm({ resolution })).toThrow(message);
});

test('refuses a resolution that is negative for a constituent, and says of which', async () => {
  const jets = jetsOf([[[0.1, 1, 0]]]);
  await expect(
    attack(jets, { resolution: { relativePt: '0.1', eta: '0.001 - eta', phi: '0.001 - eta' } }, linear([0, 1, 0])),
  ).rejects.toThrow('resolution: expected a number of at least 0, found -0.999');
});
