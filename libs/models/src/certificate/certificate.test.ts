import { defaultLayout } from '@jetdemon/data';
import { float32, openDevice } from '@jetdemon/compute';
import { keyOf } from '@jetdemon/workflow';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { createNetwork } from '../networks/index.ts';
import { initialise } from '../networks/network.ts';
import { padded, someJets } from '../testing/some-jets.ts';
import { budgetOf, largestShift, spreadOf } from './certificate.ts';

const slots = (jet: readonly (readonly [number, number, number])[]) =>
  Float32Array.from({ length: 6 * 3 }, (_, at) => jet.flat()[at] ?? 0);

test('the spread of two constituents is √(z₁ z₂) of their distance, also across ±π', () => {
  const { sigma, turn } = spreadOf(slots([[0.3, 0.1, 3.1], [0.1, 0.4, 3.1 + 0.4 - 2 * Math.PI]]), 3); // prettier-ignore
  expect(sigma).toBeCloseTo(Math.sqrt(0.75 * 0.25) * Math.hypot(0.3, 0.4), 6);
  expect(turn).toBeCloseTo(0.4, 6);
  expect(spreadOf(slots([]), 3)).toEqual({ sigma: 0, turn: 0 });
});

test('the largest shift is the closed form of its parts', () => {
  const still = { low: 1, high: 1, eta: 0, phi: 0 };
  const certificate = { slope: 20, logPt: 0.2 };
  const jet = { sigma: 0.15, turn: 1 };
  expect(largestShift(certificate, still, jet)).toBe(0);
  // angles alone: slope √(η² + φ²)
  expect(largestShift(certificate, { ...still, eta: 0.03, phi: 0.04 }, jet)).toBeCloseTo(20 * 0.05, 12);
  // pT alone: κ = (1.1 / 0.9 − 1) / 2 = 1/9, twice κ σ, and 0.2 × −log 0.9
  const expected = 20 * Math.hypot((2 / 9) * 0.15, 0.2 * -Math.log(0.9));
  expect(largestShift(certificate, { ...still, low: 0.9, high: 1.1 }, jet)).toBeCloseTo(expected, 12);
});

test('nothing is certain where pT may vanish, or of constituents on both sides of the beam', () => {
  const budget = { low: 0.9, high: 1.1, eta: 0.01, phi: 0.01 };
  const certificate = { slope: 20, logPt: 0.2 };
  expect(largestShift(certificate, { ...budget, low: 0 }, { sigma: 0.1, turn: 1 })).toBe(Infinity);
  expect(largestShift(certificate, budget, { sigma: 0.1, turn: Math.PI - 0.015 })).toBe(Infinity);
});

test('ten steps of ε compound in pT, or are taken at once, and add up in the angles', () => {
  const { low, high, eta, phi } = budgetOf({ pt: 0.05, eta: 0.002, phi: 0.003 }, 10);
  // upwards one after the other, 1.05^10 = 1.63 > 1.5; downwards at once, as attacks/pgd, 0.5 < 0.95^10 = 0.60
  expect([low, high]).toEqual([0.5, 1.05 ** 10]);
  expect(budgetOf({ pt: 0.1, eta: 0, phi: 0 }, 10).low).toBe(0.9 ** 10);
  expect([eta, phi].map((angle) => Number(angle.toFixed(9)))).toEqual([0.02, 0.03]);
});

const jets = [...someJets(keyOf(3), 40, 0.6), [[0.4, 1.2, -3]] as const];
const network = createNetwork('lipschitz', defaultLayout, { phi: [16, 16], f: [16], slope: 40 });
const weights = initialise(network, keyOf(5));
const names = Object.keys(weights);
const device = await openDevice('cpu');
const evaluate = device.compile((inputs) => {
  const of = (x: tf.Tensor) =>
    network.logits(Object.fromEntries(names.map((name) => [name, inputs[name]!])), { jets: x });
  return { logits: of(inputs.jets!), gradient: tf.grad((x: tf.Tensor) => tf.sum(of(x)))(inputs.jets!) };
});
const evaluated = async (data: Float32Array) => {
  const { logits, gradient } = await evaluate({ ...weights, jets: float32(data, [jets.length, 64, 3]) });
  return { logits: logits!.data, gradient: gradient!.data };
};

/** J (1 + ε δ) in pT, J + ε δ in the angles: written out here, apart from the attacks. */
function step(data: Float32Array, delta: (at: number) => number, epsilon: number): Float32Array {
  return data.map((value, at) => {
    if (data[at - (at % 3)] === 0) return 0;
    return at % 3 === 0 ? value * (1 + epsilon * delta(at)) : value + epsilon * delta(at);
  });
}

test.each([
  { name: 'up the gradient', epsilon: 0.001, sign: 1, least: 0.05 },
  { name: 'down the gradient', epsilon: 0.001, sign: -1, least: 0.05 },
  { name: 'far up the gradient', epsilon: 0.02, sign: 1, least: 0.05 },
  { name: 'at random', epsilon: 0.005, sign: 0, least: 0.005 },
])('ten steps $name move no logit further than the certificate says', async ({ epsilon, sign, least }) => {
  const uniform = keyOf(9).uniform();
  const start = padded(jets);
  const before = (await evaluated(start)).logits;
  let data = start;
  for (let at = 0; at < 10; at++) {
    const { gradient } = await evaluated(data);
    data = step(data, (i) => (sign === 0 ? Math.sign(uniform() - 0.5) : sign * Math.sign(gradient[i]!)), epsilon);
  }
  const after = (await evaluated(data)).logits;
  const budget = budgetOf({ pt: epsilon, eta: epsilon, phi: epsilon }, 10);
  const certificate = network.certificate!(weights);
  const shares = jets.map((_, row) => {
    const bound = largestShift(certificate, budget, spreadOf(start.subarray(row * 192, (row + 1) * 192), 3));
    return Math.abs(after[row]! - before[row]!) / bound;
  });
  expect(Math.max(...shares)).toBeLessThan(1);
  expect(Math.max(...shares)).toBeGreaterThan(least);
});
