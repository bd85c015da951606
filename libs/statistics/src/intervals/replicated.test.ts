import { describe, expect, test } from 'vitest';
import { keyOf } from '@jetdemon/workflow';
import { difference, ratio } from './combine.ts';
import { meanReplicas, pairedDifference, pairedRatio, type Replicated } from './replicated.ts';

const sigmas = 0.9944578832097531; // 68% of a normal distribution: N().inv_cdf(0.84)
const count = 20_000;
const uniform = keyOf('replicas').uniform();
const normals = () => Float64Array.from({ length: count }, () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())); // prettier-ignore
const [shared, own] = [normals(), normals()];

/** value with replicas value + a * shared + b * own. */
const number = (value: number, a: number, b: number, { jets = 'jets', seeds = 0 } = {}): Replicated => {
  const error = sigmas * Math.hypot(a, b);
  return {
    quoted: { value, low: value - error, high: value + error, description: 'it' },
    replicas: { jets, values: shared.map((one, at) => value + a * one + b * own[at]!), kind: 'percentile' },
    seeds,
  };
};
const half = ({ low, high }: { low: number; high: number }) => (high - low) / 2 / sigmas;

describe('differences of numbers of the same jets', () => {
  test('keep what the jets do not do to both: sqrt(var a + var b - 2 cov)', () => {
    const found = pairedDifference(number(5, 1, 0), number(3, 0.9, 0.2), 'a less b', 0.68);
    expect(found.value).toBe(2);
    expect(half(found) / Math.hypot(0.1, 0.2)).toBeCloseTo(1, 1);
    expect(found.description).toBe('a less b; replica by replica of the jets that they share');
    expect(half(difference(number(5, 1, 0).quoted, number(3, 0.9, 0.2).quoted, ''))).toBeGreaterThan(1.3);
  });

  test('at optima of other jets are centred and conservative, at those of the same jets too narrow', () => {
    // replicas of a less b: 0, 1, ... 100, of which 68% lie within 34 of 50
    const at = (optimum: 'other-half' | 'same-jets', slope: number): Replicated => ({
      quoted: { value: 5, low: 4, high: 6, description: '' },
      replicas: { jets: 'jets', kind: 'percentile', optimum, values: Float64Array.from({ length: 101 }, (_, one) => slope * one) }, // prettier-ignore
      seeds: 0,
    });
    const other = pairedDifference(at('other-half', 2), at('other-half', 1), 'a less b', 0.68);
    expect(other.low).toBeCloseTo(-34, 12);
    expect(other.high).toBeCloseTo(34, 12);
    expect(other.description).toMatch(
      /^a less b; replica by replica of the jets that they share; conservative interval/,
    );
    const same = pairedDifference(at('same-jets', 2), at('same-jets', 1), 'a less b', 0.68);
    expect(same.description).toMatch(/its interval holds the truth less often than it says/);
    const mixed = pairedDifference(at('other-half', 2), at('same-jets', 1), 'a less b', 0.68);
    expect(mixed.description).toBe(same.description);
  });

  test('add the errors of training seeds in quadrature', () => {
    const [a, b] = [number(5, 0, 0, { seeds: 0.3 }), number(3, 0, 0, { seeds: 0.4 })];
    const { low, high } = pairedDifference(a, b, '', 0.68);
    expect([low, high]).toEqual([1.5, 2.5]);
    // d (a / b) = da / b - a db / b^2
    expect(pairedRatio(a, b, '', 0.68).high).toBeCloseTo(5 / 3 + Math.hypot(0.3 / 3, (5 * 0.4) / 9), 12);
  });

  test('of one number from itself have no error, ratios neither', () => {
    const one = number(5, 1, 1);
    expect(pairedDifference(one, one, '', 0.68)).toMatchObject({ value: 0, low: 0, high: 0 });
    expect(pairedRatio(one, one, '', 0.68)).toMatchObject({ value: 1, low: 1, high: 1 });
  });
});

describe('numbers that share no replicas', () => {
  test('of other jets or without replicas add errors in quadrature', () => {
    const [a, b] = [number(5, 1, 0), number(3, 1, 0, { jets: 'others' })];
    expect(pairedDifference(a, b, 'd', 0.68)).toEqual(difference(a.quoted, b.quoted, 'd'));
    expect(pairedRatio(a, { ...b, replicas: undefined }, 'r', 0.68)).toEqual(ratio(a.quoted, b.quoted, 'r'));
  });

  test('have no mean replicas', () => {
    const [a, b] = [number(5, 1, 0).replicas!, number(3, 1, 0, { jets: 'others' }).replicas!];
    expect(meanReplicas([a, b])).toBeUndefined();
    expect(meanReplicas([a, undefined])).toBeUndefined();
    expect(meanReplicas([a, a])!.values).toEqual(a.values);
  });
});
