import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { meanCrossEntropy, validationAuc } from './auc.ts';

test.each([
  { what: 'perfect order', scores: [1, 2, 3, 4], label: [0, 0, 1, 1], auc: 1 },
  { what: 'reversed order', scores: [4, 3, 2, 1], label: [0, 0, 1, 1], auc: 0 },
  { what: 'all the same', scores: [1, 1, 1, 1, 1], label: [0, 1, 0, 1, 1], auc: 0.5 },
  // Pairs (signal, background): (2, 1) won, (2, 2) tied, (3, 1) and (3, 2) won.
  { what: 'one tie across the classes', scores: [1, 2, 2, 3], label: [0, 1, 0, 1], auc: 3.5 / 4 },
  { what: 'negative and infinite scores', scores: [-Infinity, -1, 0, Infinity], label: [0, 1, 0, 1], auc: 0.75 },
])('AUC of $what', ({ scores, label, auc }) => {
  expect(validationAuc(Float32Array.from(scores), label)).toBe(auc);
});

test('AUC equals the share of pairs in the right order, ties counting half', () => {
  const uniform = keyOf(1).uniform();
  const scores = Float32Array.from({ length: 200 }, () => Math.floor(uniform() * 40));
  const label = Uint8Array.from({ length: 200 }, () => (uniform() < 0.3 ? 1 : 0));
  let [pairs, won] = [0, 0];
  scores.forEach((a, i) => {
    scores.forEach((b, j) => {
      if (label[i] !== 1 || label[j] !== 0) return;
      pairs++;
      won += a > b ? 1 : a === b ? 0.5 : 0;
    });
  });
  expect(validationAuc(scores, label)).toBeCloseTo(won / pairs, 12);
});

test('AUC is undefined without one of the classes', () => {
  expect(validationAuc(Float32Array.of(1, 2), [1, 1])).toBeNaN();
});

test('cross-entropy is −log of the probability given to the true class, also where the sigmoid saturates', () => {
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  const expected = -(Math.log(sigmoid(1.5)) + Math.log(1 - sigmoid(-0.5))) / 2;
  expect(meanCrossEntropy(Float32Array.of(1.5, -0.5), [1, 0])).toBeCloseTo(expected, 12);
  expect(meanCrossEntropy(Float32Array.of(200), [0])).toBe(200);
  expect(meanCrossEntropy(Float32Array.of(200), [1])).toBeCloseTo(0, 12);
});

test('AUC of weighted jets is the weighted share of pairs, and a jet of weight k is k jets', () => {
  const uniform = keyOf(2).uniform();
  const scores = Float32Array.from({ length: 100 }, () => Math.floor(uniform() * 20));
  const label = Uint8Array.from({ length: 100 }, () => (uniform() < 0.4 ? 1 : 0));
  const weights = Float32Array.from({ length: 100 }, () => Math.floor(uniform() * 4));
  const repeated = Array.from(weights).flatMap((weight, at) => Array<number>(weight).fill(at));
  const [more, labels] = [Float32Array.from(repeated, (at) => scores[at]!), repeated.map((at) => label[at]!)];
  expect(validationAuc(scores, label, weights)).toBeCloseTo(validationAuc(more, labels), 12);
  const logits = scores.map((score) => score / 10 - 1);
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / 100;
  expect(meanCrossEntropy(logits, label, weights) / mean).toBeCloseTo(meanCrossEntropy(more.map((score) => score / 10 - 1), labels), 6); // prettier-ignore
});
