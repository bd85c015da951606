import * as tf from '@tensorflow/tfjs-core';
import { openDevice } from '@jetdemon/compute';
import { batchOf, defaultLayout, type Jets } from '@jetdemon/data';
import { createNetwork, initialise, smoothedScores, type Smoothing, type Tagger } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { fgsm } from '../gradient/fgsm.ts';
import { pgd } from '../gradient/pgd.ts';
import { square } from '../queries/square.ts';
import { classifiers, inDouble, type DoubleJet } from '../testing/double-chain.ts';
import { rowsWith, someJets } from '../testing/some-jets.ts';
import { coordinate, smallPfn, targetOf } from '../testing/targets.ts';
import { box } from '../threat/box.ts';
import { attackJets } from './attack-jets.ts';
import { sortConstituents } from './order.ts';
import { slopesOf } from './slopes.ts';
import { meanOf, smearedCopies } from './smeared-copies.ts';

const device = await openDevice('cpu');
const jets = someJets(16);
const rows = rowsWith(jets, 1);
const target = smallPfn();
const key = keyOf(7);
const epsilon = { pt: 0.002, eta: 0.002, phi: 0.002 };
const attacks = { fgsm: fgsm({ epsilon }), pgd: pgd({ epsilon, steps: 8, restarts: 2, momentum: 0.5 }) };
const reach = 10 * epsilon.eta; // of ten iterations, as both have them
const tilt = 0.01;
/** logit = tilt Σ (η + 3 sin(k η) / k): the ripples hide the tilt from a slope, a smearing by many of their lengths 2π/k = 0.05 washes them out. */
const rippled = targetOf((batch) => {
  const eta = coordinate(batch, 1);
  const k = (2 * Math.PI) / 0.05;
  return tf.mul(tilt, tf.sum(tf.add(eta, tf.mul(3 / k, tf.sin(tf.mul(k, eta)))), 1));
});

/** Mean scores of jets under draws that no attack had, [rows]. */
const scored = (of: Jets, how: Smoothing, tagger: Tagger) =>
  smoothedScores(tagger, sortConstituents(of), device, { rows }, { ...how, copies: 60 }, keyOf('draws of the scores'));
const meanOver = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe.each(['fgsm', 'pgd'] as const)('%s', (name) => {
  const moved = async (how?: Smoothing, tagger = target) => {
    const smoothed = how && { how, key: keyOf('draws of the attack') };
    return (await attackJets(jets, attacks[name], { device, rows, target: tagger, key, smoothed })).jets;
  };

  test('against smoothing without width is the attack against none, bit for bit', async () => {
    const plain = await moved();
    const still = await moved({ copies: 3, energy: 0, angle: 0 });
    for (const axis of ['ptTeV', 'eta', 'phi'] as const) expect(still[axis]).toEqual(plain[axis]);
    expect(plain.eta).not.toEqual(jets.eta);
  });

  test('that sees the smoothing takes most of what can be taken of the mean score, where one that does not is led astray', async () => {
    const how = { copies: 8, energy: 0, angle: 0.1 };
    const mean = async (of: Jets) => meanOver(await scored(of, how, rippled));
    const before = await mean(jets);
    // all that a box leaves: every η lower by its reach
    const most = before - (await mean({ ...jets, eta: jets.eta.map((eta) => eta - reach) }));
    expect(most).toBeGreaterThan(0);
    const seen = (before - (await mean(await moved(how, rippled)))) / most;
    const transferred = (before - (await mean(await moved(undefined, rippled)))) / most;
    expect(seen).toBeGreaterThan(0.6);
    expect(seen).toBeLessThan(1.01);
    expect(transferred).toBeLessThan(0.45);
  });

  test('that sees the smoothing of a network is not weaker than one that does not, beyond the statistics of the jets', async () => {
    const how = { copies: 8, energy: 0.3, angle: 0.3 };
    const [before, transferred, seen] = [
      await scored(jets, how, target),
      await scored(await moved(), how, target),
      await scored(await moved(how), how, target),
    ];
    expect(meanOver(transferred)).toBeLessThan(meanOver(before));
    expect(meanOver(seen)).toBeLessThan(meanOver(before));
    const gain = Array.from(transferred, (score, at) => score - seen[at]!);
    const error = Math.sqrt(meanOver(gain.map((one) => (one - meanOver(gain)) ** 2)) / (gain.length - 1));
    expect(meanOver(gain)).toBeGreaterThan(-2 * error);
  });

  test('moves a jet in the same way whatever batch it is in', async () => {
    const smoothed = { how: { copies: 2, energy: 0.1, angle: 0.1 }, key: keyOf(3) };
    const of = async (batchSize: number) =>
      (await attackJets(jets, attacks[name], { device, rows, target, key, smoothed, batchSize })).jets;
    const [a, b] = [await of(7), await of(20)];
    for (const axis of ['ptTeV', 'eta', 'phi'] as const) expect(a[axis]).toEqual(b[axis]);
  });
});

