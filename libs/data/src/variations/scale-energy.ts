// Energy scale of jets, a known variation: four-momenta times one factor, angles as they are.
import { InputError } from '@jetdemon/workflow';
import type { Jets } from '../jets/jets.ts';
import { coordinates } from '../jets/layout.ts';
import { hardestFirst, timesEnergy } from './energies.ts';

/** Constituents of one kind: those whose feature is one of these values. */
export interface OfKind {
  readonly feature: string;
  readonly values: readonly number[];
}

/**
 * Jets whose constituents have `factor` times the pT, mass and whatever else is in TeV. Jet pT and mass move by exactly that
 * (to single precision), angles and ratios of momenta not at all, unless constituents `of` one kind alone are scaled; hardest first
 * then. Columns computed from the constituents of the original jets are left out; weights, origins and held columns stay.
 *
 * @param factor > 0
 * @throws InputError for a feature that constituents do not have
 */
export function scaleEnergy(jets: Jets, factor: number, of?: OfKind): Jets {
  if (!of) return timesEnergy(jets, new Float64Array(jets.ptTeV.length).fill(factor));
  const kind = jets.features?.[of.feature];
  if (!kind) {
    const known = jets.layout.features.slice(coordinates).map(({ name }) => name);
    const found = known.length > 0 ? known.join(', ') : 'pt, eta and phi alone';
    throw new InputError(`of: expected a feature of the constituents (${found}), found ${of.feature}`);
  }
  return hardestFirst(
    timesEnergy(
      jets,
      Float64Array.from(kind, (is) => (of.values.includes(is) ? factor : 1)),
    ),
  );
}
