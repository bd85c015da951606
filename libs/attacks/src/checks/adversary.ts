// Signs that a trained adversary is weaker than it seems, or the attacks that it is held against.
import type { AdversaryTrial, AttackCheck } from '@jetdemon/artifacts';
import type { Jets } from '@jetdemon/data';
import { applied, type Adversary } from '../adversary/store.ts';
import { pgd } from '../gradient/pgd.ts';
import { perturbRandomly } from '../random/random.ts';
import { few, half, judged, logitsAfter, maskedGradients, rounding, sharesOf, type CheckOptions } from './look.ts';

/**
 * The last quarter of its trials brought hardly anything, so that more training would not either; a random move of the same size
 * lowers less for most jets; and no jet is moved further than by 20 steps along the gradient in the same box, twice. Without a bound
 * it is not asked: it was trained for its own.
 */
export async function checkAdversary(
  jets: Jets,
  { adversary, trials }: { readonly adversary: Adversary; readonly trials: readonly AdversaryTrial[] },
  options: CheckOptions,
): Promise<AttackCheck[]> {
  const { rows, progress = () => {} } = options;
  const { rho } = adversary.network;
  progress('the adversary', 0);
  const asked = await logitsAfter(jets, applied(adversary), options);
  progress('a random move', 0.2);
  const random = perturbRandomly({ epsilon: rho, iterations: 1, distribution: 'uniform' });
  const blind = await logitsAfter(jets, random, options);
  progress('along the gradient', 0.4);
  const led = await logitsAfter(jets, pgd({ epsilon: rho, iterations: 1, steps: 20, restarts: 2 }), options);
  const { share, of } = sharesOf(rows);
  const [beaten, beyond] = [
    share((jet) => blind[jet]! < asked[jet]! - rounding),
    share((jet) => asked[jet]! < led[jet]! - rounding),
  ];
  const late = gainedLate(trials);
  return [
    judged('more steps', late, `the last quarter of its trials takes at most 1% more of the significance; it took ${(100 * late).toFixed(1)}%`), // prettier-ignore
    judged('random search', beaten, `a random move within its bounds lowers less for most jets; it lowered more for ${of(beaten)}`, half), // prettier-ignore
    judged('gradient', beyond, `nothing is found that the gradient does not lead to; it was for ${of(beyond)}`, few),
    await maskedGradients(jets, options),
  ];
}

/** How much more of the significance the strongest passing trial takes than the strongest of the first three quarters. */
function gainedLate(trials: readonly AdversaryTrial[]): number {
  const strongest = (some: readonly AdversaryTrial[]) =>
    Math.max(0, ...some.filter(({ failed }) => failed.length === 0).map(({ loss }) => loss));
  return Math.max(0, strongest(trials) - strongest(trials.slice(0, Math.ceil((3 * trials.length) / 4))));
}
