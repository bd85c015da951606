import { expect, test } from 'vitest';
import { measurePerturbation, perturbationMeter } from './achieved.ts';
import { jetsOf } from '../testing/some-jets.ts';

test('summarises the shifts of the constituents of the given rows', () => {
  const before = jetsOf([[[1, 0, 0], [2, 1, 3.125]], [[1, 0, 0]]]); // prettier-ignore
  const after = jetsOf([[[1.5, 0.25, 0], [1.5, 1, -3.125]], [[9, 9, 9]]]); // prettier-ignore
  const { jets, constituents, constituent } = measurePerturbation(before, after, Int32Array.of(0));
  expect([jets, constituents]).toEqual([1, 2]);
  // +50% and −25%; 0.25 and 0; 0 and 2π − 6.25 across the seam.
  expect(constituent.relativePt).toEqual({ mean: 0.125, rms: Math.sqrt((0.25 + 0.0625) / 2), largest: 0.5 });
  expect(constituent.eta).toEqual({ mean: 0.125, rms: Math.sqrt(0.0625 / 2), largest: 0.25 });
  expect(constituent.phi.largest).toBeCloseTo(2 * Math.PI - 6.25, 12);
});

test('gives the shift of jet pT and mass, and leaves jets without mass out of the latter', () => {
  // Two constituents of pT p at Δφ have m = 2 p sin(Δφ/2) and pT 2 p cos(Δφ/2): scaling p scales both.
  const pair = (pt: number) => [[pt, 0, -0.25], [pt, 0, 0.25]] as const; // prettier-ignore
  const before = jetsOf([pair(1), [[1, 0, 0]]]);
  const after = jetsOf([pair(1.25), [[0.75, 0, 0]]]);
  const { jet } = measurePerturbation(before, after, Int32Array.of(0, 1));
  expect(jet.relativePt.mean).toBeCloseTo(0, 12);
  expect(jet.relativePt.largest).toBeCloseTo(0.25, 12);
  expect(jet.relativeMass).toEqual({
    mean: expect.closeTo(0.25, 7),
    rms: expect.closeTo(0.25, 7),
    largest: expect.closeTo(0.25, 7),
  });
});

test('is zero for no jets', () => {
  const jets = jetsOf([[[1, 0, 0]]]);
  const none = measurePerturbation(jets, jets, new Int32Array());
  expect(none).toMatchObject({ jets: 0, constituents: 0, jet: { relativeMass: { mean: 0, rms: 0, largest: 0 } } });
});

test.each([0, 1])('where jets of one piece grew, constituents of no piece count, piece %i first', (first) => {
  const one = jetsOf([[[1, 0, 0]]]);
  const split = jetsOf([[[0.5, 0, 0], [0.5, 0, 0]]]); // prettier-ignore
  const meter = perturbationMeter();
  for (const piece of [first, 1 - first]) meter.add(one, piece === 0 ? split : one, Int32Array.of(0));
  expect(meter.result()).toMatchObject({ jets: 2, constituents: 0, constituent: { relativePt: { largest: 0 } } });
});
