import { expect, test } from 'vitest';
import { powerOf, scaleOf } from './algorithm.ts';

test('names stand for their p, and genkt for any', () => {
  expect(powerOf('antikt')).toBe(-1);
  expect(powerOf('cambridge-aachen')).toBe(0);
  expect(powerOf('kt')).toBe(1);
  expect(powerOf('genkt', -0.5)).toBe(-0.5);
});

test('ee-genkt takes any p, and is -1 without', () => {
  expect(powerOf('ee-genkt')).toBe(-1);
  expect(powerOf('ee-genkt', 0)).toBe(0);
  expect(() => powerOf('ee-genkt', NaN)).toThrow('p: expected a finite number for algorithm ee-genkt, found NaN');
});

test('p goes with genkt and ee-genkt, and only with them', () => {
  expect(() => powerOf('kt', 1)).toThrow('p: expected only with algorithm genkt or ee-genkt, found 1 with kt');
  expect(() => powerOf('genkt')).toThrow('p: expected a finite number for algorithm genkt, found undefined');
  expect(() => powerOf('genkt', Infinity)).toThrow('found Infinity');
});

test('the scale is pT^2p, and a finite number for every pT', () => {
  expect([-1, 0, 1, 2, -0.5].map((p) => scaleOf(4, p))).toEqual([0.25, 1, 4, 16, 0.5]);
  for (const p of [-40, -1, -0.5, 0, 1, 40])
    for (const pt2 of [0, 1e-320, 1e200]) expect(Number.isFinite(scaleOf(pt2, p)), `${pt2} ** ${p}`).toBe(true);
});
