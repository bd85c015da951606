import { describe, expect, test } from 'vitest';
import { cluster, type ClusterOptions, type Strategy } from './cluster.ts';
import { constituents } from './history.ts';
import { massless, momentaOf, randomMomenta } from './testing/momenta.ts';
import { clusterObviously } from './testing/obvious.ts';

const antikt = { algorithm: 'antikt', radius: 1 } as const;
const sets = (momenta: ReturnType<typeof momentaOf>, options: ClusterOptions) =>
  constituents(cluster(momenta, options)).map((list) => [...list]);

describe.each<Strategy>(['n2', 'tiled', 'auto'])('strategy %s', (strategy) => {
  test('no particles have no jets', () => {
    const { jets, jet } = cluster(momentaOf([]), { ...antikt, strategy });
    expect([jets.px.length, jet.length]).toEqual([0, 0]);
  });

  test('one particle is a jet, with its own momentum', () => {
    const { jets, jet } = cluster(momentaOf([[3, -4, 12, 14]]), { ...antikt, strategy });
    expect([...jet]).toEqual([0]);
    expect([jets.px[0], jets.py[0], jets.pz[0], jets.energy[0]]).toEqual([3, -4, 12, 14]);
  });

  test('two particles merge nearer than R and only then, across φ = π as well', () => {
    const pair = (apart: number) =>
      momentaOf([massless(5, 0.3, Math.PI - apart / 2), massless(2, 0.3, apart / 2 - Math.PI)]);
    expect(sets(pair(0.399), { algorithm: 'antikt', radius: 0.4, strategy })).toEqual([[0, 1]]);
    expect(sets(pair(0.401), { algorithm: 'antikt', radius: 0.4, strategy })).toEqual([[0], [1]]);
  });

  test('an R beyond π takes all that is near enough in rapidity', () => {
    const around = momentaOf([massless(5, 0, 0), massless(4, 1, 3), massless(0.1, -9, 3), massless(2, 0, -2)]);
    expect(sets(around, { algorithm: 'antikt', radius: 7, strategy })).toEqual([[0, 1, 3], [2]]);
  });

  test('particles alike merge, and those without pT are jets with their own number', () => {
    const same = Array.from({ length: 40 }, () => massless(1, 1, 1));
    expect(sets(momentaOf([...same, [0, 0, 5, 5], [0, 0, 0, 0]]), { ...antikt, strategy })).toEqual([
      same.map((_, i) => i),
      [40],
      [41],
    ]);
  });

  test('what each algorithm merges first decides between two neighbours', () => {
    // A soft particle between a hard one at 0.6 and one of middle pT at 0.5; R = 0.8, so the outer two are apart.
    const line = momentaOf([massless(100, 0, 1), massless(1, 0.6, 1), massless(10, 1.1, 1)]);
    expect(sets(line, { algorithm: 'antikt', radius: 0.8, strategy })).toEqual([[0, 1], [2]]);
    expect(sets(line, { algorithm: 'cambridge-aachen', radius: 0.8, strategy })).toEqual([[0], [1, 2]]);
    expect(sets(line, { algorithm: 'kt', radius: 0.8, strategy })).toEqual([[0], [1, 2]]);
  });

  test('jets are what the definition gives', () => {
    for (let seed = 0; seed < 12; seed++) {
      const momenta = randomMomenta(seed, 10 + 4 * seed);
      for (const p of [-1, 0, 1, 0.3])
        for (const radius of [0.2, 1, 4]) {
          const found = sets(momenta, { algorithm: 'genkt', p, radius, strategy });
          const name = `seed ${seed}, p ${p}, R ${radius}`;
          expect(
            found.toSorted((a, b) => a[0]! - b[0]!),
            name,
          ).toEqual(clusterObviously(momenta, p, radius));
        }
    }
  });
});

test('jets come in descending pT, and sum up to the particles', () => {
  const momenta = randomMomenta(1, 200);
  const { jets } = cluster(momenta, antikt);
  const pt2 = [...jets.px].map((px, i) => px ** 2 + jets.py[i]! ** 2);
  expect(pt2).toEqual(pt2.toSorted((a, b) => b - a));
  const sum = (list: Float64Array) => list.reduce((a, b) => a + b, 0);
  expect(sum(jets.energy) / sum(momenta.energy)).toBeCloseTo(1, 12);
});

test('a result is not touched by the next event', () => {
  const first = cluster(randomMomenta(1, 60), antikt);
  const copy = structuredClone(first);
  cluster(randomMomenta(2, 60), antikt);
  expect(first).toEqual(copy);
});

test('what is no momentum or no radius is one error that names the event', () => {
  const bad = momentaOf([massless(1, 0, 0), [1, NaN, 0, 1]]);
  expect(() => cluster(bad, antikt, 'event 7:')).toThrow(
    'event 7: particle 1: expected a finite four-momentum, found (1, NaN, 0, 1) GeV',
  );
  expect(() => cluster(momentaOf([[1e200, 0, 0, 1e200]]), antikt)).toThrow('expected a finite four-momentum');
  for (const radius of [0, -1, NaN, Infinity])
    expect(() => cluster(momentaOf([]), { algorithm: 'kt', radius })).toThrow(`radius: expected a number above 0 and at most 10000, found ${radius}`); // prettier-ignore
});
