// The thresholds at which an adversary lowers the significance: a user's working point, or where the nominal optimum
// may come to lie in a sample of other jets.
import { countPassing, peakSignificance, quantile, rank } from '@jetdemon/statistics';
import type { Key } from '@jetdemon/workflow';

const REPLICAS = 50;
const QUANTILES = [0.06, 0.2, 0.34, 0.5, 0.64, 0.8, 0.94];

/**
 * Quantiles of the thresholds of the largest ε_S/√ε_B in 50 samples drawn with replacement, `size` jets each: the optimum
 * is a maximum, so that of the jets at hand is not that of others.
 *
 * @param label 0 background, 1 signal; score, weights: of the same jets; `weights` as `relativeWeights` has them
 */
export function workingPoints(
  label: Uint8Array,
  score: Float32Array,
  size: number,
  key: Key,
  weights?: Float64Array,
): Float64Array {
  const ranking = rank(label, score, weights);
  const uniform = key.uniform();
  const minimumBackground = Math.min(20, label.length - label.reduce((sum, one) => sum + one, 0));
  const optimum = (multiplicity?: Uint32Array) =>
    peakSignificance(ranking, countPassing(ranking, multiplicity), { minimumBackground }).threshold;
  if (label.length < 20 * REPLICAS) return Float64Array.of(optimum());
  const peaks = Float64Array.from({ length: REPLICAS }, () => {
    const multiplicity = new Uint32Array(label.length);
    for (let drawn = 0; drawn < size; drawn++) multiplicity[Math.floor(uniform() * label.length)]!++;
    return optimum(multiplicity);
  }).sort();
  return Float64Array.from(QUANTILES, (probability) => quantile(peaks, probability));
}
