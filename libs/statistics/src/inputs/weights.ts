// Event weights as statistics use them: scaled to a mean of 1 over each class, and absent where every jet counts alike.
// What the weights of a class sum to plays no part: efficiencies, shares and distributions are relative to it.
import { InputError } from '@jetdemon/workflow';

/**
 * Weights scaled to a mean of 1 over each class, so that sums of weights are on the scale of numbers of jets; undefined
 * when the weights of either class are all alike: jets are then counted. Weights may be negative.
 *
 * @param labels 0 or 1, `[jets]`
 * @param where said first in an `InputError`: file and column
 * @throws InputError when a weight is not finite or those of a class do not sum to more than 0
 */
export function relativeWeights(
  weights: ArrayLike<number>,
  labels: ArrayLike<number>,
  where?: string,
): Float64Array | undefined {
  const relative = Float64Array.from(weights);
  for (const wanted of [0, 1]) {
    const rows = Array.from(relative.keys()).filter((row) => labels[row] === wanted);
    const alike = rows.every((row) => weights[row] === weights[rows[0]!]);
    const sum = rows.reduce((total, row) => total + weights[row]!, 0);
    if (rows.length > 0 && !(sum > 0 && sum < Infinity)) {
      throw new InputError(
        `expected finite weights of a sum above 0 for label ${wanted}, found a sum of ${sum}`,
        where,
      );
    }
    const mean = sum / rows.length;
    for (const row of rows) relative[row] = alike ? 1 : weights[row]! / mean;
  }
  return relative.every((weight) => weight === 1) ? undefined : relative;
}

/** The weights of the jets of one class. */
export function weightsOfClass(weights: Float64Array, labels: ArrayLike<number>, label: number): Float64Array {
  return weights.filter((_, row) => labels[row] === label);
}

/** (sum w)^2 / sum w^2: how many jets of equal weight have the same relative error of their sum. NaN for none. */
export function effectiveJets(weights: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  for (let row = 0; row < weights.length; row++) {
    sum += weights[row]!;
    squares += weights[row]! ** 2;
  }
  return (sum * sum) / squares;
}
