// Constituents with other energies: pT and what else of them is in TeV, hardest first again.
import { setDescending } from '../jets/descending.ts';
import { gather, lasting, mapConstituents, type Jets, type NumericArray } from '../jets/jets.ts';
import { coordinates } from '../jets/layout.ts';

/**
 * Jets whose constituents have `factors` times the pT, mass and whatever else is in TeV, in single precision; angles as they are.
 * Columns computed from the constituents of the original jets are left out; weights, origins and held columns stay.
 *
 * @param factors > 0, one per constituent, flat
 */
export function timesEnergy(jets: Jets, factors: ArrayLike<number>): Jets {
  const scaled = (values: NumericArray) => Float32Array.from(values, (value, at) => value * factors[at]!);
  const inTeV = jets.layout.features.slice(coordinates).flatMap(({ name, unit }) => (unit === 'TeV' ? [name] : []));
  const features = Object.entries(jets.features ?? {}).map(([name, values]) => [
    name,
    inTeV.includes(name) ? scaled(values) : values,
  ]);
  return {
    ...jets,
    ptTeV: jets.ptTeV.map((pt, at) => pt * factors[at]!),
    ...(jets.features && { features: Object.fromEntries(features) as NonNullable<Jets['features']> }),
    reference: lasting(jets.reference),
  };
}

/** The same jets, their constituents in descending pT; those of equal pT stay in their order. */
export function hardestFirst(jets: Jets): Jets {
  const { count, offsets, ptTeV } = jets;
  const from = new Int32Array(ptTeV.length);
  for (let row = 0; row < count; row++) setDescending(from, ptTeV, offsets[row]!, offsets[row + 1]!);
  return mapConstituents(jets, (values) => gather(values, from));
}
