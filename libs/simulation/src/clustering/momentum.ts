// Four-momenta as clustering sees them: rapidity and azimuth with FastJet's conventions (FastJet user manual,
// arXiv:1111.6097), and towers as massless momenta. GeV, radians.
import type { Momenta, Towers } from '../event.ts';

/** |y| of a momentum along the beam is this and |pz| more, so that two of them differ. */
const BEAM_RAPIDITY = 1e5;

/** y = ½ ln (E + pz)/(E - pz), written for large |pz|; a negative m² counts as 0, and y is always finite. */
export function rapidity(pt2: number, pz: number, energy: number): number {
  const forward = Math.abs(pz);
  const sum = energy + forward;
  const mass2 = sum * (energy - forward) - pt2;
  const beam = BEAM_RAPIDITY + forward;
  const towardsMinus = 0.5 * Math.log((pt2 + (mass2 > 0 ? mass2 : 0)) / (sum * sum));
  // Along the beam the logarithm is of 0, or of 0/0.
  const finite = towardsMinus > -beam ? (towardsMinus < beam ? towardsMinus : beam) : -beam;
  return pz >= 0 ? -finite : finite;
}

const TWO_PI = 2 * Math.PI;

/** φ in [0, 2π); 0 for pT = 0. */
export function azimuth(px: number, py: number): number {
  if (px === 0 && py === 0) return 0;
  const phi = Math.atan2(py, px);
  if (phi >= 0) return phi;
  // 2π less a rounding error is 2π.
  return phi + TWO_PI < TWO_PI ? phi + TWO_PI : 0;
}

/** Massless momenta of towers: pT = E / cosh η, px = pT cos φ, py = pT sin φ, pz = pT sinh η. */
export function towerMomenta({ energyGeV, eta, phi }: Towers): Momenta {
  const count = energyGeV.length;
  const px = new Float64Array(count);
  const py = new Float64Array(count);
  const pz = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const pt = energyGeV[i]! / Math.cosh(eta[i]!);
    px[i] = pt * Math.cos(phi[i]!);
    py[i] = pt * Math.sin(phi[i]!);
    pz[i] = pt * Math.sinh(eta[i]!);
  }
  return { px, py, pz, energy: energyGeV };
}
