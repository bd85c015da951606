// Stratified batches: means over them are those over all jets, they go on where they were, and too small ones are refused.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readJets } from '@jetdemon/data';
import { keyOf } from '@jetdemon/workflow';
import { drawnFrom, enriched } from './strata.ts';

const jets = await readJets(fileURLToPath(new URL('../../../../data/jets-2k.arrow', import.meta.url)));
const key = keyOf('strata');
/** 40 jets of background, of which the four most like signal are at the end, then 40 of signal. */
const label = Uint8Array.from({ length: 80 }, (_, at) => (at < 40 ? 0 : 1));
const logit = Float32Array.from(label, (_, at) => at);
const train = Int32Array.from(label, (_, at) => 1000 - at);
/** Batches of 8 signal and 8 background jets, half of these from the four. */
const strata = enriched(label, logit, 16, 0.5);
const drawing = { key, reflect: false, from: 0 };
const drawn = (count: number, options = drawing) => {
  const supply = drawnFrom(strata, jets, train, options);
  return Array.from({ length: count }, () => supply.next().value);
};
const placeOf = (row: number) => 1000 - row;

test('every batch has its share of each', () => {
  expect(strata.perBatch).toEqual([8, 4, 4]);
  for (const { indices } of drawn(20)) {
    const places = Array.from(indices, placeOf);
    expect(places.filter((at) => at >= 40).length).toBe(8);
    expect(places.filter((at) => at >= 36 && at < 40).sort()).toEqual([36, 37, 38, 39]);
  }
});

test('weighted means over batches are means over all jets, and a class weighs as many as its jets', () => {
  // Nine batches have each of the 36 other background jets once.
  let [sum, all] = [0, 0];
  for (const { indices } of drawn(9)) {
    const background = Array.from(indices, placeOf).filter((at) => at < 40);
    const weights = background.map((at) => strata.weights[strata.of[at]!]!);
    expect(weights.reduce((total, weight) => total + weight, 0)).toBeCloseTo(8, 10);
    background.forEach((at, i) => ((sum += weights[i]! * at ** 2), (all += weights[i]!)));
  }
  const mean = Array.from({ length: 40 }, (_, at) => at ** 2).reduce((total, square) => total + square, 0) / 40;
  expect(sum / all).toBeCloseTo(mean, 8);
});

test.each([false, true])('from the middle on they are the same, mirrored %s', (reflect) => {
  const whole = drawn(23, { ...drawing, reflect });
  const rest = drawn(10, { ...drawing, reflect, from: 13 });
  expect(rest).toEqual(whole.slice(13));
});

test('mirrored batches have the same jets, with other signs', () => {
  const [plain, mirrored] = [drawn(1)[0]!, drawn(1, { ...drawing, reflect: true })[0]!];
  expect(mirrored.indices).toEqual(plain.indices);
  expect(mirrored.jets).not.toEqual(plain.jets);
  expect(mirrored.jets.map(Math.abs)).toEqual(plain.jets.map(Math.abs));
});

test('batches without a jet of each are refused', () =>
  expect(() => enriched(label, logit, 2, 0.5)).toThrow(/raise batchSize or set enrich: 0/));
