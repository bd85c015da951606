import { describe, expect, test } from 'vitest';
import { clusterEvent } from '../clustering/cluster-events.ts';
import { noPieces, type ClusteredEvent } from '../event.ts';
import { clusteredEvent } from '../testing/clustered-event.ts';
import { miniEvents, sharedEvents, type ReferenceEvent } from '../testing/reference.ts';
import { cutNames, selectEvent, type EventCuts } from './select-event.ts';

/** What the reference selection was made with. */
const cuts: EventCuts = { photonWithin: 1, ptMinGeV: 300, massMinGeV: 50, absEtaMax: 2.5, constituentsMin: 3 };

const shared = sharedEvents();

describe.each([
  { name: '6 events', events: miniEvents() },
  { name: 'all 200 events', events: shared ?? [] },
])('the reference, $name', ({ name, events }) => {
  const here = test.skipIf(events.length === 0);
  const label = ({ process, event }: ReferenceEvent): string => `${process} event ${event} of ${name}`;

  here('the same jet is chosen, and passes or fails', () => {
    for (const event of events) {
      const { candidate, passes } = selectEvent(clusteredEvent(event), cuts);
      expect([candidate?.jet, passes], label(event)).toEqual([event.selected.jet, event.selected.passes]);
    }
  });

  here('the same when the towers are clustered here', () => {
    for (const event of events) {
      const clustered = clusterEvent(clusteredEvent(event), { algorithm: 'antikt', radius: 1, ptMinGeV: 0 });
      const { candidate, passes } = selectEvent(clustered, cuts);
      expect([candidate?.jet, passes], label(event)).toEqual([event.selected.jet, event.selected.passes]);
      expect(candidate!.ptGeV, label(event)).toHaveLength(event.selected.n);
    }
  });

  here('its pT, η, φ, mass and D2 agree to 1e-9, from all constituents and from the 64 hardest', () => {
    for (const event of events) {
      const candidate = selectEvent(clusteredEvent(event), cuts).candidate!;
      expect(candidate.ptGeV).toHaveLength(event.selected.n);
      for (const [which, of] of [
        ['all', 'all'],
        ['kept', 'hardest64'],
      ] as const) {
        const [got, want] = [candidate[which], event.selected[of]];
        const off = {
          pt: got.pt / want.pt - 1,
          eta: got.eta - want.eta,
          phi: got.phi - want.phi,
          mass: got.mass / want.m - 1,
          d2: got.d2 / want.d2 - 1,
        };
        for (const [quantity, by] of Object.entries(off)) {
          expect(Math.abs(by), `${quantity} of ${which}, ${label(event)}`).toBeLessThan(1e-9);
        }
      }
    }
  });
});

const [dijet] = miniEvents();
const zgamma = miniEvents().find(
  ({ hardPhoton, towerJets, selected }) => hardPhoton && towerJets[1] && selected.jet === 1,
)!;

