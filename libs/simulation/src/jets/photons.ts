// Overlap removal: which jets are those of identified photons.
import { wrapPhi } from '@jetdemon/data';
import type { ClusteredEvent } from '../event.ts';

/**
 * 1 for each jet of `event` that is the nearest to one of its photons and closer to it than `within`, `[jets]`.
 *
 * The distance is √(Δη² + Δφ²), η being the pseudorapidity of the jet's four-momentum. A jet without transverse
 * momentum is near nothing.
 */
export function photonJets({ jets, photons }: ClusteredEvent, within: number): Uint8Array {
  const count = jets.px.length;
  const removed = new Uint8Array(count);
  photons.eta.forEach((photonEta, photon) => {
    let [nearest, least] = [-1, within * within];
    for (let jet = 0; jet < count; jet++) {
      const eta = Math.asinh(jets.pz[jet]! / Math.hypot(jets.px[jet]!, jets.py[jet]!));
      const deltaPhi = wrapPhi(Math.atan2(jets.py[jet]!, jets.px[jet]!) - photons.phi[photon]!);
      const distance = (eta - photonEta) ** 2 + deltaPhi ** 2;
      if (distance < least) [nearest, least] = [jet, distance];
    }
    if (nearest >= 0) removed[nearest] = 1;
  });
  return removed;
}
