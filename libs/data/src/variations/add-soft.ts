// Soft activity in a jet, a known variation: pile-up, the underlying event or noise that passed for constituents.
import { InputError, type Key } from '@jetdemon/workflow';
import { hardest, lasting, type Jets } from '../jets/jets.ts';
import { jetKinematics } from '../jets/kinematics.ts';
import { coordinates, hasRapidity } from '../jets/layout.ts';
import { wrapPhi } from '../jets/wrap-phi.ts';
import { poisson, streamsOf } from './draws.ts';
import { hardestFirst } from './energies.ts';

export interface Soft {
  /** Mean number per jet; Poisson. */
  readonly mean: number;
  /** Mean pT above the threshold [GeV]; exponential. */
  readonly ptGeV: number;
  /** Least pT [GeV]. */
  readonly threshold: number;
  /** Of the circle in (η, φ) around the jet's axis in which they lie, uniform in area. */
  readonly radius: number;
}

/**
 * Jets with massless soft constituents beside their own, hardest first; of more than the layout has slots for the softest are
 * left out, as at an import. What is drawn for a jet depends on the key and on the jet alone.
 *
 * @throws InputError for constituents with features beyond (pT, η, φ), since those of the soft ones are not known
 */
export function addSoft(jets: Jets, { mean, ptGeV, threshold, radius }: Soft, key: Key): Jets {
  const { layout, count } = jets;
  const others = layout.features.slice(coordinates).map(({ name }) => name);
  if (others.length > 0 || hasRapidity(layout)) {
    const found = hasRapidity(layout) ? ['rapidity', ...others] : others;
    throw new InputError(
      `expected constituents of pT, pseudorapidity and azimuth alone, found ${found.join(', ')}, which soft constituents do not have`, // prettier-ignore
    );
  }
  const stream = streamsOf(jets, key);
  const axis = jetKinematics(jets);
  const offsets = new Int32Array(count + 1);
  const soft: Record<'pt' | 'eta' | 'phi', number[]> = { pt: [], eta: [], phi: [] };
  for (let row = 0; row < count; row++) {
    const uniform = stream(row);
    const more = poisson(mean, uniform);
    for (let i = 0; i < more; i++) {
      soft.pt.push((threshold - ptGeV * Math.log(1 - uniform())) / 1000);
      const [distance, angle] = [radius * Math.sqrt(uniform()), 2 * Math.PI * uniform()];
      soft.eta.push(axis.eta[row]! + distance * Math.cos(angle));
      soft.phi.push(wrapPhi(axis.phi[row]! + distance * Math.sin(angle)));
    }
    offsets[row + 1] = offsets[row]! + jets.offsets[row + 1]! - jets.offsets[row]! + more;
  }
  const together = (own: Float32Array, others: readonly number[]) => {
    const out = new Float32Array(offsets[count]!);
    for (let row = 0, to = 0, next = 0; row < count; row++) {
      for (let i = jets.offsets[row]!; i < jets.offsets[row + 1]!; i++) out[to++] = own[i]!;
      while (to < offsets[row + 1]!) out[to++] = others[next++]!;
    }
    return out;
  };
  const [ptTeV, eta, phi] = [together(jets.ptTeV, soft.pt), together(jets.eta, soft.eta), together(jets.phi, soft.phi)];
  const all = { ...jets, offsets, ptTeV, eta, phi, reference: lasting(jets.reference) };
  return hardest(hardestFirst(all), layout.constituents);
}
