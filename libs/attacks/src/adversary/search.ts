// The search for λ of eq. (3). §III.B only says that λ were "tuned"; what is done here is stated in full (and in train.ts:
// one trial goes on from the other).
import type { ObservableName } from '@jetdemon/artifacts';
import type { Distances, Acceptance, PerCheck } from './acceptance.ts';

// Aim below the limit, so that the next trial passes although λ is only guessed.
const AIM = 0.9;
const LARGEST_FACTOR = 4;

/**
 * λ of the next trial: λ_i ← λ_i ((KS_i + its error) / (0.9 · limit_i))², by a factor of 4 at most either way.
 *
 * What moves too far is held more tightly and what is far from its limit is released, so that the trials settle where
 * the acceptance criteria are just passed, which is where the strongest accepted adversary is. What has no acceptance criterion keeps its λ.
 */
export function nextLambdas(lambdas: PerCheck, acceptance: Acceptance, { ks, error }: Distances): PerCheck {
  const entries = (Object.keys(lambdas) as ObservableName[]).map((name) => {
    const limit = acceptance[name];
    if (limit === undefined) return [name, lambdas[name]!];
    const factor = ((ks[name]! + error[name]!) / (AIM * limit)) ** 2;
    return [name, lambdas[name]! * Math.min(LARGEST_FACTOR, Math.max(1 / LARGEST_FACTOR, factor))];
  });
  return Object.fromEntries(entries) as PerCheck;
}
