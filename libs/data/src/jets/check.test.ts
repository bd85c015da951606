import { expect, test } from 'vitest';
import { refusalOf } from '../testing/refusal.ts';
import { checkJets, requireBothClasses } from './check.ts';
import type { Jets } from './jets.ts';
import { jetsOf, type Constituent } from '../testing/jets.ts';

const fine: Constituent[] = [[2, 0.1, 0.2], [1, 0.3, 0.4]]; // prettier-ignore
const withPt = (...pts: number[]): Jets => jetsOf([fine, pts.map((pt): Constituent => [pt, 0, 0])]);

test.each<[string, Jets, string]>([
  ['an empty jet', withPt(), 'row 8, column pt: expected at least 1 constituent, found none: drop empty jets'],
  [
    'a jet of 65 constituents',
    withPt(...Array.from({ length: 65 }, () => 1)),
    'row 8, column pt: expected at most 64 constituents, found 65: keep the 64 of highest pT',
  ],
  ['pT that is no number', withPt(3, NaN), 'row 8, column pt: expected finite pT > 0, found NaN at constituent 1'],
  ['infinite pT', withPt(Infinity), 'row 8, column pt: expected finite pT > 0, found Infinity at constituent 0'],
  ['negative pT', withPt(1, -0.5), 'row 8, column pt: expected finite pT > 0, found -0.5 at constituent 1'],
  [
    'padding',
    withPt(1, 0),
    'row 8, column pt: expected finite pT > 0, found 0 at constituent 1: leave padded constituents out',
  ],
  [
    'unsorted constituents',
    withPt(3, 1, 2),
    'row 8, column pt: expected constituents in descending pT, found 1 before 2 TeV at constituent 2: ' +
      'sort them, eta and phi alike',
  ],
  [
    'eta that is no number',
    jetsOf([fine, [[1, NaN, 0]]]),
    'row 8, column eta: expected finite numbers, found NaN at constituent 0',
  ],
  [
    'infinite phi',
    jetsOf([fine, [[1, 0, -Infinity]]]),
    'row 8, column phi: expected finite numbers, found -Infinity at constituent 0',
  ],
  [
    'a third class',
    jetsOf([fine, fine], [0, 2]),
    'row 8, column label: expected 0 (background) or 1 (signal), found 2',
  ],
  [
    'a fourth partition',
    { ...jetsOf([fine, fine]), partition: Uint8Array.of(2, 3) },
    'row 8, column partition: expected 0 (train), 1 (validation) or 2 (test), found 3',
  ],
])('%s is refused by row and column', (_, jets, message) => {
  expect(() => checkJets(jets, 'some.arrow', { firstRow: 7 })).toThrow(refusalOf('some.arrow', message));
});

test('jets with 1 and with 64 constituents, and with equal pT, are fine', () => {
  checkJets(withPt(1), 'some.arrow');
  checkJets(withPt(...Array.from({ length: 64 }, () => 1)), 'some.arrow');
});

test('unsorted constituents are fine where an attack may have moved them', () => {
  checkJets(withPt(3, 1, 2), 'some.arrow', { sorted: false });
});

const about = { file: 'some.arrow', classes: ['background', 'signal'] };
const both = (...truth: number[]) => [Uint8Array.from(truth), Int32Array.from(truth.keys())] as const;

test.each([
  [[1, 1], 'expected jets of both classes, found 0 background and 2 signal jets among 2: add jets of the other class'], // prettier-ignore
  [[0], 'expected jets of both classes, found 1 background and 0 signal jets among 1: add jets of the other class'], // prettier-ignore
])('truths %o alone are refused where both classes are needed', (truth, message) => {
  expect(() => requireBothClasses(...both(...truth), about)).toThrow(refusalOf('some.arrow', message));
});

test('jets that are neither are refused with the classes that there are', () => {
  expect(() => requireBothClasses(...both(2, 2), { ...about, classes: ['qcd', 'top'] })).toThrow(
    'found 0 background and 0 signal jets among 2: its classes are qcd, top: contrast says which of them are which',
  );
});

test('one jet of each class is enough', () => {
  requireBothClasses(...both(0, 1), about);
});
