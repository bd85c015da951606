// Jet pT, pseudorapidity, azimuth and mass from constituents, in double precision: what selection cuts on.
// Not differentiable; the tensor functions that networks use live in @jetdemon/models.
import type { Jets } from './jets.ts';

/** One double per jet. */
export interface Kinematics {
  readonly ptTeV: Float64Array;
  readonly eta: Float64Array;
  /** In [-π, π]. */
  readonly phi: Float64Array;
  readonly massTeV: Float64Array;
}

/**
 * The four-vector sum of massless constituents: p = Σ pT (cos φ, sin φ, sinh η), E = Σ pT cosh η, m² = E² − p²
 * (negative rounding residue becomes 0), η = asinh(p_z / pT). All arrays are [count].
 */
export function jetKinematics(jets: Pick<Jets, 'count' | 'offsets' | 'ptTeV' | 'eta' | 'phi'>): Kinematics {
  const { count, offsets } = jets;
  const out = {
    ptTeV: new Float64Array(count),
    eta: new Float64Array(count),
    phi: new Float64Array(count),
    massTeV: new Float64Array(count),
  };
  for (let row = 0; row < count; row++) {
    let [px, py, pz, energy] = [0, 0, 0, 0];
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) {
      const pt = jets.ptTeV[i]!;
      const growth = Math.exp(jets.eta[i]!);
      px += pt * Math.cos(jets.phi[i]!);
      py += pt * Math.sin(jets.phi[i]!);
      pz += (pt * (growth - 1 / growth)) / 2;
      energy += (pt * (growth + 1 / growth)) / 2;
    }
    const pt = Math.hypot(px, py);
    out.ptTeV[row] = pt;
    out.eta[row] = Math.asinh(pz / pt);
    out.phi[row] = Math.atan2(py, px);
    out.massTeV[row] = Math.sqrt(Math.max(0, energy * energy - pt * pt - pz * pz));
  }
  return out;
}
