// What a jet is as a whole, from its massless constituents: axis, mass, D2, and how to turn it upright.

/** Constituents of one jet; every array is [constituents]. */
export interface Constituents {
  readonly ptTeV: ArrayLike<number>;
  readonly eta: ArrayLike<number>;
  /** In [-π, π]. */
  readonly phi: ArrayLike<number>;
}

export interface JetShape {
  readonly ptGeV: number;
  /** Pseudorapidity of the summed four-vector. */
  readonly eta: number;
  readonly phi: number;
  readonly massGeV: number;
  /** With β = 2. */
  readonly d2: number;
}

/** `difference` of two azimuths in [-π, π]. */
export const wrapped = (difference: number) => difference - 2 * Math.PI * Math.round(difference / (2 * Math.PI));

/** pT, axis and mass of the sum of massless constituents, and D2 (`d2Of`). */
export function shapeOf(jet: Constituents): JetShape {
  const ptGeV = gev(jet);
  const sum = (of: (pt: number, at: number) => number) => ptGeV.reduce((total, pt, at) => total + of(pt, at), 0);
  const px = sum((pt, at) => pt * Math.cos(jet.phi[at]!));
  const py = sum((pt, at) => pt * Math.sin(jet.phi[at]!));
  const pz = sum((pt, at) => pt * Math.sinh(jet.eta[at]!));
  const energy = sum((pt, at) => pt * Math.cosh(jet.eta[at]!));
  const pt = Math.hypot(px, py);
  return {
    ptGeV: pt,
    eta: Math.asinh(pz / pt),
    phi: Math.atan2(py, px),
    massGeV: Math.sqrt(Math.max(0, (energy + pz) * (energy - pz) - pt * pt)),
    d2: d2Of(jet, pt),
  };
}

/**
 * D2 = e3 / e2³ with β = 2: e2 = Σ_{i<j} z_i z_j R_ij², e3 = Σ_{i<j<k} z_i z_j z_k R_ij² R_ik² R_jk², z = pT / pT_jet
 * (arXiv:1409.6298), summed as written; 0 where e2 is 0.
 *
 * @param jetPtGeV of the four-vector sum
 */
export function d2Of(jet: Constituents, jetPtGeV: number): number {
  const z = gev(jet).map((pt) => pt / jetPtGeV);
  const squared = (a: number, b: number) => (jet.eta[a]! - jet.eta[b]!) ** 2 + wrapped(jet.phi[a]! - jet.phi[b]!) ** 2;
  let [e2, e3] = [0, 0];
  for (let a = 0; a < z.length; a++) {
    for (let b = a + 1; b < z.length; b++) {
      const pair = z[a]! * z[b]! * squared(a, b);
      e2 += pair;
      for (let c = b + 1; c < z.length; c++) e3 += pair * z[c]! * squared(a, c) * squared(b, c);
    }
  }
  return e2 > 0 ? e3 / e2 ** 3 : 0;
}

/** Moves constituents of a jet into the plane of an image. */
export type Placing = (eta: number, phi: number) => readonly [number, number];

/** (Δη, Δφ) from the axis of `jet`. */
export function centred(jet: Pick<JetShape, 'eta' | 'phi'>): Placing {
  return (eta, phi) => [eta - jet.eta, wrapped(phi - jet.phi)];
}

/**
 * Centred on the axis of `jet`, turned so that the pT-weighted spread is widest along the first axis, and mirrored so
 * that what is soft and far lies at its negative end: as jet images are averaged (arXiv:1407.5675, §2).
 *
 * It is not mirrored across the second axis: a choice between sides of the core follows its fluctuations, so that any
 * later move would look like a flow from one side to the other.
 */
export function upright(jet: Constituents): Placing {
  const centre = centred(shapeOf(jet));
  const at = Array.from(jet.eta, (eta, i) => centre(eta, jet.phi[i]!));
  const sum = (of: (x: number, y: number) => number) =>
    at.reduce((total, [x, y], i) => total + jet.ptTeV[i]! * of(x, y), 0);
  const angle =
    0.5 *
    Math.atan2(
      2 * sum((x, y) => x * y),
      sum((x, y) => x * x - y * y),
    );
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const along = (x: number, y: number) => cosine * x + sine * y;
  const side = sum((x, y) => along(x, y) * Math.abs(along(x, y))) > 0 ? -1 : 1;
  return (eta, phi) => {
    const [x, y] = centre(eta, phi);
    return [side * along(x, y), side * (cosine * y - sine * x)];
  };
}

const gev = ({ ptTeV }: Constituents) => Array.from(ptTeV, (pt) => 1000 * pt);
