// Event weights for a training: relative within a class, so that both classes count as their numbers of jets.
import { weightsOf, type JetRows } from '@jetdemon/data';
import { InputError } from '@jetdemon/workflow';

/**
 * The weights of the jets at `rows`, scaled to a mean of 1 over each class, `[rows]`; 1 each where the sample has none.
 * Negative ones stay negative.
 *
 * @param file named in an `InputError`
 * @throws InputError when a weight is not finite or those of a class do not sum to more than 0
 */
export function jetWeights(jets: JetRows, rows: Int32Array, file: string): Float32Array {
  const weights = weightsOf(jets, rows);
  const classes = Array.from(rows, (row) => jets.label[row]!);
  const means = [0, 1].map((label) => {
    const ofClass = weights.filter((_, at) => classes[at] === label);
    const sum = ofClass.reduce((total, weight) => total + weight, 0);
    if (sum > 0 && sum < Infinity) return sum / ofClass.length;
    throw new InputError(`column weight: expected finite weights of a sum above 0 for label ${label}, found a sum of ${sum}`, `${file}:`); // prettier-ignore
  });
  return Float32Array.from(weights, (weight, at) => weight / means[classes[at]!]!);
}
