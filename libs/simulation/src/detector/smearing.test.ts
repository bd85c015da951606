// The smeared towers of both: ours, and those of the reference, against closed forms.
import { keyOf } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { miniEvents, sharedEvents, type ReferenceEvent } from '../testing/reference.ts';
import { depositTowers } from './deposit.ts';
import { phiEdge, towerAt, type Calorimeter } from './detector.ts';
import { simulate } from './simulate.ts';
import { atlas, atlasWith } from './testing/atlas.ts';
import { logNormalCdf, uniformProbability } from './testing/distributions.ts';
import { generated, particlesOf } from './testing/particles.ts';

interface Region {
  readonly calorimeter: 0 | 1;
  /** Of the tower that is looked at, and its centre; the numbers of the card as data/cards/README.md lists them. */
  readonly eta: number;
  readonly phiBins: number;
  readonly etaEdges: readonly [number, number];
  readonly sigma2: (energy: number) => number;
}

const regions: readonly Region[] = [
  { calorimeter: 0, eta: 0.01, phiBins: 360, etaEdges: [0, 0.0174], sigma2: (e) => (0.0017 * e) ** 2 + 0.101 ** 2 * e },
  {
    calorimeter: 0,
    eta: -3.2,
    phiBins: 36,
    etaEdges: [-3.3, -3.125],
    sigma2: (e) => (0.035 * e) ** 2 + 0.285 ** 2 * e,
  },
  { calorimeter: 0, eta: 4.8, phiBins: 36, etaEdges: [4.7, 5], sigma2: (e) => (0.035 * e) ** 2 + 0.285 ** 2 * e },
  {
    calorimeter: 1,
    eta: -1.65,
    phiBins: 36,
    etaEdges: [-1.7, -1.6],
    sigma2: (e) => (0.0302 * e) ** 2 + 0.5205 ** 2 * e + 1.59 ** 2,
  },
  { calorimeter: 1, eta: 1.75, phiBins: 36, etaEdges: [1.7, 1.8], sigma2: (e) => (0.05 * e) ** 2 + 0.706 ** 2 * e },
  { calorimeter: 1, eta: 4.6, phiBins: 18, etaEdges: [4.5, 4.7], sigma2: (e) => (0.0942 * e) ** 2 + e },
];

const open = atlasWith([/energyMinGeV: [\d.]+/, 'energyMinGeV: 0'], [/significanceMin: 2.0/, 'significanceMin: 0']);
const draws = 5000;

/** Towers of a region that all had this energy: photons or neutrons, one per tower of a ring, event after event. */
function measured({ calorimeter, eta, phiBins }: Region, energy: number, detector = open) {
  const ring = Array.from({ length: phiBins }, (_, bin) => {
    const phi = phiEdge(phiBins, bin + 0.5);
    const pt = energy / Math.cosh(eta);
    const pdgId = calorimeter === 0 ? 22 : 2112;
    return { pdgId, px: pt * Math.cos(phi), py: pt * Math.sin(phi), pz: pt * Math.sinh(eta), energy };
  });
  const key = keyOf(7).split(energy).split(eta);
  const towers: { energy: number; eta: number; phi: number }[] = [];
  for (let event = 0; event < draws / phiBins; event += 1) {
    const seen = simulate({ event, weight: 1, particles: particlesOf(ring) }, detector, key).towers;
    expect(new Set(seen.calorimeter).size).toBeLessThanOrEqual(1);
    seen.energyGeV.forEach((energy, at) => towers.push({ energy, eta: seen.eta[at]!, phi: seen.phi[at]! }));
  }
  return { towers, expected: Math.ceil(draws / phiBins) * phiBins };
}

const correlation = (a: readonly number[], b: readonly number[]) => {
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = (x: readonly number[], mx: number, y: readonly number[], my: number) =>
    x.reduce((sum, value, at) => sum + (value - mx) * (y[at]! - my), 0);
  return product(a, ma, b, mb) / Math.sqrt(product(a, ma, a, ma) * product(b, mb, b, mb));
};

