import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { keyOf, type Uniform } from './key.ts';

const draw = (uniform: Uniform, count: number) => Float64Array.from({ length: count }, uniform);

/** xoroshiro128+ 1.0 (a, b, c = 24, 16, 37) by D. Blackman and S. Vigna, on 64-bit integers as they define it. */
function xoroshiro128plus(s0: bigint, s1: bigint, count: number): bigint[] {
  const word = (value: bigint) => BigInt.asUintN(64, value);
  const rotate = (value: bigint, by: bigint) => word(value << by) | (value >> (64n - by));
  return Array.from({ length: count }, () => {
    const result = word(s0 + s1);
    s1 ^= s0;
    s0 = rotate(s0, 24n) ^ s1 ^ word(s1 << 16n);
    s1 = rotate(s1, 37n);
    return result;
  });
}

test('the reference generator gives the published numbers of state 1, 2', () => {
  // xoroshiro128plus.c of prng.di.unimi.it, as quoted in the tests of Rust's rand_xoshiro.
  const published = [3n, 412333834243n, 2360170716294286339n, 9295852285959843169n, 2797080929874688578n];
  expect(xoroshiro128plus(1n, 2n, 5)).toEqual(published);
});

test('a stream is that generator, seeded with the SHA-256 of the seed', () => {
  // FIPS 180-2, appendix B.1: SHA-256 of 'abc', first 16 bytes, as little-endian 32-bit words, high word first.
  const [h0, l0, h1, l1] = [0xbf1678ban, 0xeacf018fn, 0xde404141n, 0x2322ae5dn] as const;
  const expected = xoroshiro128plus((h0 << 32n) | l0, (h1 << 32n) | l1, 1000);
  const low = expected.map((value) => Number(BigInt.asUintN(32, value)) / 2 ** 32);
  expect([...draw(keyOf('abc').uniform(), 1000)]).toEqual(low);
});

test('whoever draws the stream by itself starts with its state', () => {
  const key = keyOf('abc');
  const [high0, low0, high1, low1] = key.state().map((word) => BigInt.asUintN(32, BigInt(word))) as [bigint, bigint, bigint, bigint]; // prettier-ignore
  const expected = xoroshiro128plus((high0 << 32n) | low0, (high1 << 32n) | low1, 100);
  expect([...draw(key.uniform(), 100)]).toEqual(expected.map((value) => Number(BigInt.asUintN(32, value)) / 2 ** 32));
});

test('a split key is the key of the digest, a slash and the label', () => {
  const digest = createHash('sha256').update('abc').digest('hex');
  expect(draw(keyOf('abc').split('x').uniform(), 5)).toEqual(draw(keyOf(`${digest}/x`).uniform(), 5));
});

test('every call of uniform restarts the same stream', () => {
  const key = keyOf(1).split('shuffle');
  const first = draw(key.uniform(), 10);
  expect(draw(key.uniform(), 10)).toEqual(first);
  expect(draw(keyOf(1).split('shuffle').uniform(), 10)).toEqual(first);
});

test('labels and seeds all give streams of their own', () => {
  const keys = [1, 2, '12', 'a'].flatMap((seed) => {
    const key = keyOf(seed);
    return [key, key.split(1), key.split(2), key.split('12'), key.split(1).split(2), key.split('1/2')];
  });
  const starts = keys.map((key) => draw(key.uniform(), 4).join());
  expect(new Set(starts).size).toBe(keys.length);
});

// Estimators on n uniform numbers, with their standard errors in closed form; bounds are 4 of them.
describe.each([1, 2, 3])('the numbers of seed %i', (seed) => {
  const n = 100_000;
  const key = keyOf(seed);
  const x = draw(key.split('a').uniform(), n);
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const product = (a: Float64Array, b: Float64Array) => a.map((value, i) => 12 * (value - 0.5) * (b[i]! - 0.5));

  test('lie in [0, 1)', () => expect(x.every((value) => value >= 0 && value < 1)).toBe(true));

  test('have mean 1/2', () => expect(Math.abs(mean(x) - 1 / 2)).toBeLessThan(4 * Math.sqrt(1 / 12 / n)));

  test('have variance 1/12', () => {
    expect(Math.abs(mean(x.map((value) => (value - 0.5) ** 2)) - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / n));
  });

  test.each([1, 2, 7])('do not correlate with those %i later', (lag) => {
    const pairs = product(x.subarray(0, n - lag), x.subarray(lag));
    expect(Math.abs(mean(pairs))).toBeLessThan(4 / Math.sqrt(n - lag));
  });

  test('do not correlate with those of another label, seed or level', () => {
    for (const other of [key.split('b'), keyOf(seed + 1).split('a'), key, key.split('a').split('a')]) {
      expect(Math.abs(mean(product(x, draw(other.uniform(), n))))).toBeLessThan(4 / Math.sqrt(n));
    }
  });

  test('fill 100 bins evenly', () => {
    const bins = new Float64Array(100);
    for (const value of x) bins[Math.floor(value * 100)]! += 1;
    const chi2 = bins.reduce((sum, count) => sum + (count - n / 100) ** 2 / (n / 100), 0);
    expect(Math.abs(chi2 - 99)).toBeLessThan(4 * Math.sqrt(2 * 99));
  });
});

test('streams of ten thousand neighbouring labels are independent: their first numbers have uniform mean and variance', () => {
  const n = 10_000;
  const first = Array.from({ length: n }, (_, label) => keyOf(7).split(label).uniform()());
  const mean = first.reduce((sum, value) => sum + value, 0) / n;
  const variance = first.reduce((sum, value) => sum + (value - 0.5) ** 2, 0) / n;
  expect(Math.abs(mean - 1 / 2)).toBeLessThan(4 * Math.sqrt(1 / 12 / n));
  expect(Math.abs(variance - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / n));
});
