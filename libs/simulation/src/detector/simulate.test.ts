import { InputError, keyOf } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import type { TowerEvent } from '../event.ts';
import { miniEvents, sharedEvents, type ReferenceEvent } from '../testing/reference.ts';
import { parseCard } from './card.ts';
import { detectorOf } from './detector.ts';
import { simulate } from './simulate.ts';
import { atlas, atlasText, atlasWith } from './testing/atlas.ts';
import { generated, particlesOf } from './testing/particles.ts';

const key = keyOf(3);
const [first] = miniEvents().map(generated);

const towersOf = ({ towers }: TowerEvent, column: number) =>
  [...towers.energyGeV.keys()]
    .filter((at) => towers.calorimeter[at] === column)
    .map((at) => ({ energy: towers.energyGeV[at]!, eta: towers.eta[at]!, phi: towers.phi[at]! }));

describe('what a tower draws', () => {
  test('is the same every time', () => {
    expect(simulate(first!, atlas, keyOf(3))).toEqual(simulate(first!, atlas, key));
  });

  test('differs with the key', () => {
    expect(simulate(first!, atlas, keyOf(4)).towers.energyGeV).not.toEqual(
      simulate(first!, atlas, key).towers.energyGeV,
    );
  });

  test('does not hang on thresholds: a lower one only adds towers', () => {
    const few = towersOf(simulate(first!, atlas, key), 0);
    const many = towersOf(simulate(first!, atlasWith(['energyMinGeV: 0.5', 'energyMinGeV: 0.2']), key), 0);
    expect(many.length).toBeGreaterThan(few.length);
    expect(many).toEqual(expect.arrayContaining(few));
  });

  test('does not hang on the other calorimeter: a changed grid there changes nothing here', () => {
    const changed = simulate(first!, atlasWith(['etaBins: 340', 'etaBins: 170']), key);
    expect(towersOf(changed, 0)).not.toEqual(towersOf(simulate(first!, atlas, key), 0));
    expect(towersOf(changed, 1)).toEqual(towersOf(simulate(first!, atlas, key), 1));
  });

  test('differs between events of one number: files number their events alike', () => {
    const photon = (px: number) => ({ event: 1, weight: 1, particles: particlesOf([{ pdgId: 22, px, energy: 50 }]) });
    const [a, b] = [photon(50), photon(50 + 1e-9)].map((event) => simulate(event, atlas, key).towers.energyGeV[0]!);
    expect(Math.abs(a! - b!)).toBeGreaterThan(1e-3);
  });

  test('differs between events of one content', () => {
    const energy = (event: number) => simulate({ ...first!, event }, atlas, key).towers.energyGeV;
    expect(energy(1)).not.toEqual(energy(2));
  });
});

describe('an event', () => {
  test('keeps its number and weight', () => {
    expect(simulate({ ...first!, event: 12, weight: -0.5 }, atlas, key)).toMatchObject({ event: 12, weight: -0.5 });
  });

  test('without particles has no towers', () => {
    const { towers, photons } = simulate({ event: 1, weight: 1, particles: particlesOf([]) }, atlas, key);
    expect([towers.energyGeV.length, photons.ptGeV.length]).toEqual([0, 0]);
  });

  test('through a detector that measures exactly comes out as it went in', () => {
    const exact = atlasText
      .replaceAll(/constant: [\d.]+(, stochasticSqrtGeV: [\d.]+)?(, noiseGeV: [\d.]+)?/g, 'constant: 0')
      .replaceAll('position: uniform', 'position: centre');
    const particles = particlesOf([{ pdgId: 22, px: 30, energy: 30 }]);
    const { towers } = simulate({ event: 1, weight: 1, particles }, detectorOf(parseCard('exact.yaml', exact)), key);
    // η = 0 is the upper edge of the tower from -0.0174, φ = 0 that of the tower from -1°.
    expect(towers.energyGeV[0]).toBe(30);
    expect(towers.eta[0]).toBeCloseTo(-0.0087, 12);
    expect(towers.phi[0]).toBeCloseTo(-Math.PI / 360, 12);
  });

  test.each(['px', 'energy', 'z'] as const)('with a %s that is no number is refused', (name) => {
    const particles = particlesOf([
      { pdgId: 22, px: 1, energy: 1 },
      { pdgId: -211, px: 1, energy: 1, [name]: NaN },
    ]);
    const run = () => simulate({ event: 8, weight: 1, particles }, atlas, key);
    expect(run).toThrow(InputError);
    expect(run).toThrow(`event 8, particle 1 (PDG code -211): expected a finite ${name}, found NaN`);
  });
});

describe('photons of the hard process are listed as generated', () => {
  const check = (events: readonly ReferenceEvent[]) => {
    for (const event of events) {
      const { ptGeV, eta, phi } = simulate(generated(event), atlas, key).photons;
      expect(ptGeV).toHaveLength(event.hardPhoton ? 1 : 0);
      [...ptGeV, ...eta, ...phi].forEach((value, at) => expect(value).toBeCloseTo(event.hardPhoton![at]!, 9));
    }
  };
  const shared = sharedEvents();
  test('in the six events of the repository', () => check(miniEvents()));
  test.skipIf(!shared)('in all 200 events', () => check(shared!));

  test('one that split by the sum of what it became, with its visible pieces', () => {
    const particles = particlesOf([
      { pdgId: 211, px: 30, py: 0, pz: 0, energy: 30, hardPhoton: 2 },
      { pdgId: 22, px: 0, py: 20, pz: 0, energy: 20, hardPhoton: 1 },
      { pdgId: -211, px: 0, py: 40, pz: 0, energy: 40, hardPhoton: 2 },
      { pdgId: 14, px: 0, py: 0, pz: 50, energy: 50, hardPhoton: 2 },
      { pdgId: 22, px: 5, py: 0, pz: 0, energy: 5, hardPhoton: 0 },
    ]);
    const { ptGeV, eta, phi, pieces } = simulate({ event: 1, weight: 1, particles }, atlas, key).photons;
    expect([...ptGeV]).toEqual([20, 50]);
    expect([...eta]).toEqual([0, Math.asinh(1)]);
    expect([...phi]).toEqual([Math.PI / 2, Math.atan2(40, 30)]);
    expect([[...pieces.photon], [...pieces.energyGeV], [...pieces.phi]]).toEqual([
      [1, 1],
      [30, 40],
      [0, Math.PI / 2],
    ]);
  });
});
