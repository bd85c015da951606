// Jet pT, pseudorapidity, azimuth and mass from constituents, in double precision: what selection cuts on.
// Not differentiable; the tensor functions that networks use live in @jetdemon/models.
import type { Jets } from './jets.ts';
import { setAngle, setRapidity } from './direction.ts';
import { hasRapidity } from './layout.ts';

/** One double per jet. */
export interface Kinematics {
  readonly ptTeV: Float64Array;
  readonly eta: Float64Array;
  /** In [-π, π]. */
  readonly phi: Float64Array;
  readonly massTeV: Float64Array;
}

/** Of one jet; pT and mass in the unit of its constituents' pT. */
export interface JetMomentum {
  readonly pt: number;
  readonly eta: number;
  /** In [-π, π]. */
  readonly phi: number;
  readonly mass: number;
}

/** What is known of constituents beyond three numbers each: they are massless, and have pseudorapidities, without it. */
export interface Massive {
  /** In the unit of pT. */
  readonly mass?: ArrayLike<number>;
  /** Whether `eta` is the rapidity y. */
  readonly rapidity?: boolean;
}

/** cos φ, sin φ, sinh η and cosh η of one constituent. */
const direction = new Float64Array(4);

/**
 * The four-vector sum of the massless constituents `start` to `end`: p = Σ pT (cos φ, sin φ, sinh η), E = Σ pT cosh η,
 * m² = E² − p² (negative rounding residue becomes 0), η = asinh(p_z / pT); NaN for η where pT is 0.
 *
 * Constituents with a mass have E = √(p² + m²); with a rapidity, p_z = m_T sinh y and E = m_T cosh y, m_T² = pT² + m².
 */
export function momentumSum(
  pt: ArrayLike<number>,
  eta: ArrayLike<number>,
  phi: ArrayLike<number>,
  start = 0,
  end = pt.length,
  { mass, rapidity = false }: Massive = {},
): JetMomentum {
  let px = 0;
  let py = 0;
  let pz = 0;
  let energy = 0;
  for (let i = start; i < end; i++) {
    setAngle(direction, phi[i]!);
    setRapidity(direction, eta[i]!);
    px += pt[i]! * direction[0]!;
    py += pt[i]! * direction[1]!;
    const transverse = mass && rapidity ? Math.hypot(pt[i]!, mass[i]!) : pt[i]!;
    pz += transverse * direction[2]!;
    const massless = transverse * direction[3]!;
    energy += mass && !rapidity ? Math.hypot(massless, mass[i]!) : massless;
  }
  const jetPt = Math.hypot(px, py);
  return {
    pt: jetPt,
    eta: Math.asinh(pz / jetPt),
    phi: Math.atan2(py, px),
    mass: Math.sqrt(Math.max(0, energy * energy - jetPt * jetPt - pz * pz)),
  };
}

/** Masses, and what the second coordinate is, as the layout of the jets says. */
export function massiveOf({ layout, features }: Pick<Jets, 'layout' | 'features'>): Massive {
  return {
    mass: features?.[layout.features.find(({ role }) => role === 'mass')?.name ?? ''],
    rapidity: hasRapidity(layout),
  };
}

/** The same of every jet; all arrays are [count]. */
export function jetKinematics(jets: Jets): Kinematics {
  const { count, offsets } = jets;
  const massive = massiveOf(jets);
  const out = {
    ptTeV: new Float64Array(count),
    eta: new Float64Array(count),
    phi: new Float64Array(count),
    massTeV: new Float64Array(count),
  };
  for (let row = 0; row < count; row++) {
    const jet = momentumSum(jets.ptTeV, jets.eta, jets.phi, offsets[row]!, offsets[row + 1]!, massive);
    out.ptTeV[row] = jet.pt;
    out.eta[row] = jet.eta;
    out.phi[row] = jet.phi;
    out.massTeV[row] = jet.mass;
  }
  return out;
}
