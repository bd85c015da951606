import * as tf from '@tensorflow/tfjs-core';
import { openDevice } from '@jetdemon/compute';
import { defaultLayout, type Jets } from '@jetdemon/data';
import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { sortConstituents } from '../loop/order.ts';
import { classifiers, inDouble, observablesOf, type DoubleJet } from '../testing/double-chain.ts';
import { jetsOf, rowsWith, someJets } from '../testing/some-jets.ts';
import { coordinate, smallPfn, targetOf } from '../testing/targets.ts';
import { growerOf, type GrowthOptions } from './grower.ts';
import { grown, roles, type Growth } from './growth.ts';

const device = await openDevice('tfjs-cpu');
const jets = someJets(10);
const rows = rowsWith(jets, 1);
const soft: Growth = { kind: 'soft', most: 4, fraction: 0.02, angle: 0.8 };
const collinear: Growth = { kind: 'collinear', most: 4, angle: 0.02 };
const kinds = [soft, collinear] as const;

const grow = async (growth: Growth, options: Partial<GrowthOptions> = {}, of: Jets = jets, which = rows) => {
  const attacker = growerOf(growth, of.layout, { device, target: smallPfn(), key: keyOf(1), steps: 2, restarts: 1, batchSize: 5, ...options }); // prettier-ignore
  return { jets: await attacker.attack(of, which), response: attacker.response() };
};

const sizeOf = (of: Jets, row: number) => of.offsets[row + 1]! - of.offsets[row]!;
const partsOf = (of: Jets, row: number): DoubleJet =>
  Array.from({ length: sizeOf(of, row) }, (_, i) => {
    const at = of.offsets[row]! + i;
    return [of.ptTeV[at]!, of.eta[at]!, of.phi[at]!];
  });
const weights = inDouble(smallPfn().weights);
const logitOf = (of: Jets, row: number) => classifiers['pfn']!(partsOf(of, row), weights);

test.each(kinds)('$kind growth leaves no jet more like signal, and most of them less', async (growth) => {
  const { jets: after, response } = await grow(growth);
  let better = 0;
  for (const row of rows) {
    expect(logitOf(after, row)).toBeLessThanOrEqual(logitOf(jets, row) + 1e-5);
    if (logitOf(after, row) < logitOf(jets, row) - 1e-5) better++;
  }
  expect(better).toBeGreaterThan(rows.length / 2);
  expect(response[1]!.meanProbability).toBeLessThan(response[0]!.meanProbability);
});

test('observables that are safe hardly move in the limit, those that count constituents do', async () => {
  for (const growth of [
    { ...soft, fraction: 1e-5 },
    { ...collinear, angle: 1e-4 },
  ]) {
    const { jets: after } = await grow(growth);
    for (const row of rows) {
      const [was, is] = [observablesOf(partsOf(jets, row)), observablesOf(partsOf(after, row))];
      expect(Math.abs(is.pt / was.pt - 1)).toBeLessThan(1.1e-5);
      if (sizeOf(jets, row) > 3) expect(Math.abs(is.mass / was.mass - 1)).toBeLessThan(3e-4);
    }
    expect(after.ptTeV.length).toBeGreaterThan(jets.ptTeV.length);
  }
});

test('a splitting is two constituents within the angle with the pT and the centre of the one', async () => {
  const one = jetsOf([[[0.1, 0.3, 3.14]]]);
  // logit = −number of constituents: every jet grows.
  const counting = targetOf((batch) => tf.neg(tf.sum(tf.step(coordinate(batch, 0)), 1)));
  const slope = targetOf((batch) => tf.add(counting.logits({}, { jets: batch }), tf.mul(0, tf.sum(batch, [1, 2]))));
  const { jets: after } = await grow(
    { kind: 'collinear', most: 3, angle: 0.05 },
    { target: slope },
    one,
    Int32Array.of(0),
  );
  expect(after.count).toBe(1);
  const [[pt1, eta1, phi1], [pt2, eta2, phi2]] = partsOf(after, 0) as [number[], number[]];
  expect(pt1! + pt2!).toBeCloseTo(0.1, 7);
  const wrapped = Math.atan2(Math.sin(phi1! - phi2!), Math.cos(phi1! - phi2!));
  expect(Math.hypot(eta1! - eta2!, wrapped)).toBeLessThanOrEqual(0.05);
  expect((pt1! * eta1! + pt2! * eta2!) / 0.1).toBeCloseTo(0.3, 6);
});

