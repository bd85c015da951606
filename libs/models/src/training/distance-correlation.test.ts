import { float32, openDevice } from '@jetdemon/compute';
import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { distanceCorrelation } from './distance-correlation.ts';

const device = await openDevice('cpu');
const run = device.compile(({ x, y, w }) => ({ value: distanceCorrelation(x!, y!, w!) }));
const valueOf = async (x: number[], y: number[], w: number[]) =>
  (await run({ x: float32(x), y: float32(y), w: float32(w) })).value!.data[0]!;

/** dCov² by pairs and triples, as eq. (4) of arXiv:2001.05310 has it. */
function inLoops(x: number[], y: number[], w: number[]): number {
  const total = w.reduce((sum, one) => sum + one, 0);
  const share = w.map((one) => one / total);
  const covariance = (a: number[], b: number[]) => {
    let [both, ofA, ofB, mixed] = [0, 0, 0, 0];
    a.forEach((_, i) =>
      a.forEach((__, j) => {
        const p = share[i]! * share[j]!;
        both += p * Math.abs(a[i]! - a[j]!) * Math.abs(b[i]! - b[j]!);
        ofA += p * Math.abs(a[i]! - a[j]!);
        ofB += p * Math.abs(b[i]! - b[j]!);
        b.forEach((___, k) => (mixed += p * share[k]! * Math.abs(a[i]! - a[j]!) * Math.abs(b[i]! - b[k]!)));
      }),
    );
    return both + ofA * ofB - 2 * mixed;
  };
  return covariance(x, y) / Math.sqrt(covariance(x, x) * covariance(y, y));
}

const uniform = keyOf(1).uniform();
const some = (count: number) => Array.from({ length: count }, () => uniform());

test('is that of pairs and triples, under weights', async () => {
  const x = some(20);
  const y = x.map((value) => (value - 0.5) ** 2 + 0.1 * uniform());
  const w = x.map((_, at) => at % 3);
  expect(await valueOf(x, y, w)).toBeCloseTo(inLoops(x, y, w), 5);
  expect(inLoops(x, y, w)).toBeGreaterThan(0.05);
});

test('is 1 of a quantity with itself under any scale, and 0 where nothing varies or nothing counts', async () => {
  const x = some(30);
  const ones = x.map(() => 1);
  expect(await valueOf(x, x.map((value) => 3 - 2 * value), ones)).toBeCloseTo(1, 5); // prettier-ignore
  expect(await valueOf(x, ones, ones)).toBe(0);
  expect(await valueOf(x, x, x.map(() => 0))).toBe(0); // prettier-ignore
});

test('is 0 of a full product of values, which are independent', async () => {
  const grid = [0, 1, 2, 3, 4].flatMap((a) => [0, 1, 5, 7].map((b) => [a, b] as const));
  const value = await valueOf(grid.map(([a]) => a), grid.map(([, b]) => b), grid.map(() => 1)); // prettier-ignore
  expect(Math.abs(value)).toBeLessThan(1e-6);
});

test('an integer weight is so many of that jet', async () => {
  const x = some(12);
  const y = x.map((value) => value * value + 0.2 * uniform());
  const w = x.map((_, at) => at % 4);
  const repeated = (values: number[]) => values.flatMap((value, at) => Array.from({ length: w[at]! }, () => value));
  const [a, b] = [repeated(x), repeated(y)];
  expect(await valueOf(x, y, w)).toBeCloseTo(inLoops(a, b, a.map(() => 1)), 5); // prettier-ignore
  expect(await valueOf(x, y, x.map(() => 1))).not.toBeCloseTo(await valueOf(x, y, w), 2); // prettier-ignore
});
