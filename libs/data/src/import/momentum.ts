// One constituent after the other as (pT [TeV], η, φ), from whichever coordinates a file has.
// Constituents are massless here: a rapidity is taken as a pseudorapidity, an energy gives pT = E / cosh η.
import type { ColumnValues } from '../formats/format.ts';
import type { Coordinate } from './mapping.ts';
import { listOf, type List } from './lists.ts';
import type { Plan } from './plan.ts';
import { wrapPhi } from '../jets/wrap-phi.ts';

/** `absent` is padding, `negative` a pT below 0. */
export type Found = 'constituent' | 'absent' | 'negative' | 'not finite';

export interface Momentum {
  ptTeV: number;
  eta: number;
  phi: number;
}

export interface MomentumReader {
  readonly lists: readonly List[];
  /** Reads a constituent into `momentum`, which means something only where this says 'constituent'. */
  read(item: number): Found;
  readonly momentum: Readonly<Momentum>;
}

export function momentumReader(plan: Plan, read: Readonly<Record<string, ColumnValues>>): MomentumReader {
  const list = (name: Coordinate): List | undefined => {
    const source = plan.constituents[name];
    return source && listOf(source, read);
  };
  const [pt, energy, phi, px, py, pz, scale] = (['pt', 'energy', 'phi', 'px', 'py', 'pz', 'scale'] as const).map(list);
  const eta = list('eta') ?? list('rapidity');
  const { energyScale, angleScale, padding } = plan;
  const isPadding =
    padding === 'nan' ? Number.isNaN : padding === undefined ? () => false : (value: number) => value === padding;
  const momentum: Momentum = { ptTeV: 0, eta: 0, phi: 0 };

  const polar = (item: number): boolean => {
    const size = (pt ?? energy)!.get(item);
    if (isPadding(size) || size === 0) return false;
    momentum.eta = eta!.get(item);
    momentum.phi = wrapped(phi!.get(item) * angleScale);
    momentum.ptTeV = (pt ? size : size / Math.cosh(momentum.eta)) * energyScale;
    return true;
  };
  const cartesian = (item: number): boolean => {
    const [x, y, z] = [px!.get(item), py!.get(item), pz!.get(item)];
    const size = Math.hypot(x, y);
    if ((isPadding(x) && isPadding(y)) || size === 0) return false;
    momentum.eta = Math.asinh(z / size);
    momentum.phi = Math.atan2(y, x);
    momentum.ptTeV = size * energyScale;
    return true;
  };
  const fill = px ? cartesian : polar;
  return {
    lists: [pt, energy, eta, phi, px, py, pz, scale].filter((one) => one !== undefined),
    momentum,
    read(item) {
      if (!fill(item)) return 'absent';
      if (scale) momentum.ptTeV *= scale.get(item);
      const { ptTeV, eta, phi } = momentum;
      if (!(Number.isFinite(ptTeV) && Number.isFinite(eta) && Number.isFinite(phi))) return 'not finite';
      // what float32 cannot tell from 0 is no constituent either
      if (Math.fround(ptTeV) === 0) return 'absent';
      return ptTeV < 0 ? 'negative' : 'constituent';
    },
  };
}

/** π as float32, a little more than π: files in single precision have it. */
const mostPhi = Math.fround(Math.PI);

function wrapped(phi: number): number {
  return Math.abs(phi) <= mostPhi ? phi : wrapPhi(phi);
}
