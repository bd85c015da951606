// Overlap removal: which jets are those of identified photons.
import { wrapPhi } from '@jetdemon/data';
import type { ClusteredEvent } from '../event.ts';

export interface PhotonJets {
  /** 1 for each jet that is a photon's, `[jets]`. */
  readonly removed: Uint8Array;
  /** How many of the photons had split and have a jet. */
  readonly split: number;
}

/**
 * The jets of the photons of `event`: of each the nearest jet that is closer to it than `within`; of one that split, the
 * jet to which most of its energy goes, every piece counting for the jet nearest to it within that distance.
 *
 * The distance is √(Δη² + Δφ²), η being the pseudorapidity of the jet's four-momentum. A jet without transverse
 * momentum is near nothing.
 */
export function photonJets(event: ClusteredEvent, within: number): PhotonJets {
  const { jets, photons } = event;
  const removed = new Uint8Array(jets.px.length);
  const shares = Array.from(photons.eta, () => new Map<number, number>());
  const { pieces } = photons;
  pieces.photon.forEach((photon, piece) => {
    const jet = nearest(event, pieces.eta[piece]!, pieces.phi[piece]!, within);
    if (jet >= 0) shares[photon]!.set(jet, (shares[photon]!.get(jet) ?? 0) + pieces.energyGeV[piece]!);
  });
  const hasSplit = new Set(pieces.photon);
  let split = 0;
  photons.eta.forEach((eta, photon) => {
    const jet = hasSplit.has(photon) ? largest(shares[photon]!) : nearest(event, eta, photons.phi[photon]!, within);
    if (jet < 0) return;
    removed[jet] = 1;
    if (hasSplit.has(photon)) split++;
  });
  return { removed, split };
}

/** Index of the jet nearest to a direction, closer than `within`; -1 for none. */
function nearest({ jets }: ClusteredEvent, eta: number, phi: number, within: number): number {
  let found = -1;
  let least = within * within;
  for (let jet = 0; jet < jets.px.length; jet++) {
    const jetEta = Math.asinh(jets.pz[jet]! / Math.hypot(jets.px[jet]!, jets.py[jet]!));
    const deltaPhi = wrapPhi(Math.atan2(jets.py[jet]!, jets.px[jet]!) - phi);
    const distance = (jetEta - eta) ** 2 + deltaPhi ** 2;
    if (distance < least) {
      found = jet;
      least = distance;
    }
  }
  return found;
}

/** The jet with the largest share; -1 where there is none. */
function largest(shares: ReadonlyMap<number, number>): number {
  let [found, most] = [-1, 0];
  for (const [jet, share] of shares) if (share > most) [found, most] = [jet, share];
  return found;
}
