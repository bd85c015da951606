// Global energy scale of jets, a known variation: every four-momentum times one factor, angles as they are.
import { coordinates } from './layout.ts';
import { lasting, type Jets, type NumericArray } from './jets.ts';

/**
 * Jets whose constituents have `factor` times the pT, mass and whatever else is in TeV. Jet pT and mass move by exactly that
 * (to single precision), angles and ratios of momenta not at all. Columns computed from the constituents of the original jets
 * are left out; weights, origins and held columns stay.
 *
 * @param factor > 0
 */
export function scaleEnergy(jets: Jets, factor: number): Jets {
  const scaled = (values: NumericArray) => Float32Array.from(values, (value) => value * factor);
  const inTeV = jets.layout.features.slice(coordinates).flatMap(({ name, unit }) => (unit === 'TeV' ? [name] : []));
  const features = Object.entries(jets.features ?? {}).map(([name, values]) => [
    name,
    inTeV.includes(name) ? scaled(values) : values,
  ]);
  return {
    ...jets,
    ptTeV: jets.ptTeV.map((pt) => pt * factor),
    ...(jets.features && { features: Object.fromEntries(features) as NonNullable<Jets['features']> }),
    reference: lasting(jets.reference),
  };
}
