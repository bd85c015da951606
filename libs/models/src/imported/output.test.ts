// Logits of discriminants out of what networks say, against P / (1 − P) in double precision.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu/dist/tf-backend-cpu.es2017.js';
import { expect, test } from 'vitest';
import { discriminantOf, logitOf } from './output.ts';
import { output } from './output-declaration.ts';

const classes = ['QCD', 'top', 'W'];
const z = [0.3, -1.2, 2.1];
const sum = z.reduce((total, x) => total + Math.exp(x), 0);
const [qcd, top, w] = z.map((x) => Math.exp(x) / sum) as [number, number, number];
const found = (
  signal: string,
  is: 'logits' | 'probabilities' | 'log-probabilities',
  given: number[],
  more: object = {},
) =>
  logitOf(tf.tensor2d([given]), {
    name: 'o',
    classes,
    signal,
    is,
    width: given.length,
    independent: false,
    ...more,
  }).dataSync()[0];

const cases: [string, number][] = [
  ['1', top / (1 - top)],
  ['W', w / (1 - w)],
  ['P(top) / (P(top) + P(QCD))', top / qcd],
  ['P(top) + P(W)', (top + w) / qcd],
  ['P(top) / (P(top) + 0.2 * P(QCD) + P(W) * 0.8)', top / (0.2 * qcd + 0.8 * w)],
  ['P(top) / (P(top) + (P(QCD) + P(W)) / 4)', top / ((qcd + w) / 4)],
];

test.each(cases)('%s out of logits, probabilities and their logarithms', (signal, odds) => {
  expect(found(signal, 'logits', z)).toBeCloseTo(Math.log(odds), 5);
  expect(found(signal, 'probabilities', [qcd, top, w])).toBeCloseTo(Math.log(odds), 5);
  expect(found(signal, 'log-probabilities', [qcd, top, w].map(Math.log))).toBeCloseTo(Math.log(odds), 5);
});

test('one number per jet, and independent ones', () => {
  const one = { classes: ['b', 's'], independent: true };
  expect(found('1', 'logits', [40], one)).toBe(40);
  expect(found('b', 'logits', [40], one)).toBe(-40);
  expect(found('s', 'probabilities', [0.8], one)).toBeCloseTo(Math.log(4), 5);
  expect(found('top', 'logits', [1, 2, 3], { independent: true })).toBe(2);
});

test('what a probability rounds away is kept by logits', () => {
  expect(found('0', 'logits', [60, 0, -50])).toBeCloseTo(60, 3);
});

test.each([
  ['Top', /Top is no class of the output, did you mean top\?/],
  ['P(top) / P(QCD)', /no class with a negative weight in its denominator less its numerator/],
  ['P(top) * P(QCD)', /found a product of two/],
  ['P(top) / (P(top) + P(b))', /b is no class of the output/],
  ['P(top) / P(top)', /it is the same for every jet/],
  ['log(P(top))', /expected sums of classes and one division, found log/],
  ['P(top) + 1', /found a number by itself/],
  ['top / QCD', /expected an index, a class or a discriminant/],
])('%s is refused', (signal, message) => {
  expect(() => discriminantOf(signal, classes, false)).toThrow(message);
});

test('the declaration has no defaults that decide', () => {
  expect(output.parse({})).toEqual({});
});
