import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openDevice } from '@jetdemon/compute';
import { batchOf, defaultLayout } from '@jetdemon/data';
import { initialise, padded } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import { rowsWith, someJets } from '../testing/some-jets.ts';
import { adversaryNetwork } from './network.ts';

const rho = { pt: 0.02, eta: 0.02, phi: 0.02 };
const network = adversaryNetwork({ architecture: 'set', hidden: [12, 8], rho, inputs: 'jet' }, defaultLayout);
const weights = initialise(network, keyOf('large'));
const jets = someJets(12);
const batch = batchOf(jets, rowsWith(jets, 0, 1)).jets;
const device = await openDevice('cpu');
const ask = device.compile((inputs) => ({ delta: network.bounded(network.moves(inputs, inputs)) }));
const deltaOf = async (data: Float32Array, packed = true) => {
  const indices = packed ? network.indices(data) : {};
  return (await ask({ ...weights, ...indices, jets: padded(data, defaultLayout) })).delta!.data as Float32Array;
};

/** (jet, slot) of every real constituent. */
const real = Array.from({ length: batch.length / 3 }, (_, slot) => slot).filter((slot) => batch[slot * 3]! > 0);

test('moves the constituents of a jet in another order in that order', async () => {
  // Real constituents of each jet reversed; the network does not ask for descending pT.
  const reversed = batch.slice();
  const partner = new Map<number, number>();
  for (let jet = 0; jet < jets.count; jet++) {
    const own = real.filter((slot) => Math.floor(slot / 64) === jet);
    own.forEach((slot, at) => partner.set(slot, own[own.length - 1 - at]!));
  }
  for (const [slot, from] of partner) reversed.set(batch.subarray(from * 3, from * 3 + 3), slot * 3);
  const [delta, other] = [await deltaOf(batch), await deltaOf(reversed)];
  for (const [slot, from] of partner)
    for (let axis = 0; axis < 3; axis++) expect(other[slot * 3 + axis]).toBeCloseTo(delta[from * 3 + axis]!, 4);
});

test('says the same with and without the index arrays, and its gradient too', async () => {
  const [packed, plain] = [await deltaOf(batch), await deltaOf(batch, false)];
  for (const slot of real) for (let axis = 0; axis < 3; axis++) expect(packed[slot * 3 + axis]).toBeCloseTo(plain[slot * 3 + axis]!, 5); // prettier-ignore
  const slope = device.compile((inputs) => {
    const total = (kernel: tf.Tensor) =>
      tf.sum(tf.square(network.perturbed({ ...inputs, 'each1/kernel': kernel }, inputs)));
    return { slope: tf.grad(total)(inputs['each1/kernel']!) };
  });
  const given = { ...weights, jets: padded(batch, defaultLayout) };
  const [a, b] = [await slope({ ...given, ...network.indices(batch) }), await slope(given)];
  const largest = Math.max(...Array.from(b.slope!.data, Math.abs));
  expect(largest).toBeGreaterThan(0);
  a.slope!.data.forEach((value, at) => expect(Math.abs(value - b.slope!.data[at]!)).toBeLessThan(1e-4 * largest));
});

test('depends on the rest of the jet, not on other jets', async () => {
  const changed = batch.slice();
  const jet = 5;
  changed[jet * 192] = changed[jet * 192]! * 1.5;
  const [before, after] = [await deltaOf(batch), await deltaOf(changed)];
  const of = (delta: Float32Array, at: number) => [...delta.subarray(at * 192 + 3, at * 192 + 6)];
  expect(of(after, jet)).not.toEqual(of(before, jet));
  expect(of(after, jet + 1)).toEqual(of(before, jet + 1));
});

test('is refused the classifier', () => {
  const asked = { architecture: 'set', hidden: [4], rho, inputs: 'jet+gradient' } as const;
  expect(() => adversaryNetwork(asked, defaultLayout)).toThrow(/expected inputs: jet for a set network/);
});
