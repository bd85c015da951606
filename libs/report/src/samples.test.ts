import { expect, test } from 'vitest';
import { samplesToShow } from './samples.ts';

const found = ['nominal', 'fgsm-scores', 'random-scores', 'adversary'];

test('without a choice every sample is shown, nominal first, under its usual name', () => {
  expect(samplesToShow(['adversary', 'nominal', 'fgsm-scores'], {}).map(({ label }) => label)).toEqual([
    'nominal',
    'adversary',
    'after FGSM',
  ]);
});

test('a choice is shown in its order under its names, and nominal always', () => {
  const shown = samplesToShow(found, { 'random-scores': 'control', 'fgsm-scores': 'attack' });
  expect(shown.map(({ sample, label }) => [sample, label])).toEqual([
    ['nominal', 'nominal'],
    ['random-scores', 'control'],
    ['fgsm-scores', 'attack'],
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