test('slopes by what is new are those of finite differences in double precision', async () => {
  const jet = [[0.1, 0.2, 0.1], [0.05, -0.1, 0.3]]; // prettier-ignore
  const layout = { ...defaultLayout, constituents: 4 };
  const base = [...jet.flat(), 0, 0, 0, 0, 0, 0];
  // Slot 0 splits into 0 and 2; slot 3 is soft.
  const role = [roles.parent, roles.kept, roles.child, roles.soft];
  const from = [...jet[0]!, 0, 0, 0, ...jet[0]!, 0.01, 0.05, 0.2];
  const at = [[0.3, -0.4, 0.7], [0, 0, 0], [0.3, -0.4, 0.7], [-0.2, 0.5, 0.1]].flat(); // prettier-ignore
  const tensor = (data: number[], last = 3) => tf.tensor3d(data, [1, 4, last]);
  const value = tf.tensor3d([3, -1, 2, 0.5, 1, -2, 7, 1, 1, -4, 2, 3], [1, 4, 3]);
  const slopes = tf.grad((x) =>
    tf.sum(tf.mul(value, tf.sin(tf.mul(3, grown(tensor(base), tensor(from), tensor(role, 1), x as tf.Tensor3D, 0.6))))),
  )(tensor(at));
  const inDoubles = (x: readonly number[]): number => {
    const s = (slot: number) => (1 + x[3 * slot]!) / 2;
    const o = (slot: number, axis: 1 | 2) => (0.6 / Math.SQRT2) * x[3 * slot + axis]!;
    const made = [0, 1, 2, 3].flatMap((slot) => {
      const [pt, eta, phi] = [0, 1, 2].map((axis) => (role[slot] === roles.kept ? base : from)[3 * slot + axis]!);
      if (role[slot] === roles.kept) return [pt!, eta!, phi!];
      const z = s(slot) / 2;
      const [momentum, way] = { [roles.soft]: [s(slot), 1], [roles.child]: [z, 1 - z], [roles.parent]: [1 - z, -z] }[role[slot]!]!; // prettier-ignore
      return [momentum! * pt!, eta! + way! * o(slot, 1), phi! + way! * o(slot, 2)];
    });
    const by = [3, -1, 2, 0.5, 1, -2, 7, 1, 1, -4, 2, 3];
    return made.reduce((sum, one, i) => sum + by[i]! * Math.sin(3 * one), 0);
  };
  expect(layout.constituents).toBe(4);
  const found = slopes.dataSync();
  at.forEach((_, i) => {
    const moved = (by: number) => at.map((one, j) => (j === i ? one + by : one));
    expect(found[i]).toBeCloseTo((inDoubles(moved(1e-6)) - inDoubles(moved(-1e-6))) / 2e-6, 4);
  });
});

test.each(kinds)('$kind growth is never weaker with more steps or restarts', async (growth) => {
  let weaker = [...rows].map((row) => logitOf(jets, row));
  for (const [steps, restarts] of [
    [1, 1],
    [5, 1],
    [5, 3],
  ] as const) {
    // prettier-ignore
    const { jets: after } = await grow(growth, { steps, restarts });
    const found = [...rows].map((row) => logitOf(after, row));
    found.forEach((logit, at) => expect(logit).toBeLessThanOrEqual(weaker[at]! + 1e-5));
    weaker = found;
  }
});

test('what is handed on is a jet: hardest first after sorting, φ within [−π, π]', async () => {
  const { jets: after } = await grow({ ...soft, angle: 3 });
  const sorted = sortConstituents(after);
  for (const phi of sorted.phi) expect(Math.abs(phi)).toBeLessThanOrEqual(Math.fround(Math.PI));
});

test('refuses constituents of more than momentum', () => {
  const [pt, eta, phi] = defaultLayout.features;
  const charge = { name: 'charge', unit: '1', description: 'charge', move: 'frozen' } as const;
  const layout = { ...defaultLayout, features: [pt!, eta!, phi!, charge] };
  const target = { ...smallPfn(), layout };
  expect(() => growerOf(soft, layout, { device, target, key: keyOf(1), steps: 1, restarts: 1 })).toThrow(
    'expected constituents of pT, pseudorapidity and azimuth alone, found pt, eta, phi, charge',
  );
});
