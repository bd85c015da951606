import { expect, test } from 'vitest';
import { contrastOf, defaultContrast, rowsOfBoth, truthOf, underContrast } from './contrast.ts';
import { labelled, richJets, richLayout } from '../testing/jets.ts';

const tops = { background: ['qcd'], signal: ['top'] };

test('a contrast says of each jet what it is: background, signal or neither', () => {
  const jets = richJets(5);
  expect([...truthOf(jets, tops)]).toEqual([0, 1, 2, 0, 1]);
  expect([...truthOf(jets, { background: ['qcd', 'w'], signal: ['top'] })]).toEqual([0, 1, 0, 0, 1]);
  expect([...rowsOfBoth(underContrast(jets, tops), Int32Array.of(1, 2, 3))]).toEqual([1, 3]);
});

test('without one, classes of these names are background and signal, and an unlabelled sample is neither', () => {
  const jets = labelled([0, 1, 1]);
  expect([...truthOf(jets, contrastOf(jets.layout, undefined, 'a'))]).toEqual([0, 1, 1]);
  expect(underContrast(jets, defaultContrast)).toBe(jets);
  const data = { ...labelled([0, 0]), layout: { ...richLayout, classes: ['data'] } };
  expect([...truthOf(data, contrastOf(data.layout, undefined, 'a'))]).toEqual([2, 2]);
});

test.each([
  [{ background: ['qcd'], signal: ['tops'] }, 'contrast: expected classes of the jets (qcd, top, w), found tops'],
  [{ background: ['qcd', 'w'], signal: ['w'] }, 'contrast: expected each class on one side, found w'],
])('%o is refused', (contrast, message) => {
  expect(() => contrastOf(richLayout, contrast, 'jets.arrow')).toThrow(message);
});
