// The e⁺e⁻ form against closed forms and its definition.
import { expect, test } from 'vitest';
import type { Momenta } from '../event.ts';
import { cluster } from './cluster.ts';
import { chord2Of } from './directions.ts';
import { constituents } from './history.ts';
import { momentaOf, randomMomenta } from './testing/momenta.ts';
import { clusterObviously, leptonic } from './testing/obvious.ts';

const sets = (momenta: Momenta, radius: number, p = -1) =>
  constituents(cluster(momenta, { algorithm: 'ee-genkt', p, radius })).map((list) => [...list]);
const ascending = (lists: number[][]) => lists.toSorted((a, b) => a[0]! - b[0]!);

/** A hard and a soft massless particle, that angle apart in the y-z plane; the hard one is along the beam. */
const pair = (angle: number) => momentaOf([[0, 0, 7, 7], [0, 2 * Math.sin(angle), 2 * Math.cos(angle), 2]]); // prettier-ignore

test('no particles have no jets, and one is a jet', () => {
  expect(sets(momentaOf([]), 1)).toEqual([]);
  expect(sets(momentaOf([[3, -4, 12, 14]]), 1)).toEqual([[0]]);
});

test.each([1e-9, 1e-4, 0.4, 1, 2, 3])('two particles merge nearer than the angle %f and only then', (radius) => {
  expect(sets(pair(radius * (1 - 1e-6)), radius)).toEqual([[0, 1]]);
  expect(ascending(sets(pair(radius * (1 + 1e-6)), radius))).toEqual([[0], [1]]);
});

test('opposite particles merge for R > π and only then', () => {
  const opposite = momentaOf([[0, 0, 7, 7], [0, 0, -2, 2]]); // prettier-ignore
  expect(ascending(sets(opposite, Math.PI))).toEqual([[0], [1]]);
  for (const radius of [3.2, 4, 2 * Math.PI, 9, 1000]) expect(sets(opposite, radius)).toEqual([[0, 1]]);
});

test('the limit of distances is 2 (1 - cos R), and 2 (3 + cos R) beyond π', () => {
  for (const radius of [0.3, 1, 3]) expect(chord2Of(radius)).toBeCloseTo(2 * (1 - Math.cos(radius)), 14);
  expect(chord2Of(Math.PI)).toBe(4);
  expect(chord2Of(1e-9)).toBeCloseTo(1e-18, 32);
  expect(chord2Of(4)).toBeCloseTo(2 * (3 + Math.cos(4)), 14);
});

test('energies weigh, not pT', () => {
  // A soft particle half-way between one of large pT and one of larger energy near the beam, which takes it first.
  const at = (angle: number, energy: number) =>
    [energy * Math.sin(angle), 0, energy * Math.cos(angle), energy] as const;
  const three = momentaOf([at(1.02, 10), at(0.52, 1), at(0.02, 50)]);
  expect(ascending(sets(three, 0.6))).toEqual([[0], [1, 2]]);
});

test('a pseudojet without momentum has the direction of z', () => {
  expect(ascending(sets(momentaOf([[0, 0, 0, 1], [0, 0, 5, 5], [5, 0, 0, 5]]), 0.5))).toEqual([[0, 1], [2]]); // prettier-ignore
});

test('jets are what the definition gives', () => {
  for (let seed = 0; seed < 12; seed++) {
    const momenta = randomMomenta(seed, 10 + 4 * seed);
    for (const p of [-1, 0, 1, 0.3])
      for (const radius of [0.2, 1, 2.5])
        expect(ascending(sets(momenta, radius, p)), `seed ${seed}, p ${p}, R ${radius}`).toEqual(
          clusterObviously(momenta, p, radius, leptonic),
        );
  }
});

test('axes have no meaning', () => {
  const momenta = randomMomenta(3, 80);
  const { px, py, pz, energy } = momenta;
  for (const p of [-1, 0.5])
    expect(ascending(sets({ px: py, py: pz, pz: px, energy }, 0.8, p))).toEqual(ascending(sets(momenta, 0.8, p)));
});

test('jets come in descending pT', () => {
  const { jets } = cluster(randomMomenta(1, 100), { algorithm: 'ee-genkt', radius: 0.4 });
  const pt2 = [...jets.px].map((px, i) => px ** 2 + jets.py[i]! ** 2);
  expect(pt2.length).toBeGreaterThan(3);
  expect(pt2).toEqual(pt2.toSorted((a, b) => b - a));
});

test('tiles are refused', () => {
  expect(() => cluster(pair(1), { algorithm: 'ee-genkt', radius: 1, strategy: 'tiled' }, 'event 7:')).toThrow(
    'event 7: strategy: expected auto or n2 with algorithm ee-genkt, found tiled',
  );
});
