// Photons of the hard process as the selection is told of them: as generated, with their pieces where they split.
import type { Particles, Photons } from '../event.ts';

const photonCode = 22;
const invisible = new Set([12, 14, 16]);

/** The photons of an event; one that split has the momentum of all that it became, and its visible particles as pieces. */
export function photonsOf(particles: Particles): Photons {
  const { hardPhoton, pdgId } = particles;
  const groups = new Map<number, number[]>();
  for (let at = 0; at < hardPhoton.length; at++) {
    if (hardPhoton[at] === 0) continue;
    const group = groups.get(hardPhoton[at]!);
    if (group) group.push(at);
    else groups.set(hardPhoton[at]!, [at]);
  }
  const photons = [...groups].sort(([a], [b]) => a - b).map(([, members]) => members);
  const directions = photons.map((members) => directionOf(particles, members));
  const pieces = photons.flatMap((members, photon) =>
    members.length === 1 && pdgId[members[0]!] === photonCode
      ? []
      : members
          .filter((at) => !invisible.has(Math.abs(pdgId[at]!)))
          .map((at) => ({ photon, energyGeV: particles.energy[at]!, ...directionOf(particles, [at]) })),
  );
  return {
    ptGeV: Float64Array.from(directions, ({ ptGeV }) => ptGeV),
    eta: Float64Array.from(directions, ({ eta }) => eta),
    phi: Float64Array.from(directions, ({ phi }) => phi),
    pieces: {
      photon: Int32Array.from(pieces, ({ photon }) => photon),
      energyGeV: Float64Array.from(pieces, ({ energyGeV }) => energyGeV),
      eta: Float64Array.from(pieces, ({ eta }) => eta),
      phi: Float64Array.from(pieces, ({ phi }) => phi),
    },
  };
}

function directionOf({ px, py, pz }: Particles, members: readonly number[]) {
  const [x, y, z] = [px, py, pz].map((component) => members.reduce((sum, at) => sum + component[at]!, 0)) as [
    number,
    number,
    number,
  ];
  const ptGeV = Math.hypot(x, y);
  return { ptGeV, eta: Math.asinh(z / ptGeV), phi: Math.atan2(y, x) };
}