test('the slope of the logit of the mean is that of finite differences in double precision', async () => {
  const network = createNetwork('pfn', defaultLayout, { phi: [16, 8], f: [16] });
  const pfn = { ...target, weights: initialise(network, keyOf('small')) };
  const some = rows.filter((row) => jets.offsets[row + 1]! - jets.offsets[row]! < 25).slice(0, 4);
  const batch = { jets: batchOf(jets, some).jets, rows: some };
  const smoothed = { how: { copies: 5, energy: 0.2, angle: 0.1 }, key: keyOf(5) };
  const ask = slopesOf(box({ pt: 0.01, eta: 0.01, phi: 0.01 }), defaultLayout, device, pfn, smoothed)(batch);
  const { logits, gradient } = await ask(new Float32Array(batch.jets.length));
  const copies = smearedCopies(batch, defaultLayout, smoothed);
  const weights = inDouble(pfn.weights);
  /** log(p̄ / (1 − p̄)) of jet `at`, whose constituents are given. */
  const logitOfMean = (jet: DoubleJet, at: number) => {
    const each = copies.map(({ factor, shift }) => {
      const smeared = jet.map((part, i) =>
        part.map((value, axis) => value * factor[at * 192 + 3 * i + axis]! + shift[at * 192 + 3 * i + axis]!),
      );
      return 1 / (1 + Math.exp(-classifiers['pfn']!(smeared, weights)));
    });
    const p = each.reduce((sum, one) => sum + one, 0) / each.length;
    return Math.log(p / (1 - p));
  };
  let compared = 0;
  some.forEach((row, at) => {
    const count = jets.offsets[row + 1]! - jets.offsets[row]!;
    const values = batch.jets.subarray(at * 192);
    const jet = Array.from({ length: count }, (_, i) => [...values.subarray(3 * i, 3 * i + 3)]);
    expect(logits[at]!).toBeCloseTo(logitOfMean(jet, at), 4);
    jet.forEach((part, i) =>
      part.forEach((value, axis) => {
        const unit = 0.01 * (axis === 0 ? value : 1); // what δ = 1 moves
        const moved = (by: number) => jet.map((other, j) => (j === i ? other.with(axis, value + by * unit) : other));
        const h = 1e-4;
        const slope = (logitOfMean(moved(h), at) - logitOfMean(moved(-h), at)) / (2 * h);
        compared++;
        expect(Math.abs(gradient[at * 192 + 3 * i + axis]! - slope)).toBeLessThan(1e-6 + 1e-3 * Math.abs(slope));
      }),
    );
  });
  expect(compared).toBeGreaterThan(90);
});

test('logits of which no probability differs from 0 or 1 have a mean and slopes', () => {
  const told = (logit: number, slope: number) => ({ logits: Float32Array.of(logit), slopes: Float32Array.of(slope) });
  // p̄ = (e^-90 + e^-90 · e) / 2, so z̄ = −90 + log((1 + e) / 2), and the slopes count as their probabilities
  const { logits, slopes } = meanOf([told(-90, 1), told(-89, 3)]);
  expect(logits[0]).toBeCloseTo(-90 + Math.log((1 + Math.E) / 2), 4);
  expect(slopes[0]).toBeCloseTo((1 + 3 * Math.E) / (1 + Math.E), 5);
  // the same from above, by symmetry
  expect(meanOf([told(90, 1), told(89, 3)]).slopes[0]).toBeCloseTo((1 + 3 * Math.E) / (1 + Math.E), 5);
});

test('an attack that asks for scores alone does not see it, and says so', async () => {
  const smoothed = { how: { copies: 2, energy: 0.1, angle: 0.1 }, key };
  await expect(attackJets(jets, square(), { device, rows, target, key, smoothed })).rejects.toThrow('does not see');
});
