// Jets equal FastJet's 3.4.0: those of the reference events, and of other algorithms, R and p on six of them.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Momenta } from '../event.ts';
import { miniEvents, sharedEvents, type ReferenceEvent } from '../testing/reference.ts';
import { cluster, type Strategy } from './cluster.ts';
import { constituents } from './history.ts';
import { rapidity } from './momentum.ts';
import { towersOf, visibleOf } from './testing/momenta.ts';

interface Expected {
  readonly pt: number;
  readonly rap: number;
  readonly phi: number;
  readonly m: number;
}

const strategies: readonly Strategy[] = ['n2', 'tiled'];
const shared = sharedEvents();

/** pT, y and φ to 1e-9 relative; m² to 1e-9 of E², in which m² is a small difference. */
function expectJets({ px, py, pz, energy }: Momenta, jets: readonly Expected[]): void {
  expect(px.length).toBe(jets.length);
  jets.forEach(({ pt, rap, phi, m }, i) => {
    const [x, y, z, e] = [px[i]!, py[i]!, pz[i]!, energy[i]!];
    const found = Math.hypot(x, y);
    expect(Math.abs(found / pt - 1)).toBeLessThan(1e-9);
    expect(Math.abs(rapidity(x * x + y * y, z, e) - rap)).toBeLessThan(1e-9 * Math.max(1, Math.abs(rap)));
    expect(Math.hypot(x / found - Math.cos(phi), y / found - Math.sin(phi))).toBeLessThan(1e-9);
    expect(Math.abs((e + z) * (e - z) - found * found - Math.sign(m) * m * m)).toBeLessThan(1e-9 * e * e);
  });
}

const ofTowers = (event: ReferenceEvent, strategy: Strategy) => {
  const found = cluster(towersOf(event), { algorithm: 'antikt', radius: 1, strategy });
  expectJets(found.jets, event.towerJets);
  const expected = event.towerJets.map((jet) => jet.constituents.toSorted((a, b) => a - b));
  expect(constituents(found).map((list) => [...list])).toEqual(expected);
};

const ofParticles = (event: ReferenceEvent, strategy: Strategy) => {
  const found = cluster(visibleOf(event), { algorithm: 'antikt', radius: 1, strategy });
  expectJets(found.jets, event.particleJets);
  expect(constituents(found).map((list) => list.length)).toEqual(event.particleJets.map(({ n }) => n));
};

describe.each(strategies)('strategy %s', (strategy) => {
  test('anti-kt jets of the towers of six events', () => miniEvents().forEach((event) => ofTowers(event, strategy)));
  test('anti-kt jets of their massive particles', () => miniEvents().forEach((event) => ofParticles(event, strategy)));
  test.skipIf(!shared)('anti-kt jets of the towers of all 200 events', () =>
    shared!.forEach((event) => ofTowers(event, strategy)),
  );
  test.skipIf(!shared)('anti-kt jets of their massive particles, all 200', () =>
    shared!.forEach((event) => ofParticles(event, strategy)),
  );
});

interface Row {
  readonly p: number;
  readonly radius: number;
  readonly events: { readonly jets: [number, number, number, number][]; readonly jet: number[] }[];
}

// tools/bench/clustering/fastjet.cc, given the towers of the six events: echo jets | ./fastjet mini.f64 P R
const fixture = new URL('./testing/fastjet-mini-6.json.gz', import.meta.url);
const rows = JSON.parse(gunzipSync(readFileSync(fixture)).toString('utf8')) as Row[];

describe.each(rows)('p = $p, R = $radius', ({ p, radius, events }) => {
  test.each(strategies)('jets of FastJet, by strategy %s', (strategy) => {
    miniEvents().forEach((event, at) => {
      const { jets, jet } = cluster(towersOf(event), { algorithm: 'genkt', p, radius, strategy });
      const expected = events[at]!;
      expectJets(
        jets,
        expected.jets.map(([pt, rap, phi, m]) => ({ pt, rap, phi, m })),
      );
      expect([...jet]).toEqual(expected.jet);
    });
  });
});