describe.each(regions)('calorimeter $calorimeter at η = $eta', (region) => {
  test.each([0.8, 12, 400])('towers of %d GeV are log-normal with the mean and width of the card', (energy) => {
    const { towers, expected } = measured(region, energy);
    expect(towers).toHaveLength(expected);
    const sigma = Math.sqrt(region.sigma2(energy));
    const quantiles = towers.map((tower) => logNormalCdf(tower.energy, energy, sigma));
    expect(uniformProbability(quantiles)).toBeGreaterThan(1e-3);

    // Mean within four standard errors; the width of ln E, which for a log-normal is b, likewise.
    const mean = towers.reduce((sum, tower) => sum + tower.energy, 0) / expected;
    expect(Math.abs(mean - energy)).toBeLessThan((4 * sigma) / Math.sqrt(expected));
    const b2 = Math.log(1 + sigma ** 2 / energy ** 2);
    const spread = towers.reduce((sum, tower) => sum + (Math.log(tower.energy / energy) + b2 / 2) ** 2, 0) / expected;
    expect(Math.abs(spread / b2 - 1)).toBeLessThan(4 * Math.sqrt(2 / expected));
  });

  test('towers stand anywhere within their edges, whatever their energy', () => {
    const { towers } = measured(region, 12);
    const [low, high] = region.etaEdges;
    const inEta = towers.map(({ eta }) => (eta - low) / (high - low));
    const inPhi = towers.map(({ phi }) => (((phi + Math.PI) * region.phiBins) / (2 * Math.PI)) % 1);
    const energies = towers.map(({ energy }) => energy);
    expect(Math.min(...inEta)).toBeGreaterThan(0);
    expect(Math.max(...inEta)).toBeLessThan(1);
    expect(uniformProbability(inEta)).toBeGreaterThan(1e-3);
    expect(uniformProbability(inPhi)).toBeGreaterThan(1e-3);
    const bound = 4 / Math.sqrt(towers.length);
    for (const [a, b] of [
      [inEta, inPhi],
      [inEta, energies],
      [inPhi, energies],
    ] as const)
      expect(Math.abs(correlation(a, b))).toBeLessThan(bound);
  });

  test('towers below the thresholds of the card are dropped, by their smeared energy', () => {
    const thresholds = region.calorimeter === 0 ? [0.5, 1] : [1, 3];
    for (const energy of thresholds.flatMap((threshold) => [threshold, 3 * threshold])) {
      const { towers, expected } = measured(region, energy, atlas);
      const limit = thresholdOf(region);
      const chance = 1 - logNormalCdf(limit, energy, Math.sqrt(region.sigma2(energy)));
      const error = Math.sqrt(chance * (1 - chance) * expected) + 1;
      expect(Math.abs(towers.length - chance * expected)).toBeLessThan(4 * error);
      expect(Math.min(...towers.map((tower) => tower.energy))).toBeGreaterThanOrEqual(limit);
    }
  });
});

/** Lowest energy that is kept: by bisection of E = 2 σ(E), or the fixed threshold if that is higher. */
function thresholdOf({ calorimeter, sigma2 }: Region): number {
  let [low, high] = [0, 100];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (middle < 2 * Math.sqrt(sigma2(middle))) low = middle;
    else high = middle;
  }
  return Math.max(calorimeter === 0 ? 0.5 : 1, low);
}

describe('the towers that the reference smeared have our resolution', () => {
  /** Towers too far above threshold to be lost: their place in the distribution that we would draw from. */
  function quantilesOf(events: readonly ReferenceEvent[]): Map<Region, number[]> {
    const found = new Map<Region, number[]>();
    for (const event of events) {
      const raw = depositTowers(generated(event).particles, atlas);
      const trueOf = new Map([...raw.tower].map((tower, at) => [tower, raw.energyGeV[at]!]));
      for (const [column, energy, eta, phi] of event.towers) {
        const calorimeter: Calorimeter = atlas.calorimeters[column]!;
        const truth = trueOf.get(towerAt(atlas, calorimeter, eta, phi))!;
        const region = regionOf(column, eta);
        const sigma = Math.sqrt(region.sigma2(truth));
        if (logNormalCdf(thresholdOf(region), truth, sigma) > 1e-5) continue;
        if (!found.has(region)) found.set(region, []);
        found.get(region)!.push(logNormalCdf(energy, truth, sigma));
      }
    }
    return found;
  }

  const regionOf = (column: number, eta: number): Region => {
    const size = Math.abs(eta);
    if (column === 0) return regions[size < 3.125 ? 0 : 1]!;
    return regions[size < 1.7 ? 3 : size < 3.2 ? 4 : 5]!;
  };

  const shared = sharedEvents();
  const check = (events: readonly ReferenceEvent[], least: number) => {
    const found = quantilesOf(events);
    expect([...found.values()].flat().length).toBeGreaterThan(least);
    for (const quantiles of found.values()) expect(uniformProbability(quantiles)).toBeGreaterThan(1e-3);
  };
  test('in the six events of the repository', () => check(miniEvents(), 200));
  test.skipIf(!shared)('in all 200 events', () => check(shared!, 8000));
});
