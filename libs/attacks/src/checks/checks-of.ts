// Checks of an attack by its name and parameters.
import { adversary as adversaryKind, type AttackCheck } from '@jetdemon/artifacts';
import type { Jets } from '@jetdemon/data';
import type { Input } from '@jetdemon/workflow';
import { loadAdversary } from '../adversary/store.ts';
import { fgsm } from '../gradient/fgsm.ts';
import { minimumNorm, type MinimumNormOptions } from '../gradient/minimum-norm.ts';
import { pgd, type PgdOptions } from '../gradient/pgd.ts';
import { scalesOf, type Epsilons } from '../threat/parameters.ts';
import type { Resolution } from '../threat/resolution.ts';
import { checkAdversary } from './adversary.ts';
import { checkGradient } from './gradient.ts';
import type { CheckOptions } from './look.ts';
import { checkMinimumNorm } from './minimum-norm.ts';
import { checkSquare } from './square.ts';

export interface Asked
  extends
    Epsilons,
    Resolution,
    Required<Pick<PgdOptions, 'iterations' | 'steps' | 'restarts' | 'stepSize' | 'momentum'>>,
    Required<Pick<MinimumNormOptions, 'threshold'>> {
  readonly attack: 'fgsm' | 'pgd' | 'square' | 'minimum-norm' | 'adversary';
  /** Folder of the adversary that is checked. */
  readonly adversary?: Input | undefined;
}

/** The checks that an attack can be asked. */
export async function checksOf(jets: Jets, asked: Asked, options: CheckOptions): Promise<AttackCheck[]> {
  const { attack, iterations, restarts, stepSize, momentum, relativePt, eta, phi, threshold } = asked;
  const epsilon = scalesOf(asked);
  const box = { pt: iterations * epsilon.pt, eta: iterations * epsilon.eta, phi: iterations * epsilon.phi };
  switch (attack) {
    case 'fgsm':
      return checkGradient(
        jets,
        {
          ...{ box, steps: iterations },
          make: (wide, n) =>
            fgsm({ epsilon: { pt: wide.pt / n, eta: wide.eta / n, phi: wide.phi / n }, iterations: n }),
        },
        options,
      );
    case 'pgd':
      return checkGradient(
        jets,
        {
          ...{ box, steps: asked.steps },
          make: (wide, steps) => pgd({ epsilon: wide, iterations: 1, steps, restarts, stepSize, momentum }),
        },
        options,
      );
    case 'square':
      return checkSquare(jets, box, options);
    case 'minimum-norm':
      return checkMinimumNorm(
        jets,
        {
          steps: asked.steps,
          make: (steps) => minimumNorm({ resolution: { relativePt, eta, phi }, threshold, steps }),
        },
        options,
      );
    case 'adversary': {
      const adversary = await loadAdversary(asked.adversary!.folder);
      const trials = await adversaryKind.read(asked.adversary!, 'trials.json');
      return checkAdversary(jets, { adversary, trials }, options);
    }
  }
}
