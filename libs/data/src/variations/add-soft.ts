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
  const made = Array.from({ length: count }, (_, row) => {
    const uniform = stream(row);
    return Array.from({ length: poisson(mean, uniform) }, () => {
      const pt = (threshold - ptGeV * Math.log(1 - uniform())) / 1000;
      const [distance, angle] = [radius * Math.sqrt(uniform()), 2 * Math.PI * uniform()];
      const eta = axis.eta[row]! + distance * Math.cos(angle);
      return [pt, eta, wrapPhi(axis.phi[row]! + distance * Math.sin(angle))] as const;
    });
  });
  const offsets = new Int32Array(count + 1);
  made.forEach((soft, row) => {
    offsets[row + 1] = offsets[row]! + jets.offsets[row + 1]! - jets.offsets[row]! + soft.length;
  });
  const together = (own: Float32Array, at: 0 | 1 | 2) => {
    const out = new Float32Array(offsets[count]!);
    made.forEach((soft, row) => {
      const mine = own.subarray(jets.offsets[row], jets.offsets[row + 1]);
      out.set(mine, offsets[row]);
      soft.forEach((one, i) => (out[offsets[row]! + mine.length + i] = one[at]));
    });
    return out;
  };
  const [ptTeV, eta, phi] = [together(jets.ptTeV, 0), together(jets.eta, 1), together(jets.phi, 2)];
  const all = { ...jets, offsets, ptTeV, eta, phi, reference: lasting(jets.reference) };
  return hardest(hardestFirst(all), layout.constituents);
}
