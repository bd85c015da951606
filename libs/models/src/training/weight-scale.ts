// Event weights as a training uses them: scaled to a mean of 1 over each class of all parts of a sample, see `relativeWeights`.
import { InputError, type Place } from '@jetdemon/workflow';

const names = ['background (label 0)', 'signal (label 1)'] as const;

/** Sums of the weights of each class. */
export class WeightScale {
  readonly #classes = names.map(() => ({ jets: 0, sum: 0, least: Infinity, most: -Infinity }));

  add(weights: ArrayLike<number>, labels: ArrayLike<number>): void {
    for (let row = 0; row < labels.length; row++) {
      const [of, weight] = [this.#classes[labels[row]!]!, weights[row]!];
      of.jets++;
      of.sum += weight;
      of.least = Math.min(of.least, weight);
      of.most = Math.max(of.most, weight);
    }
  }

  /** @throws InputError when the weights of a class have no finite sum above 0 */
  require(place: Place): void {
    for (const [at, { jets, sum }] of this.#classes.entries()) {
      if (jets === 0 || (sum > 0 && sum < Infinity)) continue;
      throw InputError.at(place, `expected finite weights of a sum above 0 of ${names[at]}, found a sum of ${sum}`);
    }
  }

  /** Weights of some of these jets, scaled; undefined where those of each class are all alike: jets are then counted. */
  of(weights: ArrayLike<number>, labels: ArrayLike<number>): Float64Array | undefined {
    const alike = this.#classes.map(({ least, most }) => least >= most);
    if (alike.every(Boolean)) return undefined;
    const means = this.#classes.map(({ sum, jets }) => sum / jets);
    return Float64Array.from(weights, (weight, row) => (alike[labels[row]!] ? 1 : weight / means[labels[row]!]!));
  }
}
