import * as tf from '@tensorflow/tfjs-core';
import { openDevice } from '@jetdemon/compute';
import { defaultContrast, defaultLayout, readJets } from '@jetdemon/data';
import { keyOf } from '@jetdemon/workflow';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import type { Jets } from '@jetdemon/data';
import type { Tagger } from '../tagger.ts';
import { scoreJets } from './scoring.ts';
import { smoothedScores } from './smoothing.ts';

const device = await openDevice('cpu');
const rows = Int32Array.from({ length: 40 }, (_, row) => 3 * row);
let jets: Jets;
beforeAll(async () => {
  jets = await readJets(fileURLToPath(new URL('../../../../data/jets-2k.arrow', import.meta.url)));
});

/** logit = steep (x − at) with x of the first constituent: pT, η or φ. */
const first = (axis: number, steep: number, at = 0): Tagger => ({
  logits: (_, batch) => tf.mul(steep, tf.sub(tf.reshape(tf.slice(batch['jets']!, [0, 0, axis], [-1, 1, 1]), [-1]), at)),
  indices: () => ({}),
  weights: {},
  layout: defaultLayout,
  contrast: defaultContrast,
});

test('without noise it is the score, bit for bit', async () => {
  const plain = await scoreJets(first(1, 3), jets, device, { rows });
  const smooth = await smoothedScores(
    first(1, 3),
    jets,
    device,
    { rows },
    { copies: 3, energy: 0, angle: 0 },
    keyOf(1),
  );
  expect(smooth).toEqual(plain);
});

// A steep logit is a step at 0: the mean score of N(η, σ²) is Φ(η / σ). Φ(-1) = 0.158655, Φ(0.5) = 0.691462.
test.each([
  { sigmas: -1, share: 0.158655 },
  { sigmas: 0.5, share: 0.691462 },
])('of a step it is the normal integral at $sigmas standard deviations', async ({ sigmas, share }) => {
  const eta = jets.eta.slice();
  for (const row of rows) eta[jets.offsets[row]!] = 0.1 * sigmas;
  const smoothing = { copies: 100, energy: 0, angle: 0.1 };
  const smooth = await smoothedScores(first(1, 1e6), { ...jets, eta }, device, { rows }, smoothing, keyOf(2));
  const mean = smooth.reduce((sum, score) => sum + score, 0) / rows.length;
  expect(Math.abs(mean - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / 4000));
});

// A small slope is linear: σ(k x) = 1/2 + k x / 4; the factor of pT has mean 1 and a relative variance of energy².
test('pT keeps its mean and spreads as asked', async () => {
  const smoothing = { copies: 1, energy: 0.2, angle: 0 };
  // of one constituent, which is the first whatever its pT
  const hardest = (values: Float32Array) =>
    Float32Array.from(jets.offsets.subarray(0, jets.count), (at) => values[at]!);
  const single = {
    ...jets,
    offsets: Int32Array.from({ length: jets.count + 1 }, (_, row) => row),
    ...{ ptTeV: hardest(jets.ptTeV), eta: hardest(jets.eta), phi: hardest(jets.phi) },
  };
  const factors: number[] = [];
  for (let seed = 0; seed < 100; seed++) {
    const scores = await smoothedScores(first(0, 0.4), single, device, { rows }, smoothing, keyOf(seed));
    scores.forEach((score, at) => factors.push((10 * (score - 0.5)) / single.ptTeV[rows[at]!]!));
  }
  const mean = factors.reduce((sum, factor) => sum + factor, 0) / factors.length;
  const variance = factors.reduce((sum, factor) => sum + (factor - mean) ** 2, 0) / factors.length;
  expect(Math.abs(mean - 1)).toBeLessThan((4 * 0.2) / Math.sqrt(4000));
  expect(Math.sqrt(variance)).toBeCloseTo(0.2, 2);
});

test('a jet has the same score whatever batch it is in, and another for another key', async () => {
  const smoothing = { copies: 3, energy: 0.1, angle: 0.1 };
  const scores = (batchSize: number, seed: number) =>
    smoothedScores(first(1, 5), jets, device, { rows, batchSize }, smoothing, keyOf(seed));
  expect(await scores(7, 1)).toEqual(await scores(40, 1));
  expect(await scores(40, 2)).not.toEqual(await scores(40, 1));
});

/** logit = steep × (pT of the first constituent − pT of the second): negative only where they are out of order. */
const ordered: Tagger = {
  ...first(0, 1),
  logits: (_, batch) => {
    const pt = (slot: number) => tf.reshape(tf.slice(batch['jets']!, [0, slot, 0], [-1, 1, 1]), [-1]);
    return tf.mul(1e6, tf.sub(pt(0), pt(1)));
  },
};

test('the tagger sees smeared constituents in descending pT', async () => {
  const smoothing = { copies: 10, energy: 0.5, angle: 0 };
  const scores = await smoothedScores(ordered, jets, device, { rows }, smoothing, keyOf(4));
  scores.forEach((score) => expect(score).toBeGreaterThan(0.49));
});
