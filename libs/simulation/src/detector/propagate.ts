// Entry point of a particle into the calorimeters: a straight line or a helix from its production vertex to the
// cylinder. No material, no energy loss, no decays on the way.
import type { Particles } from '../event.ts';
import type { DetectorCard } from './card.ts';

/** Metres of bending radius per GeV of pT, for unit charge in one tesla: 10⁹ / c. */
const metresPerGeVTesla = 1e9 / 299_792_458;
/** Particles below this pT² [GeV²] are lost, as in Delphes: along the beam nothing bounds their direction. */
const pt2Min = 1e-9;

/**
 * Follows a particle from its vertex (x, y, z) with its momentum and charge [e] to the wall of a cylinder around the origin,
 * and writes η and φ of the point where it first meets it, seen from the origin, into `entry` [2].
 *
 * With u and v the components of the vertex along the momentum and towards the bend (both across the beam), ρ its distance
 * from the beam, k = |q B| c / pT the curvature and D = R² - ρ², the angle s turned on the way to the barrel obeys, with
 * a = 2 tan(s/2) / k, the equation (1 + v k - D k²/4) a² + 2 u a - D = 0, which for k = 0 is that of the straight line of
 * length a. An end cap at ±L is met after the path (±L - z) pT / pz. A positive charge in a field along +z turns clockwise.
 *
 * @returns false, with `entry` untouched, for a vertex outside the cylinder, pT² < 1e-9 GeV², and a particle that circles
 * inside with pz = 0; the first two as in Delphes 3.4.1
 */
export function enter(
  { radiusM, halfLengthM, fieldTesla }: DetectorCard['solenoid'],
  particles: Particles,
  index: number,
  charge: number,
  entry: Float64Array,
): boolean {
  const x = particles.x[index]! / 1000;
  const y = particles.y[index]! / 1000;
  const z = particles.z[index]! / 1000;
  const px = particles.px[index]!;
  const py = particles.py[index]!;
  const pz = particles.pz[index]!;
  const inside = radiusM * radiusM - (x * x + y * y);
  const pt2 = px * px + py * py;
  if (!(inside >= 0) || !(Math.abs(z) <= halfLengthM) || !(pt2 >= pt2Min)) return false;

  const pt = Math.sqrt(pt2);
  const cos = px / pt;
  const sin = py / pt;
  const bend = charge * fieldTesla;
  const turn = bend < 0 ? -1 : 1;
  const curvature = Math.abs(bend) / (pt * metresPerGeVTesla);
  const along = x * cos + y * sin;
  const across = turn * (x * sin - y * cos);

  const toEndCap = pz === 0 ? Infinity : ((pz > 0 ? halfLengthM : -halfLengthM) - z) * (pt / pz);
  const path = Math.min(toEndCap, toBarrel(inside, along, across, curvature));
  if (path === Infinity) return false;

  const half = (curvature * path) / 2;
  const sine = half === 0 ? half : Math.sin(half);
  const chord = half === 0 ? path : (path * sine) / half;
  const forward = half === 0 ? chord : chord * Math.cos(half);
  const sideways = turn * chord * sine;
  const xAt = x + forward * cos + sideways * sin;
  const yAt = y + forward * sin - sideways * cos;
  const zAt = z + path * (pz / pt);
  entry[0] = Math.asinh(zAt / Math.sqrt(xAt * xAt + yAt * yAt));
  entry[1] = Math.atan2(yAt, xAt);
  return true;
}

/** Path across the beam to the first meeting with the barrel; ∞ for a circle that stays inside. */
function toBarrel(inside: number, along: number, across: number, curvature: number): number {
  const square = 1 + across * curvature - (inside * curvature * curvature) / 4;
  const discriminant = along * along + square * inside;
  if (discriminant < 0) return Infinity;
  const root = Math.sqrt(discriminant);
  const a = along < 0 ? (root - along) / square : along + root === 0 ? 0 : inside / (along + root);
  if (curvature === 0) return a;
  const angle = 2 * Math.atan((a * curvature) / 2);
  return (angle < 0 ? angle + 2 * Math.PI : angle) / curvature;
}
