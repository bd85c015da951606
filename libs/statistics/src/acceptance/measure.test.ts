import { keyOf } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import type { ScoredJets } from '../inputs/scored-jets.ts';
import { measureAcceptance } from './measure.ts';

describe('measureAcceptance', () => {
  const row = Float32Array.from({ length: 200 }, (_, at) => at % 100);
  const nominal = {
    label: Uint8Array.from({ length: 200 }, (_, at) => Number(at >= 100)),
    score: row.map((x) => x / 100),
    pt: row,
    mass: row,
    d2: row,
  };
  const perturbed: ScoredJets = {
    ...nominal,
    score: nominal.score.map((x, at) => (at < 2 ? 1 : x)), // 2% of background
    pt: nominal.pt.map((x, at) => (at < 3 ? x + 1000 : x)), // 3% of background
    mass: nominal.mass.map((x, at) => (at >= 100 && at < 120 ? x + 1000 : x)), // 20% of signal
  };
  const metrics = measureAcceptance(nominal, perturbed, { mass: 0.04, pt: 0.04, score: 0.01 }, keyOf(1));

  test('measures each class by itself, over the limit of the observable', () => {
    expect(metrics.background.score!.ks.value).toBeCloseTo(0.02, 12);
    expect(metrics.background.score!.ks_over_limit.value).toBeCloseTo(2, 12);
    expect(metrics.background.pt!.ks_over_limit.value).toBeCloseTo(0.75, 12);
    expect(metrics.background.mass!.ks.value).toBe(0);
    expect(metrics.signal.mass!.ks.value).toBeCloseTo(0.2, 12);
    expect(metrics.signal.score!.ks.value).toBe(0);
  });

  test('takes the largest ratio of background, whatever signal does', () => {
    const { ks_over_limit } = metrics.background.score!;
    expect(metrics.largest_ratio).toMatchObject({ value: ks_over_limit.value, uncertainty: ks_over_limit.uncertainty });
    expect(metrics.largest_ratio.description).toMatch(/that of the classifier output/);
  });

  test('has no interval, and says what chance would make', () => {
    const { ks, chance, p } = metrics.background.score!;
    expect(ks).not.toHaveProperty('low');
    // two of 100 jets move past all others: 0.02 where both trade places or none, else 0.01; 200 permutations
    expect(Math.abs(chance - 0.015)).toBeLessThan(0.0015);
    expect(Math.abs(p - 0.5)).toBeLessThan(0.12);
    expect(ks.uncertainty).toContain(chance.toPrecision(2));
  });

  test('measures what has a limit and nothing else, D2 too', () => {
    const moved = { ...nominal, d2: nominal.d2.map((x, at) => (at < 5 ? x + 1000 : x)) }; // 5% of background
    const { background, largest_ratio } = measureAcceptance(nominal, moved, { score: 0.02, d2: 0.1 }, keyOf(1));
    expect(Object.keys(background)).toEqual(['score', 'd2']);
    expect(background.d2!.ks.value).toBeCloseTo(0.05, 12);
    expect(largest_ratio.value).toBeCloseTo(0.5, 12);
    expect(largest_ratio.description).toMatch(/that of jet D2/);
  });
});
