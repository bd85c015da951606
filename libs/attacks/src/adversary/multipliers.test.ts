import { expect, test } from 'vitest';
import { keyOf } from '@jetdemon/workflow';
import { Multipliers } from './multipliers.ts';

test('nothing is held before a batch, nor within the limit', () => {
  const held = new Multipliers(2);
  expect(held.slopes(0.1)).toEqual([0, 0]);
  for (let batch = 0; batch < 50; batch++) held.observe([0.09, -0.09], 0.1);
  expect(held.slopes(0.1)).toEqual([0, 0]);
});

test('what is beyond the limit is pushed back, whichever side it is on', () => {
  const held = new Multipliers(2);
  held.observe([0.9, -0.9], 0.1);
  const [above, below] = held.slopes(0.1);
  expect(above).toBeGreaterThan(0);
  expect(below).toBe(-above!);
});

test.each([
  { limit: 0.2, noise: 0, expected: 0.2 },
  { limit: 0.2, noise: 0.1, expected: 0.2 },
  { limit: 5, noise: 0.1, expected: 1 },
])('descent on (d − 1)² under |d| ≤ $limit with noise $noise ends at $expected', ({ limit, noise, expected }) => {
  // Minimum of a convex problem in closed form; at 0.2 its multiplier is 2 (1 − 0.2) = 1.6.
  const held = new Multipliers(1, { memory: 10, penalty: 5, rate: 0.02 });
  const uniform = keyOf(1).uniform();
  let d = 0;
  let slope = 0;
  for (let step = 0; step < 20_000; step++) {
    slope = held.slopes(limit)[0]!;
    d -= 0.002 * (2 * (d - 1) + slope);
    held.observe([d + noise * (2 * uniform() - 1)], limit);
  }
  expect(d).toBeCloseTo(expected, 1.5);
  expect(Math.abs(slope - 2 * (1 - expected))).toBeLessThan(0.2);
});

test('what it remembers is all there is', () => {
  const [one, other] = [new Multipliers(1), new Multipliers(1)];
  for (const d of [0.3, -0.1, 0.4]) one.observe([d], 0.1);
  other.recall(JSON.parse(JSON.stringify(one.remember())) as ReturnType<Multipliers['remember']>);
  for (const held of [one, other]) held.observe([0.2], 0.1);
  expect(other.slopes(0.1)).toEqual(one.slopes(0.1));
});
