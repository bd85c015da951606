// One constituent after the other as (pT [TeV], η or rapidity, φ) and its mass, from whichever coordinates a file has.
// Without masses constituents are massless: an energy gives pT = E / cosh η; beside a momentum it gives m² = E² − p².
import type { ColumnValues } from '../formats/format.ts';
import type { Coordinate } from './mapping/constituents.ts';
import { listOf, type List } from './lists.ts';
import type { NumberOf } from './classes.ts';
import type { Plan } from './plan.ts';
import type { NumberSource } from './sources.ts';
import { hasRapidity, massAt } from '../jets/layout.ts';
import { wrapPhi } from '../jets/wrap-phi.ts';

/** `absent` is padding, `cut` what the mapping does not keep, `negative` a pT below 0, `no mass` an energy below the momentum. */
export type Found = 'constituent' | 'absent' | 'cut' | 'negative' | 'not finite' | 'no mass';

/** By how much, relatively, an energy may lie below the momentum: more than numbers of half precision are rounded by. */
const rounding = 1e-3;

export interface Momentum {
  ptTeV: number;
  /** Rapidity where the plan's layout says so. */
  eta: number;
  phi: number;
  /** 0 where masses are not known. */
  massTeV: number;
}

export interface MomentumReader {
  readonly lists: readonly List[];
  /** Where the mass is told from. */
  readonly massList?: List;
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
  const [pt, energy, mass, phi, px, py, pz, scale, mask] = (
    ['pt', 'energy', 'mass', 'phi', 'px', 'py', 'pz', 'scale', 'mask'] as const
  ).map(list);
  const eta = list('eta') ?? list('rapidity');
  const rapidity = hasRapidity(plan.layout);
  const massive = massAt(plan.layout) !== undefined;
  const { energyScale, angleScale, padding } = plan;
  const [ptOf, etaOf, phiOf] = (['pt', 'eta', 'phi'] as const).map((name) => {
    const source = plan.relative[name];
    return source && numberOf(source);
  });
  const kept = plan.keep.map(({ source, passes }) => ({ list: listOf(source, read), passes }));
  const isPadding =
    padding === 'nan' ? Number.isNaN : padding === undefined ? () => false : (value: number) => value === padding;
  const momentum: Momentum = { ptTeV: 0, eta: 0, phi: 0, massTeV: 0 };

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
  /** The mass, of the momentum before it is scaled; whether there is one. */
  const weigh = (item: number): boolean => {
    if (mass) momentum.massTeV = mass.get(item) * energyScale;
    if (mass) return !(momentum.massTeV < 0);
    const { ptTeV, eta } = momentum;
    const cosh = Math.cosh(eta);
    // with a rapidity E = m_T cosh y and m² = m_T² − pT²
    const [total, part] = [(energy!.get(item) * energyScale) / (rapidity ? cosh : 1), ptTeV * (rapidity ? 1 : cosh)];
    momentum.massTeV = Math.sqrt(Math.max(0, (total - part) * (total + part)));
    return !(total < part * (1 - rounding));
  };
  const massList = massive ? (mass ?? energy) : undefined;
  const first = massive ? [pt, eta, phi, px, py, pz, mass, energy] : [pt, energy, eta, phi, px, py, pz];
  return {
    lists: [...first, scale, mask, ...kept.map((one) => one.list)].filter((one) => one !== undefined),
    massList,
    momentum,
    read(item, row, jet) {
      if (mask?.get(item) === 0 || !fill(item, row, jet)) return 'absent';
      for (const { list: one, passes } of kept) if (!passes(one.get(item))) return 'cut';
      const mayBe = !massive || weigh(item);
      if (scale) {
        momentum.ptTeV *= scale.get(item);
        momentum.massTeV *= scale.get(item);
      }
      const { ptTeV, eta, phi, massTeV } = momentum;
      if (!(Number.isFinite(ptTeV) && Number.isFinite(eta) && Number.isFinite(phi) && Number.isFinite(massTeV)))
        return 'not finite';
      // what float32 cannot tell from 0 is no constituent either
      if (Math.fround(ptTeV) === 0) return 'absent';
      if (ptTeV < 0) return 'negative';
      return mayBe ? 'constituent' : 'no mass';
    },
  };
}

/** π as float32, a little more than π: files in single precision have it. */
const mostPhi = Math.fround(Math.PI);

function wrapped(phi: number): number {
  return Math.abs(phi) <= mostPhi ? phi : wrapPhi(phi);
}
