import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exponential } from '../testing/closed-forms.ts';
import { kolmogorovSurvival, ksDistance, ksMaximum, ksProbability } from './kolmogorov-smirnov.ts';

describe('ksDistance', () => {
  test.each([
    { name: 'one value each, equal', a: [1], b: [1], expected: 0 },
    { name: 'one value each, apart', a: [1], b: [2], expected: 1 },
    { name: 'the same values in another order', a: [3, 1, 2], b: [1, 2, 3], expected: 0 },
    { name: 'shifted by one of three', a: [1, 2, 3], b: [2, 3, 4], expected: 1 - 2 / 3 },
    { name: 'ties within and between', a: [1, 1, 2, 2], b: [1, 2, 2, 2], expected: 1 / 4 },
    { name: 'unequal sizes', a: [1, 2], b: [1.5, 3, 4, 5], expected: 3 / 4 },
    { name: 'an empty sample', a: [], b: [1], expected: NaN },
  ])('$name', ({ a, b, expected }) => {
    expect(ksDistance(a, b)).toBe(expected);
    expect(ksDistance(b, a)).toBe(expected);
  });

  test('of an exponential and the same shifted by a is 1 - exp(-a)', () => {
    const values = exponential(5000, 1);
    const shifted = values.map((x) => x + 0.1);
    expect(ksDistance(values, shifted)).toBeCloseTo(1 - Math.exp(-0.1), 3);
  });

  test('is the largest difference of the two step functions at any value (slow reference)', () => {
    const values = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        const share = (list: number[], x: number) => list.filter((value) => value <= x).length / list.length;
        const reference = Math.max(...[...a, ...b].map((x) => Math.abs(share(a, x) - share(b, x))));
        expect(ksDistance(a, b)).toBeCloseTo(reference, 12);
      }),
    );
  });
});

describe('ksDistance of weighted values', () => {
  test('is the largest difference of the two step functions, also where negative weights make them fall', () => {
    const values = fc.array(fc.record({ x: fc.integer({ min: 0, max: 9 }), w: fc.integer({ min: -1, max: 4 }) }), { minLength: 1 }); // prettier-ignore
    const sum = (list: { w: number }[]) => list.reduce((total, { w }) => total + w, 0);
    const positive = values.filter((list) => sum(list) > 0);
    fc.assert(
      fc.property(positive, positive, (a, b) => {
        const share = (list: typeof a, x: number) => sum(list.filter((one) => one.x <= x)) / sum(list);
        const reference = Math.max(...[...a, ...b].map(({ x }) => Math.abs(share(a, x) - share(b, x))));
        const [xs, ws] = [(list: typeof a) => list.map(({ x }) => x), (list: typeof a) => Float64Array.from(list, ({ w }) => w)]; // prettier-ignore
        expect(ksDistance(xs(a), xs(b), { a: ws(a), b: ws(b) })).toBeCloseTo(reference, 12);
      }),
    );
  });

  test.each([
    { name: 'one sample is weighted, the other counted', a: [1, 2], b: [1, 2], weights: Float64Array.of(3, 1), distance: 1 / 4, at: 1 }, // prettier-ignore
    { name: 'weights do not matter where nothing moved', a: [3, 1, 2], b: [3, 1, 2], weights: undefined, distance: 0, at: 1 }, // prettier-ignore
  ])('$name', ({ a, b, weights, distance, at }) => {
    expect(ksMaximum(a, b, { a: weights })).toEqual({ distance, at });
  });

  test('of the same jets in the same order is exactly 0', () => {
    const weights = Float64Array.of(0.1, 0.7, 1e-3, 0.2);
    expect(ksDistance([1, 1, 2, 0], [1, 1, 2, 0], { a: weights, b: weights })).toBe(0);
  });
});

describe('kolmogorovSurvival', () => {
  // scipy.special.kolmogorov at 0, 0.5 and 1 is an example of its documentation; 1.2238, 1.36 and 1.628 are the usual
  // critical values of 10, 5 and 1%. Digits: 200 terms of the defining series in 40-digit decimals (Python's decimal).
  test.each([
    { x: -1, expected: 1 },
    { x: 0, expected: 1 },
    { x: 0.3, expected: 0.999990694199 },
    { x: 0.5, expected: 0.963945243665 },
    { x: 0.8, expected: 0.544142411574 },
    { x: 0.99, expected: 0.280873839226 },
    { x: 1, expected: 0.269999671677 },
    { x: 1.2238478702, expected: 0.1 },
    { x: 1.36, expected: 0.0494858767554 },
    { x: 1.5, expected: 0.0222179626165 },
    { x: 1.628, expected: 0.00997552243118 },
    { x: 2, expected: 0.00067092525578 },
    { x: 5, expected: 3.85749969593e-22 },
  ])('is $expected at $x', ({ x, expected }) => {
    expect(kolmogorovSurvival(x) / expected).toBeCloseTo(1, 9);
  });
});

test('ksProbability of D = 1/2 between ten and ten values is Q(sqrt(5) / 2)', () => {
  // the same decimals; R: ks.test(1:10, 6:15, exact = FALSE) prints p-value = 0.1641
  expect(ksProbability(0.5, 10, 10)).toBeCloseTo(0.164079197727, 9);
});

describe('ksMaximum', () => {
  test.each([
    { name: 'the last value of the lower sample, where samples are apart', a: [1, 2], b: [3, 4], at: 2 },
    { name: 'the highest of several steps', a: [1, 2, 3, 9], b: [4, 5, 6, 7], at: 3 },
    { name: 'the lowest value, where nothing differs', a: [2, 1], b: [1, 2], at: 1 },
    { name: 'nowhere, in an empty sample', a: [], b: [1], at: NaN },
  ])('is reached at $name', ({ a, b, at }) => {
    expect(ksMaximum(a, b)).toEqual({ distance: ksDistance(a, b), at });
    expect(ksMaximum(b, a).at).toBe(at);
  });
});
