import { expect, test } from 'vitest';
import { mostByChance } from './seen.ts';

// P(n > 0) = 1 - exp(-mean); of mean 1, P(n > 8) = 1.13e-6 and P(n > 9) = 1.11e-7 (tables of the Poisson distribution)
test.each([
  ['10,000 jets beside 10,000', (10_000 * 10_000) / 2 ** 53, 0],
  ['80,000 jets beside 60 million', (80_000 * 60_000_000) / 2 ** 53, 1],
  ['a mean of 1', 1, 9],
])('identities that agree by chance: %s', (_, mean, most) => {
  expect(mostByChance(mean)).toBe(most);
});
