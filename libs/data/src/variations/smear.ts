// Resolution of a detector, a known variation: every constituent measured once more, in energy and in direction.
import type { Key } from '@jetdemon/workflow';
import type { Jets } from '../jets/jets.ts';
import { wrapPhi } from '../jets/wrap-phi.ts';
import { normal, skipNormal, streamsOf } from './draws.ts';
import { hardestFirst, timesEnergy } from './energies.ts';

export interface Resolution {
  /** a of σ/pT = a/√pT ⊕ b ⊕ n/pT [√GeV], default 0. */
  readonly stochastic?: number;
  /** b, default 0. */
  readonly constant?: number;
  /** n [GeV], default 0. */
  readonly noise?: number;
  /** Standard deviation of η and of φ [rad], default 0. */
  readonly angle?: number;
}

/** σ/pT of a constituent of this pT [GeV]: a/√pT ⊕ b ⊕ n/pT. */
export const relativeResolution = (ptGeV: number, { stochastic = 0, constant = 0, noise = 0 }: Resolution): number =>
  Math.hypot(stochastic / Math.sqrt(ptGeV), constant, noise / ptGeV);

/**
 * Jets whose constituents are smeared independently: pT (mass and whatever else is in TeV with it) by a log-normal factor of mean 1
 * and standard deviation σ/pT, as the calorimeters of Delphes smear energies (arXiv:1307.6346), so that none becomes negative;
 * η and φ by normal numbers. Hardest first again. What is drawn for a jet depends on the key and on the jet alone.
 */
export function smear(jets: Jets, resolution: Resolution, key: Key): Jets {
  const stream = streamsOf(jets, key);
  const { stochastic = 0, noise = 0, angle = 0 } = resolution;
  const varianceAt = (ptGeV: number) => Math.log1p(relativeResolution(ptGeV, resolution) ** 2);
  // the same for all constituents
  const constant = stochastic === 0 && noise === 0 ? varianceAt(1) : undefined;
  const [eta, phi, factors] = [jets.eta.slice(), jets.phi.slice(), new Float64Array(jets.ptTeV.length)];
  for (let row = 0; row < jets.count; row++) {
    const uniform = stream(row);
    for (let i = jets.offsets[row]!; i < jets.offsets[row + 1]!; i++) {
      const variance = constant ?? varianceAt(1000 * jets.ptTeV[i]!);
      // whatever is not smeared, a constituent takes three normal numbers
      if (variance === 0) {
        skipNormal(uniform);
        factors[i] = 1;
      } else factors[i] = Math.exp(Math.sqrt(variance) * normal(uniform) - variance / 2);
      if (angle === 0) {
        skipNormal(uniform);
        skipNormal(uniform);
        continue;
      }
      eta[i]! += angle * normal(uniform);
      phi[i] = wrapPhi(phi[i]! + angle * normal(uniform));
    }
  }
  return hardestFirst(timesEnergy({ ...jets, eta, phi }, factors));
}
