// Photons of the hard process as the selection is told of them: as generated, with their pieces where they split.
import { noPieces, type Particles, type PhotonPieces, type Photons } from '../event.ts';

const photonCode = 22;
const invisible = new Set([12, 14, 16]);

/** Of an event without any; nobody writes to it. */
const noPhotons: Photons = {
  ptGeV: new Float64Array(0),
  eta: new Float64Array(0),
  phi: new Float64Array(0),
  pieces: noPieces,
};

/** The photons of an event; one that split has the momentum of all that it became, and its visible particles as pieces. */
export function photonsOf(particles: Particles): Photons {
  const photons = membersOf(particles);
  const count = photons.length;
  if (count === 0) return noPhotons;
  const [ptGeV, eta, phi] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  for (let photon = 0; photon < count; photon++) {
    const direction = directionOf(particles, photons[photon]!);
    ptGeV[photon] = direction.ptGeV;
    eta[photon] = direction.eta;
    phi[photon] = direction.phi;
  }
  return { ptGeV, eta, phi, pieces: piecesOf(particles, photons) };
}

/** Per photon the indices of the particles that it is or became. */
function membersOf({ hardPhoton }: Particles): number[][] {
  const groups: number[][] = [];
  for (let at = 0; at < hardPhoton.length; at++) {
    const number = hardPhoton[at]!;
    if (number > 0) (groups[number] ??= []).push(at);
  }
  return groups.filter(() => true); // without holes: a photon may have become nothing
}

function piecesOf(particles: Particles, photons: readonly number[][]): PhotonPieces {
  const { pdgId, energy } = particles;
  const hasSplit = (members: readonly number[]) => members.length > 1 || pdgId[members[0]!] !== photonCode;
  if (!photons.some(hasSplit)) return noPieces;
  const pieces = photons.flatMap((members, photon) =>
    hasSplit(members)
      ? members
          .filter((at) => !invisible.has(Math.abs(pdgId[at]!)))
          .map((at) => ({ photon, energyGeV: energy[at]!, ...directionOf(particles, [at]) }))
      : [],
  );
  return {
    photon: Int32Array.from(pieces, ({ photon }) => photon),
    energyGeV: Float64Array.from(pieces, ({ energyGeV }) => energyGeV),
    eta: Float64Array.from(pieces, ({ eta }) => eta),
    phi: Float64Array.from(pieces, ({ phi }) => phi),
  };
}

function directionOf({ px, py, pz }: Particles, members: readonly number[]) {
  let x = 0;
  let y = 0;
  let z = 0;
  for (const at of members) {
    x += px[at]!;
    y += py[at]!;
    z += pz[at]!;
  }
  const ptGeV = Math.hypot(x, y);
  return { ptGeV, eta: Math.asinh(z / ptGeV), phi: Math.atan2(y, x) };
}
