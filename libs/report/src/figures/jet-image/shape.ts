// Shape of a jet, from its constituents: axis, mass, D2, and how to turn it upright.
import { jetFeatures, wrapPhi } from '@jetdemon/data';

/** Constituents of one jet; every array is [constituents]. */
export interface Constituents {
  readonly ptTeV: ArrayLike<number>;
  /** Pseudorapidity, or rapidity. */
  readonly eta: ArrayLike<number>;
  /** In [-π, π]. */
  readonly phi: ArrayLike<number>;
  /** Massless where absent. */
  readonly massTeV?: ArrayLike<number>;
  /** Whether `eta` is the rapidity. */
  readonly rapidity?: boolean;
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

/** pT, axis and mass of the sum of the constituents, and D2: `jetFeatures` with energies in GeV. */
export function shapeOf({ ptTeV, eta, phi, massTeV, rapidity }: Constituents): JetShape {
  const inGeV = (values: ArrayLike<number>) => Array.from(values, (value) => 1000 * value);
  const massive = { ...(massTeV && { mass: inGeV(massTeV) }), rapidity };
  const jet = jetFeatures(inGeV(ptTeV), eta, phi, 0, ptTeV.length, massive);
  return { ptGeV: jet.pt, eta: jet.eta, phi: jet.phi, massGeV: jet.mass, d2: jet.d2 };
}

/** Moves constituents of a jet into the plane of an image. */
export type Placing = (eta: number, phi: number) => readonly [number, number];

/** (Δη, Δφ) from the axis of `jet`. */
export function centred(jet: Pick<JetShape, 'eta' | 'phi'>): Placing {
  return (eta, phi) => [eta - jet.eta, wrapPhi(phi - jet.phi)];
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