describe('the photon', () => {
  test('its jet is taken out where it is the hardest', () => {
    const selected = selectEvent(clusteredEvent(zgamma), cuts);
    expect(selected).toMatchObject({ candidate: { jet: 1 }, photonJetRemoved: true });
  });

  test('is a jet like any other when photonWithin is null', () => {
    const selected = selectEvent(clusteredEvent(zgamma), { ...cuts, photonWithin: null });
    expect(selected).toMatchObject({ candidate: { jet: 0 }, photonJetRemoved: false });
  });

  test('takes only the nearest jet, also across φ = ±π', () => {
    const event: ClusteredEvent = {
      ...clusteredEvent(dijet!),
      jets: momenta([
        [400, 0.3, 3.1],
        [300, 0, -3],
        [200, 0, 0],
      ]),
      photons: { ptGeV: Float64Array.of(350), eta: Float64Array.of(0), phi: Float64Array.of(3.1), pieces: noPieces },
    };
    const removed = selectEvent(event, cuts);
    expect(removed.candidate!.jet).toBe(0);
    expect(removed.photonJetRemoved).toBe(true);
  });

  test('that split takes the jet that holds most of its energy, not the nearest to one piece', () => {
    const event: ClusteredEvent = {
      ...clusteredEvent(dijet!),
      jets: momenta([
        [400, 0.3, 2],
        [300, 0, 0.5],
        [200, 0, -0.9],
      ]),
      photons: {
        ptGeV: Float64Array.of(350),
        eta: Float64Array.of(0),
        phi: Float64Array.of(0),
        pieces: {
          photon: Int32Array.of(0, 0, 0, 0),
          energyGeV: Float64Array.of(100, 90, 95, 500),
          eta: Float64Array.of(0, 0, 0, 3),
          phi: Float64Array.of(0.4, -0.5, -0.7, 2), // 185 GeV go to the third jet, 100 to the second, 500 to none
        },
      },
    };
    const taken = selectEvent(
      {
        ...event,
        jets: momenta([
          [300, 0, 0.5],
          [200, 0, -0.9],
        ]),
      },
      cuts,
    );
    expect(taken).toMatchObject({ candidate: { jet: 0 }, photonJetRemoved: true, splitPhotonRemoved: true });
    const none = selectEvent({ ...event, jets: momenta([[400, 0.3, 2.8]]) }, cuts);
    expect(none).toMatchObject({ candidate: { jet: 0 }, photonJetRemoved: false, splitPhotonRemoved: false });
  });

  test('farther than photonWithin takes nothing', () => {
    const photons = {
      ptGeV: Float64Array.of(350),
      eta: Float64Array.of(1),
      phi: Float64Array.of(0.2),
      pieces: noPieces,
    };
    const event = { ...clusteredEvent(dijet!), jets: momenta([[400, 0, 0]]), photons };
    expect(selectEvent(event, cuts)).toMatchObject({ candidate: { jet: 0 }, photonJetRemoved: false });
  });

  test('leaves no candidate where its jet was the only one', () => {
    const event = { ...clusteredEvent(zgamma), jets: momenta([[350, zgamma.hardPhoton![1], zgamma.hardPhoton![2]]]) };
    expect(selectEvent(event, cuts)).toMatchObject({
      passed: 0,
      passes: false,
      photonJetRemoved: true,
      splitPhotonRemoved: false,
    });
  });
});

test('an event without jets passes no cut', () => {
  const event = { ...clusteredEvent(dijet!), jets: momenta([]) };
  expect(selectEvent(event, cuts)).toMatchObject({
    passed: 0,
    passes: false,
    photonJetRemoved: false,
    splitPhotonRemoved: false,
  });
});

test('cuts are made in the order in which they are named', () => {
  expect(cutNames(cuts)).toEqual([
    'a jet besides photons',
    'pT > 300 GeV',
    'mass > 50 GeV',
    '|eta| < 2.5',
    'constituents >= 3',
  ]);
  expect(cutNames({ photonWithin: null, massMinGeV: 50 })).toEqual(['a jet', 'mass > 50 GeV']);
});

// The third dijet event of the reference: pT 301.1 GeV, mass 44.2 GeV, η 0.99, 18 constituents.
test.each<[Partial<EventCuts>, number]>([
  [{ ptMinGeV: 302 }, 1],
  [{}, 2],
  [{ massMinGeV: 44, absEtaMax: 0.9 }, 3],
  [{ massMinGeV: 44, constituentsMin: 19 }, 4],
  [{ massMinGeV: 44, constituentsMin: 18 }, 5],
])('with %o it passes %i of them', (changed, passed) => {
  const event = miniEvents().filter(({ process }) => process === 'dijet')[2]!;
  expect(selectEvent(clusteredEvent(event), { ...cuts, ...changed })).toMatchObject({ passed, passes: passed === 5 });
});

test('constituents come in descending pT', () => {
  const { ptGeV } = selectEvent(clusteredEvent(zgamma), cuts).candidate!;
  expect([...ptGeV]).toEqual([...ptGeV].sort((a, b) => b - a));
});

/** Massless jets of pT, η, φ. */
function momenta(jets: readonly (readonly [number, number, number])[]): ClusteredEvent['jets'] {
  return {
    px: Float64Array.from(jets, ([pt, , phi]) => pt * Math.cos(phi)),
    py: Float64Array.from(jets, ([pt, , phi]) => pt * Math.sin(phi)),
    pz: Float64Array.from(jets, ([pt, eta]) => pt * Math.sinh(eta)),
    energy: Float64Array.from(jets, ([pt, eta]) => pt * Math.cosh(eta)),
  };
}
