import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evenPart, interpolatedFactor, type Interpolated } from './interpolation.ts';

const alphas = fc.double({ min: -3, max: 3, noNaN: true });

/** Central differences of value and slope. */
function compareDerivatives(of: (alpha: number) => Interpolated, alpha: number): void {
  const step = 1e-5;
  const [low, here, high] = [of(alpha - step), of(alpha), of(alpha + step)];
  const scale = 1 + Math.abs(here.slope) + Math.abs(here.curvature);
  expect(Math.abs((high.value - low.value) / (2 * step) - here.slope) / scale).toBeLessThan(1e-4);
  // the third derivative jumps at |alpha| = 1
  expect(Math.abs((high.slope - low.slope) / (2 * step) - here.curvature) / scale).toBeLessThan(2e-3);
}

describe('evenPart', () => {
  test('makes code 4p: nominal at 0, up and down at 1 and -1, straight beyond', () => {
    const [nominal, up, down] = [10, 13, 9];
    const of = (alpha: number) => nominal + (alpha * (up - down)) / 2 + (evenPart(alpha).value * (up + down - 2 * nominal)) / 16; // prettier-ignore
    expect([0, 1, -1, 2, -3].map(of)).toEqual([10, 13, 9, 16, 7]);
  });

  test('has its derivatives', () => fc.assert(fc.property(alphas, (alpha) => compareDerivatives(evenPart, alpha))));
});

describe('interpolatedFactor', () => {
  // pyhf 0.7.6: pyhf.interpolators.code4([[[[0.85], [1.0], [1.2]]]])(numpy.array([[alpha]]))
  test.each([
    [-1.5, 0.78366127887],
    [-0.5, 0.920884999597],
    [0.25, 1.045347210199],
    [0.9, 1.178299816519],
    [2, 1.44],
  ])('of 1.2 and 0.85 at alpha = %d is %d', (alpha, expected) => {
    expect(interpolatedFactor(1.2, 0.85, alpha).value).toBeCloseTo(expected, 11);
  });

  test('has its derivatives', () => {
    const sizes = fc.double({ min: 0.3, max: 2.5, noNaN: true });
    fc.assert(
      fc.property(sizes, sizes, alphas, (up, down, alpha) =>
        compareDerivatives((at) => interpolatedFactor(up, down, at), alpha),
      ),
    );
  });
});
