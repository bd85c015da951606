// A reference event with its towers and jets, in the form that the chain has after clustering.
import { noPieces, type ClusteredEvent, type Momenta } from '../event.ts';
import type { ReferenceEvent, ReferenceJet } from './reference.ts';

export function clusteredEvent({ event, towers, towerJets, hardPhoton }: ReferenceEvent): ClusteredEvent {
  const jet = new Int32Array(towers.length).fill(-1);
  towerJets.forEach(({ constituents }, at) => constituents.forEach((tower) => (jet[tower] = at)));
  const photons = hardPhoton ? [hardPhoton] : [];
  return {
    event,
    weight: 1,
    towers: {
      calorimeter: Uint8Array.from(towers, ([calorimeter]) => calorimeter),
      energyGeV: Float64Array.from(towers, ([, energy]) => energy),
      eta: Float64Array.from(towers, ([, , eta]) => eta),
      phi: Float64Array.from(towers, ([, , , phi]) => phi),
    },
    photons: {
      ptGeV: Float64Array.from(photons, ([pt]) => pt),
      eta: Float64Array.from(photons, ([, eta]) => eta),
      phi: Float64Array.from(photons, ([, , phi]) => phi),
      pieces: noPieces,
    },
    jet,
    jets: momentaOf(towerJets),
  };
}

/** Four-momenta of jets given by pT, rapidity, φ and mass. */
function momentaOf(jets: readonly ReferenceJet[]): Momenta {
  const transverse = ({ pt, m }: ReferenceJet): number => Math.hypot(pt, m);
  return {
    px: Float64Array.from(jets, ({ pt, phi }) => pt * Math.cos(phi)),
    py: Float64Array.from(jets, ({ pt, phi }) => pt * Math.sin(phi)),
    pz: Float64Array.from(jets, (jet) => transverse(jet) * Math.sinh(jet.rap)),
    energy: Float64Array.from(jets, (jet) => transverse(jet) * Math.cosh(jet.rap)),
  };
}
