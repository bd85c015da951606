import { expect, test } from 'vitest';
import { setAngle, setRapidity } from './direction.ts';

const out = new Float64Array(4);
const angle = (phi: number): number[] => {
  setAngle(out, phi);
  return [...out.subarray(0, 2)];
};
const rapidity = (eta: number): number[] => {
  setRapidity(out, eta);
  return [...out.subarray(2)];
};
/** Numbers from -most to most, at steps that meet no multiple of π or ln 2. */
const grid = (most: number): number[] => Array.from({ length: 20_001 }, (_, at) => most * (at / 10_000 - 1));

test('are those of Math within rounding, at every turn and beyond', () => {
  const off = [7, 1000, 2 ** 20, 2 ** 30].map(
    (most) =>
    Math.max(...grid(most).flatMap((phi) => angle(phi).map((value, at) => Math.abs(value - Math[at === 0 ? 'cos' : 'sin'](phi))))), // prettier-ignore
  );
  for (const most of off) expect(most).toBeLessThan(2.3e-16);
});

test('are those of Math within rounding, small and beyond any detector', () => {
  const off = [1e-12, 1, 8, 30, 700].map((most) =>
    Math.max(
      ...grid(most)
        .filter((eta) => eta !== 0)
        .flatMap((eta) => rapidity(eta).map((value, at) => Math.abs(value / Math[at === 0 ? 'sinh' : 'cosh'](eta) - 1))), // prettier-ignore
    ),
  );
  for (const most of off) expect(most).toBeLessThan(1e-15);
});

test('those of series in 50 digits, in single precision beside a quarter turn too', () => {
  const exact = [-0.8011436155469337, -0.5984721441039565, 0.10016675001984403, 1.0050041680558035];
  // Taylor series by Python's decimal, 50 digits: cos and sin of the doubles 1.5707963705062866 (float32 of π/2) and -2.5, sinh and cosh of 0.1 and -2.5
  expect(Math.abs(angle(1.5707963705062866)[0]! / -4.371139000186241e-8 - 1)).toBeLessThan(1e-15);
  const off = [...angle(-2.5), ...rapidity(0.1)].map((value, at) => Math.abs(value - exact[at]!));
  expect(Math.max(...off)).toBeLessThan(2.3e-16);
  expect(rapidity(0)).toEqual([0, 1]);
  expect(angle(0)).toEqual([1, 0]);
});

test('of what is no number, none', () => {
  expect([...angle(NaN), ...angle(Infinity), ...rapidity(NaN)]).toEqual([NaN, NaN, NaN, NaN, NaN, NaN]);
  expect(rapidity(-Infinity)).toEqual([-Infinity, Infinity]);
});
