// One constituent after the other as (pT [TeV], η, φ), from whichever coordinates a file has.
// Constituents are massless here: a rapidity is taken as a pseudorapidity, an energy gives pT = E / cosh η.
import type { ColumnValues } from '../formats/format.ts';
import type { Coordinate } from './mapping.ts';
import { listOf, type List } from './lists.ts';
import type { NumberOf } from './classes.ts';
import type { Plan } from './plan.ts';
import type { NumberSource } from './sources.ts';
import { wrapPhi } from '../jets/wrap-phi.ts';

/** `absent` is padding, `cut` what the mapping does not keep, `negative` a pT below 0. */
export type Found = 'constituent' | 'absent' | 'cut' | 'negative' | 'not finite';

export interface Momentum {
  ptTeV: number;
  eta: number;
  phi: number;
}

export interface MomentumReader {
  readonly lists: readonly List[];
  /** Reads a constituent of a row into `momentum`, which means something only where this says 'constituent'. */
  read(item: number, row: number, jet: number): Found;
  readonly momentum: Readonly<Momentum>;
}

/** @param numberOf reads a number of the jet, to which coordinates are relative */
export function momentumReader(
  plan: Plan,
  read: Readonly<Record<string, ColumnValues>>,
  numberOf: (source: NumberSource) => NumberOf,
): MomentumReader {
  const list = (name: Coordinate): List | undefined => {
    const source = plan.constituents[name];
    return source && listOf(source, read);
  };
  const [pt, energy, phi, px, py, pz, scale, mask] = (
    ['pt', 'energy', 'phi', 'px', 'py', 'pz', 'scale', 'mask'] as const
  ).map(list);
  const eta = list('eta') ?? list('rapidity');
  const { energyScale, angleScale, padding } = plan;
  const [ptOf, etaOf, phiOf] = (['pt', 'eta', 'phi'] as const).map((name) => {
    const source = plan.relative[name];
    return source && numberOf(source);
  });
  const kept = plan.keep.map(({ source, passes }) => ({ list: listOf(source, read), passes }));
  const isPadding =
    padding === 'nan' ? Number.isNaN : padding === undefined ? () => false : (value: number) => value === padding;
  const momentum: Momentum = { ptTeV: 0, eta: 0, phi: 0 };

  const polar = (item: number, row: number, jet: number): boolean => {
    const size = (pt ?? energy)!.get(item);
    if (isPadding(size) || size === 0) return false;
    momentum.eta = eta!.get(item) + (etaOf ? etaOf(row, jet) : 0);
    momentum.phi = wrapped(phi!.get(item) * angleScale + (phiOf ? phiOf(row, jet) : 0));
    momentum.ptTeV = (pt ? size : size / Math.cosh(momentum.eta)) * energyScale * (ptOf ? ptOf(row, jet) : 1);
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
    lists: [pt, energy, eta, phi, px, py, pz, scale, mask, ...kept.map((one) => one.list)].filter(
      (one) => one !== undefined,
    ),
    momentum,
    read(item, row, jet) {
      if (mask?.get(item) === 0 || !fill(item, row, jet)) return 'absent';
      for (const { list: one, passes } of kept) if (!passes(one.get(item))) return 'cut';
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
