import { describe, expect, test } from 'vitest';
import { miniEvents, sharedEvents, type ReferenceEvent } from '../testing/reference.ts';
import { depositTowers } from './deposit.ts';
import { edgesOf } from './detector.ts';
import { atlas } from './testing/atlas.ts';
import { generated, particlesOf, type Particle } from './testing/particles.ts';

const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(b), 1e-6);

/** Towers whose calorimeter, energy or edges differ, or that one side lacks. */
function differences(event: ReferenceEvent): number {
  const { tower, energyGeV } = depositTowers(generated(event).particles, atlas);
  const ours = [...tower].map((number, index) => {
    const { calorimeter, etaLow, etaHigh, phiLow, phiHigh } = edgesOf(atlas, number);
    return [calorimeter.column, energyGeV[index]!, etaLow, etaHigh, phiLow, phiHigh];
  });
  const byPlace = (a: readonly number[], b: readonly number[]) =>
    a[0]! - b[0]! || (near(a[2]!, b[2]!) ? 0 : a[2]! - b[2]!) || a[4]! - b[4]!;
  const theirs = [...event.rawTowers].sort(byPlace);
  ours.sort(byPlace);
  const both = Math.min(ours.length, theirs.length);
  const wrong = ours
    .slice(0, both)
    .filter((tower, index) => !tower.every((value, at) => near(value, theirs[index]![at]!)));
  return wrong.length + Math.abs(ours.length - theirs.length);
}

describe('the bundled card leaves the towers of the reference: edges and energies to 1e-9', () => {
  test('in the six events of the repository', () => {
    const events = miniEvents();
    expect(events.reduce((sum, { rawTowers }) => sum + rawTowers.length, 0)).toBeGreaterThan(1000);
    expect(events.map(differences)).toEqual(events.map(() => 0));
  });

  const shared = sharedEvents();
  test.skipIf(!shared)('in all 200 events', () => {
    expect(shared!).toHaveLength(200);
    expect(shared!.map(differences)).toEqual(shared!.map(() => 0));
  });
});

describe('single particles', () => {
  const left = (particle: Particle) => {
    const { tower, energyGeV } = depositTowers(particlesOf([particle]), atlas);
    return [...tower].map((number, at) => [edgesOf(atlas, number).calorimeter.column, energyGeV[at]]);
  };
  const px10 = { px: 10, energy: 10 };
  test.each([
    ['a photon, all in the ECAL', 22, [[0, 10]]],
    ['a positron likewise', -11, [[0, 10]]],
    ['a neutron, all in the HCAL', 2112, [[1, 10]]],
    ['a pion likewise', -211, [[1, 10]]],
    [
      'an anti-Λ, 0.3 and 0.7 of it',
      -3122,
      [
        [0, 3],
        [1, 7],
      ],
    ],
    ['a muon, nothing', -13, []],
    ['a neutrino, nothing', 16, []],
  ])('%s', (_, pdgId, expected) => expect(left({ ...px10, pdgId })).toEqual(expected));

  test('what flies beyond the last tower is lost, in each calorimeter by its own range', () => {
    const at = (eta: number) => left({ pdgId: 310, px: 1, pz: Math.sinh(eta), energy: 10 });
    expect(at(4.95)).toEqual([[0, 3]]);
    expect(at(-5.01)).toEqual([]);
  });

  test('energies of one tower add up; no particles leave no towers', () => {
    const two = [1, 2].map((energy) => ({ pdgId: 22, px: energy, pz: 0.001, energy }));
    expect([...depositTowers(particlesOf(two), atlas).energyGeV]).toEqual([3]);
    expect(depositTowers(particlesOf([]), atlas).tower).toHaveLength(0);
  });
});
