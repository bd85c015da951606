// Pseudojets of e⁺e⁻ events as directions on the unit sphere: no beam and no plane, energies in place of pT.
// (1 - cos θ_ij) / (1 - cos R) = |n_i - n_j|² / (2 - 2 cos R) with unit vectors n; the chord keeps its digits at small angles.
import type { Momenta } from '../event.ts';
import { scaleOf } from './algorithm.ts';
import { Pseudojets } from './pseudojets.ts';

class Directions extends Pseudojets {
  /** Unit vector of each momentum; (0, 0, 1) for none, as in FastJet. */
  private readonly nx = new Float64Array(2 * this.capacity);
  private readonly ny = new Float64Array(2 * this.capacity);
  private readonly nz = new Float64Array(2 * this.capacity);

  protected override place(node: number, px: number, py: number, pz: number, energy: number): void {
    const norm = Math.sqrt(px * px + py * py + pz * pz);
    this.nx[node] = norm > 0 ? px / norm : 0;
    this.ny[node] = norm > 0 ? py / norm : 0;
    this.nz[node] = norm > 0 ? pz / norm : 1;
    this.scale[node] = scaleOf(energy * energy, this.power);
  }

  /** |n_a - n_b|² = 2 (1 - cos θ). */
  override distance2(a: number, b: number): number {
    const x = this.nx[a]! - this.nx[b]!;
    const y = this.ny[a]! - this.ny[b]!;
    const z = this.nz[a]! - this.nz[b]!;
    return x * x + y * y + z * z;
  }
}

let kept = new Directions(256);

/** The event's particles as nodes; the same object at every call, once it is large enough. */
export function directionsOf(momenta: Momenta, power: number): Pseudojets {
  if (momenta.px.length > kept.capacity) kept = new Directions(2 * momenta.px.length);
  kept.start(momenta, power);
  return kept;
}

/** 2 (1 - cos R), and 2 (3 + cos R) for R > π, where opposite directions merge as well: one jet. */
export function chord2Of(radius: number): number {
  return radius > Math.PI ? 2 * (3 + Math.cos(radius)) : 4 * Math.sin(radius / 2) ** 2;
}
