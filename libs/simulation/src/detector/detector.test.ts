import { describe, expect, test } from 'vitest';
import { edgesOf, phiEdge, towerAt } from './detector.ts';
import { atlas } from './testing/atlas.ts';

const [ecal, hcal] = [atlas.calorimeters[0]!, atlas.calorimeters[1]!];
const last = atlas.rows.at(-1)!;
const count = last.firstTower + last.phiBins;

test('the bundled card has the towers of the ATLAS card of Delphes', () => {
  // By hand from the card: 340 × 360 + 22 × 36 electromagnetic, 54 × 36 + 22 × 18 hadronic.
  expect(hcal.firstTower).toBe(340 * 360 + 22 * 36);
  expect(count - hcal.firstTower).toBe(54 * 36 + 22 * 18);
});

test('every tower is found at its centre, just inside its lower edges and at its upper edges', () => {
  const wrong: number[] = [];
  for (let tower = 0; tower < count; tower += 1) {
    const { calorimeter, etaLow, etaHigh, phiLow, phiHigh } = edgesOf(atlas, tower);
    const found = [
      towerAt(atlas, calorimeter, (etaLow + etaHigh) / 2, (phiLow + phiHigh) / 2),
      towerAt(atlas, calorimeter, etaLow + 1e-12, phiLow + 1e-12),
      towerAt(atlas, calorimeter, etaHigh, phiHigh),
    ];
    if (found.some((number) => number !== tower)) wrong.push(tower);
  }
  expect(wrong).toEqual([]);
});

test('the circle closes: -π and π are one direction', () => {
  expect(towerAt(atlas, ecal, 0.001, -Math.PI)).toBe(towerAt(atlas, ecal, 0.001, Math.PI));
});

describe('outside there is no tower', () => {
  test.each([
    ['at the lowest edge', -5, -4.9],
    ['below it', -6, -6],
    ['above the highest', 5.0001, 4.9001],
    ['at an infinite η', Infinity, -Infinity],
    ['at no number', NaN, NaN],
  ])('%s', (_, inEcal, inHcal) => {
    expect(towerAt(atlas, ecal, inEcal, 0)).toBe(-1);
    expect(towerAt(atlas, hcal, inHcal, 0)).toBe(-1);
  });
});

test.each([18, 36, 64, 360])('%d bins in φ go from -π to π exactly', (bins) => {
  expect(phiEdge(bins, 0)).toBe(-Math.PI);
  expect(phiEdge(bins, bins)).toBe(Math.PI);
  expect(phiEdge(bins, bins / 2)).toBe(0);
});
