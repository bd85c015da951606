// One event to at most one jet: §II of arXiv:1910.08606, with the hard photon's own jet taken out first.
// Cuts are on all constituents of the jet, in double precision, before any truncation.
import { defaultLayout, descendingOrder, jetFeatures, passesMass, type Cuts, type JetFeatures } from '@jetdemon/data';
import type { ClusteredEvent } from '../event.ts';
import { photonJets } from './photons.ts';

export interface EventCuts extends Cuts {
  /** The jet nearest to a hard photon, closer than this in (η, φ), is no candidate; null: photons are jets too. */
  readonly photonWithin: number | null;
  /** How many of the hardest constituents a jet keeps, default 64; no cut. */
  readonly constituents?: number;
}

/** A jet by its constituents: all of them, descending pT; each array is [constituents]. */
export interface Candidate {
  /** Index in the event's jets. */
  readonly jet: number;
  readonly ptGeV: Float64Array;
  readonly eta: Float64Array;
  readonly phi: Float64Array;
  /** From all constituents; pT and mass in GeV. */
  readonly all: JetFeatures;
  /** From those that are kept, the hardest. */
  readonly kept: JetFeatures;
}

export interface SelectedEvent {
  /** The hardest jet that is not a photon's; undefined where none is left. */
  readonly candidate?: Candidate;
  /** Cuts passed, in the order of `cutNames`, before one failed. */
  readonly passed: number;
  readonly passes: boolean;
  /** Whether a jet was removed as a photon's, and as that of one that had split. */
  readonly photonJetRemoved: boolean;
  readonly splitPhotonRemoved: boolean;
}

type Test = (jet: Candidate, at: number) => boolean;

/** In the order in which they are made. */
const cutTable: readonly (readonly [keyof Cuts, name: (at: number) => string, passes: Test])[] = [
  ['ptMinGeV', (at) => `pT > ${at} GeV`, ({ all }, at) => all.pt > at],
  ['massMinGeV', (at) => `mass > ${at} GeV`, ({ all }, at) => passesMass(all.mass, at)],
  ['absEtaMax', (at) => `|eta| < ${at}`, ({ all }, at) => Math.abs(all.eta) < at],
  ['constituentsMin', (at) => `constituents >= ${at}`, ({ ptGeV }, at) => ptGeV.length >= at],
];

/** The cuts that are made: that there is a candidate, then those that are given. */
export function cutNames(cuts: EventCuts): string[] {
  const first = cuts.photonWithin === null ? 'a jet' : 'a jet besides photons';
  return [first, ...cutTable.flatMap(([cut, name]) => (cuts[cut] === undefined ? [] : [name(cuts[cut])]))];
}

/** The hardest jet of an event that is not a photon's, and how far it comes through the cuts. */
export function selectEvent(event: ClusteredEvent, cuts: EventCuts): SelectedEvent {
  const { removed, split } = photonJets(event, cuts.photonWithin ?? 0);
  const photons = { photonJetRemoved: removed.includes(1), splitPhotonRemoved: split > 0 };
  // Jets are in descending pT: the first that is left is the hardest.
  const jet = removed.indexOf(0);
  if (jet < 0) return { passed: 0, passes: false, ...photons };
  const candidate = candidateOf(event, jet, cuts.constituents);
  let passed = 1;
  for (const [cut, , passes] of cutTable) {
    const at = cuts[cut];
    if (at === undefined) continue;
    if (!passes(candidate, at)) return { candidate, passed, passes: false, ...photons };
    passed++;
  }
  return { candidate, passed, passes: true, ...photons };
}

function candidateOf(
  { towers, jet: jetOf }: ClusteredEvent,
  jet: number,
  constituents = defaultLayout.constituents,
): Candidate {
  let count = 0;
  for (let tower = 0; tower < jetOf.length; tower++) if (jetOf[tower] === jet) count++;
  const members = new Int32Array(count);
  const pt = new Float64Array(count);
  let at = 0;
  for (let tower = 0; tower < jetOf.length; tower++) {
    if (jetOf[tower] !== jet) continue;
    members[at] = tower;
    pt[at++] = towers.energyGeV[tower]! / Math.cosh(towers.eta[tower]!);
  }
  const order = descendingOrder(pt, count);
  const [ptGeV, eta, phi] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  for (let place = 0; place < count; place++) {
    const member = order[place]!;
    ptGeV[place] = pt[member]!;
    eta[place] = towers.eta[members[member]!]!;
    phi[place] = towers.phi[members[member]!]!;
  }
  const all = jetFeatures(ptGeV, eta, phi);
  const kept = count > constituents ? jetFeatures(ptGeV, eta, phi, 0, constituents) : all;
  return { jet, ptGeV, eta, phi, all, kept };
}
