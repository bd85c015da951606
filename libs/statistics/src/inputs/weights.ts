// Event weights as statistics use them: scaled to a mean of 1 over each class, and absent where every jet counts alike.
// What the weights of a class sum to plays no part: efficiencies, shares and distributions are relative to it.
import { InputError, type Place } from '@jetdemon/workflow';

/**
 * Weights scaled to a mean of 1 over each class, so that sums of weights are on the scale of numbers of jets; undefined
 * when the weights of either class are all alike: jets are then counted. Weights may be negative.
 *
 * @param labels 0 or 1, `[jets]`
 * @param place of the weights, for the error
 * @throws InputError as `requireSums`
 */
export function relativeWeights(
  weights: ArrayLike<number>,
  labels: ArrayLike<number>,
  place?: Place,
): Float64Array | undefined {
  requireSums(weights, labels, place);
  const relative = Float64Array.from(weights);
  for (const wanted of [0, 1]) {
    const rows = Array.from(relative.keys()).filter((row) => labels[row] === wanted);
    const alike = rows.every((row) => weights[row] === weights[rows[0]!]);
    const mean = rows.reduce((total, row) => total + weights[row]!, 0) / rows.length;
    for (const row of rows) relative[row] = alike ? 1 : weights[row]! / mean;
  }
  return relative.every((weight) => weight === 1) ? undefined : relative;
}

/**
 * Sees to it that the weights of each class that is there have a finite sum above 0.
 *
 * @param names of labels 0 and 1, for the error
 * @throws InputError when they have not
 */
export function requireSums(
  weights: ArrayLike<number>,
  labels: ArrayLike<number>,
  place: Place = {},
  names: readonly string[] = ['background (label 0)', 'signal (label 1)'],
): void {
  for (const [wanted, name] of names.entries()) {
    let [jets, sum] = [0, 0];
    for (let row = 0; row < labels.length; row++) {
      if (labels[row] !== wanted) continue;
      jets++;
      sum += weights[row]!;
    }
    if (jets > 0 && !(sum > 0 && sum < Infinity))
      throw InputError.at(place, `expected finite weights of a sum above 0 of ${name}, found a sum of ${sum}`);
  }
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
