// Clustered towers of an event made by hand, as the simulation would store them.
import { mkdirSync } from 'node:fs';
import { clusteredTowers } from '@jetdemon/artifacts';
import type { Input } from '@jetdemon/workflow';

/** ECAL (0) or HCAL (1), ET [GeV], η, φ, jet. */
export type TowerRow = readonly [number, number, number, number, number];
/** px, py, pz, E [GeV]. */
export type Momentum = readonly [number, number, number, number];

export interface EventRows {
  readonly event: number;
  readonly towers: readonly TowerRow[];
  /** pT [GeV], η, φ. */
  readonly photons?: readonly (readonly [number, number, number])[];
}

/** The four-momenta of the jets 0, 1, … of massless towers. */
export function jetsOf(towers: readonly TowerRow[]): Momentum[] {
  const count = 1 + Math.max(-1, ...towers.map(([, , , , jet]) => jet));
  return Array.from({ length: count }, (_, jet) =>
    towers
      .filter(([, , , , own]) => own === jet)
      .map(([, et, eta, phi]): Momentum => [
        et * Math.cos(phi),
        et * Math.sin(phi),
        et * Math.sinh(eta),
        et * Math.cosh(eta),
      ])
      .reduce((a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]]),
  );
}

/** Writes `events` to `folder` as the result of a node. */
export async function writeClusteredTowers(folder: string, events: readonly EventRows[]): Promise<Input> {
  mkdirSync(folder, { recursive: true });
  const doubles = (of: (event: EventRows) => readonly number[]) => events.map((one) => Float64Array.from(of(one)));
  const jets = (at: 0 | 1 | 2 | 3) => doubles(({ towers }) => jetsOf(towers).map((jet) => jet[at]));
  const photons = (at: 0 | 1 | 2) => doubles((one) => (one.photons ?? []).map((photon) => photon[at]));
  const towers = {
    event: Int32Array.from(events, ({ event }) => event),
    weight: Float64Array.from(events, () => 1),
    calorimeter: events.map(({ towers }) => Uint8Array.from(towers, ([calorimeter]) => calorimeter)),
    energy: doubles(({ towers }) => towers.map(([, et, eta]) => et * Math.cosh(eta))),
    eta: doubles(({ towers }) => towers.map(([, , eta]) => eta)),
    phi: doubles(({ towers }) => towers.map(([, , , phi]) => phi)),
    photon_pt: photons(0),
    photon_eta: photons(1),
    photon_phi: photons(2),
    piece_photon: events.map(() => new Int32Array(0)),
    piece_energy: doubles(() => []),
    piece_eta: doubles(() => []),
    piece_phi: doubles(() => []),
    jet: events.map(({ towers }) => Int32Array.from(towers, ([, , , , jet]) => jet)),
    jet_px: jets(0),
    jet_py: jets(1),
    jet_pz: jets(2),
    jet_energy: jets(3),
  };
  const clustering = { algorithm: 'antikt', p: -1, radius: 1, ptMinGeV: 0 } as const;
  await clusteredTowers.write(folder, { 'towers.arrow': towers, 'clustering.json': clustering });
  return { node: 'clustered', base: 'clustered', axes: {}, params: {}, folder };
}
