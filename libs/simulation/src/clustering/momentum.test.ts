import { expect, test } from 'vitest';
import { azimuth, rapidity, towerMomenta } from './momentum.ts';

test('rapidity is artanh(pz/E)', () => {
  // python3 -c "import math; print(math.atanh(12/13.), math.atanh(-40/50.))"
  expect(rapidity(16, 12, 13)).toBeCloseTo(1.6094379124341005, 14);
  expect(rapidity(100, -40, 50)).toBeCloseTo(-1.09861228866811, 14);
  expect(rapidity(100, 0, 50)).toBeCloseTo(0, 14);
});

test('a negative mass² counts as none', () =>
  expect(rapidity(16, 3, 4.9)).toBeCloseTo(-0.5 * Math.log(16 / 7.9 ** 2), 14));

test('along the beam it is 100,000 + |pz|, as FastJet has it', () => {
  expect(rapidity(0, 7, 7)).toBe(100007);
  expect(rapidity(0, -7, 7)).toBe(-100007);
  expect(rapidity(0, 0, 0)).toBe(100000);
});

test('it is finite for what is no momentum of a particle', () => {
  for (const [pt2, pz, energy] of [
    [1, 0, 0],
    [0, 5, 4],
    [1, 5, -5],
    [1e-320, 0, 0],
  ] as const)
    // prettier-ignore
    expect(Number.isFinite(rapidity(pt2, pz, energy)), `${pt2} ${pz} ${energy}`).toBe(true);
});

test('azimuth lies in [0, 2π), and is 0 for pT = 0', () => {
  // python3 -c "import math; print(math.atan2(-4, -3) + 2 * math.pi)"
  expect(azimuth(-3, -4)).toBeCloseTo(4.068887871591405, 14);
  expect(azimuth(1, -1e-20)).toBe(0);
  expect(azimuth(0, -0)).toBe(0);
});

test('towers are massless momenta', () => {
  const towers = { calorimeter: new Uint8Array(1), energyGeV: Float64Array.of(5), eta: Float64Array.of(Math.asinh(0.75)), phi: Float64Array.of(-Math.PI / 2) }; // prettier-ignore
  const { px, py, pz, energy } = towerMomenta(towers);
  expect(px[0]).toBeCloseTo(0, 14);
  expect(py[0]).toBeCloseTo(-4, 14);
  expect(pz[0]).toBeCloseTo(3, 14);
  expect(energy[0]).toBe(5);
});
