// Strategies differ in how they look for neighbours, never in a bit of what they find; particles at equal distances included.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cluster, type ClusterOptions } from './cluster.ts';
import { randomMomenta } from './testing/momenta.ts';

function same(seed: number, count: number, lattice: boolean, options: ClusterOptions): void {
  const momenta = randomMomenta(seed, count, lattice);
  expect(cluster(momenta, { ...options, strategy: 'tiled' })).toEqual(cluster(momenta, { ...options, strategy: 'n2' }));
}

test('tiled finds the jets of plain, bit by bit', () => {
  const cases = fc.record({
    seed: fc.nat(),
    count: fc.nat({ max: 150 }),
    lattice: fc.boolean(),
    p: fc.oneof(fc.constantFrom(-1, 0, 1), fc.double({ min: -4, max: 4, noNaN: true })),
    radius: fc.constantFrom(0.001, 0.1, 0.25, 0.4, 0.5, 1, 1.5, 2.5, 3.5, 7, 50),
  });
  fc.assert(
    fc.property(cases, ({ seed, count, lattice, p, radius }) =>
      same(seed, count, lattice, { algorithm: 'genkt', p, radius }),
    ),
    { numRuns: 400, seed: 1 },
  );
});

test.each(['antikt', 'kt', 'cambridge-aachen'] as const)('and so in large events, by %s', (algorithm) => {
  for (const radius of [0.4, 1]) same(3, 1500, false, { algorithm, radius });
});
