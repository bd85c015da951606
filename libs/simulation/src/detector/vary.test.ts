// Variations of a card through detector and clustering, against closed forms.
import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { clusterEvent } from '../clustering/cluster-events.ts';
import type { TowerEvent } from '../event.ts';
import { miniEvents } from '../testing/reference.ts';
import { parseCard } from './card.ts';
import { detectorOf } from './detector.ts';
import { simulate } from './simulate.ts';
import { atlas, atlasText, atlasWith } from './testing/atlas.ts';
import { generated } from './testing/particles.ts';
import { varied } from './vary.ts';

const key = keyOf(3);
const events = miniEvents().map(generated);
const card = parseCard('detector-atlas.yaml', atlasText);
const cutFree = [[/energyMinGeV: [\d.]+/, 'energyMinGeV: 0'], [/significanceMin: [\d.]+/, 'significanceMin: 0']] as const; // prettier-ignore

/** pT and mass² of the jets above 20 GeV, hardest first. */
function jetsOf(event: TowerEvent) {
  const { jets } = clusterEvent(event, { algorithm: 'antikt', radius: 1, ptMinGeV: 20 });
  return Array.from(jets.px, (px, at) => {
    const [py, pz, energy] = [jets.py[at]!, jets.pz[at]!, jets.energy[at]!];
    return { pt: Math.hypot(px, py), energy, mass2: energy ** 2 - px ** 2 - py ** 2 - pz ** 2 };
  });
}

test('without cuts on towers an energy scale of 1.02 moves all energies, and pT and mass of jets, by exactly that', () => {
  const open = atlasWith(...cutFree);
  let compared = 0;
  for (const event of events) {
    const [before, after] = [simulate(event, open, key), simulate(event, open, key, 1.02)];
    expect([...after.towers.energyGeV]).toEqual(Array.from(before.towers.energyGeV, (energy) => 1.02 * energy));
    expect([after.towers.eta, after.towers.phi]).toEqual([before.towers.eta, before.towers.phi]);
    const scaled = jetsOf(after);
    for (const [at, { pt, energy, mass2 }] of jetsOf(before).entries()) {
      compared++;
      expect(scaled[at]!.pt / pt).toBeCloseTo(1.02, 10);
      // a difference of large numbers, in units of E²
      expect((scaled[at]!.mass2 - 1.02 ** 2 * mass2) / energy ** 2).toBeCloseTo(0, 10);
    }
  }
  expect(compared).toBeGreaterThan(10);
});

test('under the cuts of the card the scale acts before them: more towers pass', () => {
  const count = (scale: number) => events.reduce((sum, event) => sum + simulate(event, atlas, key, scale).towers.eta.length, 0); // prettier-ignore
  expect(count(1.1)).toBeGreaterThan(count(1));
  expect(count(0.9)).toBeLessThan(count(1));
});

test('a threshold of twice that of the card leaves its towers above that, unmoved', () => {
  const loose = detectorOf(varied(card, { resolution: 1, threshold: 1 }));
  const tight = detectorOf(varied(card, { resolution: 1, threshold: 2 }));
  const least = [0.5, 1]; // of the card: ECAL, HCAL [GeV]
  for (const event of events) {
    const rows = ({ towers }: TowerEvent) =>
      Array.from(towers.eta, (eta, at) => [towers.calorimeter[at]!, towers.energyGeV[at]!, eta, towers.phi[at]!] as const); // prettier-ignore
    expect(simulate(event, loose, key)).toEqual(simulate(event, atlas, key));
    expect(rows(simulate(event, tight, key))).toEqual(
      rows(simulate(event, atlas, key)).filter(([column, energy]) => energy >= 2 * least[column]!),
    );
  }
});

test('without resolution towers have the energy that was put in, and with twice the resolution twice the spread', () => {
  const relative = (resolution: number) => {
    const open = { ...card, calorimeters: card.calorimeters.map((each) => ({ ...each, energyMinGeV: 0, significanceMin: 0 })) }; // prettier-ignore
    const sharp = detectorOf(varied(open, { resolution: 0, threshold: 1 }));
    const blurred = detectorOf(varied(open, { resolution, threshold: 1 }));
    return events.flatMap((event) => {
      const [truth, seen] = [simulate(event, sharp, key).towers, simulate(event, blurred, key).towers];
      expect(seen.eta).toEqual(truth.eta);
      // where σ/E is small the logarithm is Gaussian with that width
      return [...truth.energyGeV.keys()]
        .filter((at) => truth.energyGeV[at]! > 100)
        .map((at) => Math.log(seen.energyGeV[at]! / truth.energyGeV[at]!));
    });
  };
  const [none, one, two] = [relative(0), relative(0.01), relative(0.02)];
  expect(none.length).toBeGreaterThan(5);
  for (const value of none) expect(Math.abs(value)).toBeLessThan(1e-12);
  one.forEach((value, at) => expect(two[at]! / value).toBeCloseTo(2, 1));
});
