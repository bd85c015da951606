// The share of significance that is lost at the nominal optimum, as one number without an interval: what a search goes by.
import { InputError } from '@jetdemon/workflow';
import { counterOf } from './counter.ts';
import { optimumOf, pointAt } from './optimum.ts';
import { rank } from './roc.ts';

const MINIMUM_BACKGROUND = 20;

/**
 * 1 − ε_S/√ε_B after over before, at the nominal optimum (§IV of arXiv:1910.08606), each half of the jets at that of the other: at the
 * optimum of the same jets, any change of the scores would lose what chance gave it, see `Optimum`. A threshold counts that 20 background
 * jets pass, or all where there are fewer.
 *
 * @param labels 0 background, 1 signal, two of either at least, `[jets]`
 * @param nominal scores; varied: of the same jets row by row, `[jets]`
 * @param weights as `relativeWeights` has them, `[jets]`
 * @throws InputError for fewer than two jets of a class, and where none of a class passes the optimum
 * @returns 0 where signal but no background is left, whose ratio is undefined, so that no search is led there
 */
export function lossAtNominalOptimum(
  labels: ArrayLike<number>,
  nominal: ArrayLike<number>,
  varied: ArrayLike<number>,
  weights?: Float64Array,
): number {
  const signal = Array.from(labels).reduce((sum, label) => sum + label, 0);
  if (Math.min(signal, labels.length - signal) < 2)
    throw new InputError(
      `expected at least two signal and two background jets, one in either half, found ${signal} and ${labels.length - signal}`,
    );
  const counted = (scores: ArrayLike<number>) => {
    const ranking = rank(labels, scores, weights);
    return counterOf(ranking, labels, 'other-half')();
  };
  const before = counted(nominal);
  const thresholds = optimumOf(before, Math.min(MINIMUM_BACKGROUND, before.whole.backgroundJets.at(-1)!));
  const nominalSignificance = pointAt(before, thresholds).significance;
  if (!(nominalSignificance > 0 && nominalSignificance < Infinity))
    throw new InputError(
      'expected jets of both classes at the nominal optimum, found none of one: more jets are needed',
    );
  const { significance, signalEfficiency } = pointAt(counted(varied), thresholds);
  if (significance === Infinity) return signalEfficiency > 0 ? 0 : 1;
  return 1 - significance / nominalSignificance;
}
