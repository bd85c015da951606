// The search for λ of eq. (3): one trial after the other, each going on from the adversary of the one before.
// §III.B only says that λ were "tuned"; what is done here is stated in full.
import type { Gates } from './gates.ts';
import type { Checked } from './preserved.ts';

/** λ by what it preserves. */
export type Lambdas = Partial<Readonly<Record<Checked, number>>>;

// Aim a little below the limit: the distances quoted in the end are those of other jets.
const AIM = 0.9;
const LARGEST_FACTOR = 4;

/**
 * λ of the next trial: λ_i ← λ_i (KS_i / (0.9 · limit_i))², by a factor of 4 at most either way.
 *
 * What moves too far is held more tightly and what is far from its limit is released, so that the trials settle where
 * the gates are just passed, which is where the strongest accepted adversary is. What has no gate keeps its λ.
 */
export function nextLambdas(lambdas: Lambdas, gates: Gates, distances: Gates): Lambdas {
  const entries = (Object.keys(lambdas) as Checked[]).map((name) => {
    const [limit, distance] = [gates[name], distances[name]];
    if (limit === undefined || distance === undefined) return [name, lambdas[name]!];
    const factor = (distance / (AIM * limit)) ** 2;
    return [name, lambdas[name]! * Math.min(LARGEST_FACTOR, Math.max(1 / LARGEST_FACTOR, factor))];
  });
  return Object.fromEntries(entries) as Lambdas;
}
