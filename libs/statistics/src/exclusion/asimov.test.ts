import { describe, expect, test } from 'vitest';
import { asimovSignificance } from './asimov.ts';

describe('asimovSignificance', () => {
  // The formula in 50-digit decimals: python3, decimal.getcontext().prec = 50,
  // (2*((s+b)*((s+b)*(b+v)/(b*b+(s+b)*v)).ln() - b*b/v*(1+v*s/(b*(b+v))).ln())).sqrt(), v -> 0: eq. (97)
  test.each([
    { s: 50, b: 100, sigma: 7, z: 3.7195325764 },
    { s: 50, b: 100, sigma: 10, z: 3.1729728608 },
    { s: 10, b: 100, sigma: 0, z: 0.9839916447 },
    { s: 1e-6, b: 100, sigma: 10, z: 7.07106779418781e-8 },
    { s: 1e-3, b: 1e6, sigma: 1e-3, z: 9.999999998328e-7 },
  ])('of $s over $b +- $sigma is $z', ({ s, b, sigma, z }) => {
    expect(Math.abs(asimovSignificance(s, b, sigma) / z - 1)).toBeLessThan(1e-10);
  });

  test.each([1e-300, 1e-160, 1e-100, 1e-10, 1e-4])('nears the exact background as sigma = %d goes to 0', (sigma) => {
    expect(asimovSignificance(10, 100, sigma)).toBeCloseTo(Math.sqrt(2 * (110 * Math.log(1.1) - 10)), 8);
  });

  test.each([1e-12, 1e-8, 1e-4, 1e-2])('nears s / sqrt(b + sigma^2) as s = %d goes to 0', (s) => {
    expect(asimovSignificance(s, 400, 15) / (s / 25)).toBeCloseTo(1, 4);
  });

  test('of no signal is 0', () => {
    expect(asimovSignificance(0, 100, 10)).toBe(0);
    expect(asimovSignificance(0, 100, 0)).toBe(0);
  });

  test('is smooth where its series ends', () => {
    // x = y / (1 + y) = 0.01 at about these: neighbours differ by the derivative alone
    for (const sigma of [0, 5, 50]) {
      for (let s = 0.9; s < 1.2; s += 0.001) {
        const [low, here, high] = [s - 1e-3, s, s + 1e-3].map((value) => asimovSignificance(value, 100, sigma));
        expect(Math.abs(high! - 2 * here! + low!)).toBeLessThan(1e-9);
      }
    }
  });
});
