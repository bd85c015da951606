import { expect, test } from 'vitest';
import { labelsOf, samplesToShow } from './samples.ts';

const found = ['nominal', 'fgsm-scores', 'random-scores', 'adversary'];

test('without a choice every sample is shown, nominal first, under its own name', () => {
  expect(samplesToShow(['adversary', 'nominal', 'fgsm-scores'], {}).map(({ label }) => label)).toEqual([
    'nominal',
    'adversary',
    'fgsm-scores',
  ]);
});

test('a choice is shown in its order under its names, and nominal always', () => {
  const shown = samplesToShow(found, { 'random-scores': 'control', 'fgsm-scores': 'attack' });
  expect(shown.map(({ samples, label }) => [samples, label])).toEqual([
    [['nominal'], 'nominal'],
    [['random-scores'], 'control'],
    [['fgsm-scores'], 'attack'],
  ]);
});

test('no two of six samples share a colour, a dash pattern or a marker', () => {
  const looks = samplesToShow(['nominal', 'a', 'b', 'c', 'd', 'e'], {}).map(({ look }) => look);
  for (const of of [looks.map((l) => l.colour), looks.map((l) => l.dash.join()), looks.map((l) => l.shape)]) {
    expect(new Set(of).size).toBe(6);
  }
});

test('a sample that is not there is an error that names those that are', () => {
  expect(() => samplesToShow(found, { fsgm: 'x' })).toThrow(
    'samples: expected nominal, fsgm among the samples, found nominal, fgsm-scores, random-scores, adversary',
  );
  expect(() => samplesToShow([], {})).toThrow('samples: expected nominal among the samples, found none');
});

test('samples of one name are one entry of the legend', () => {
  const both = ['nominal', 'adversary-scores', 'random-rho-scores', 'undertrained-adversary-scores'];
  const labels = { 'random-rho-scores': 'x', 'adversary-scores': 'y', 'undertrained-adversary-scores': 'x' };
  expect(samplesToShow(both, labels).map(({ samples }) => samples.length)).toEqual([1, 2, 1]);
});

test('two samples of one name in the same panel are an error, in different panels they are not', () => {
  const shown = samplesToShow(['nominal', 'a', 'b'], { a: 'attack', b: 'attack' });
  const rows = [
    { network: 'HL', sample: 'a' },
    { network: 'LL', sample: 'b' },
  ];
  expect([...labelsOf(shown, rows)]).toEqual([
    ['nominal', 'nominal'],
    ['a', 'attack'],
    ['b', 'attack'],
  ]);
  expect(() => labelsOf(shown, [...rows, { network: 'HL', sample: 'b' }])).toThrow(
    'samples: expected one sample called "attack" in each panel, found a and b in HL',
  );
});
