// The share of significance that is lost at the nominal optimum, as one number without an interval: what a search goes by.
import { InputError } from '@jetdemon/workflow';
import { counterOf } from './counter.ts';
import { optimumOf, pointAt } from './optimum.ts';
import { rank } from './roc.ts';

/**
 * 1 − ε_S/√ε_B after over before, at the nominal optimum (§IV of arXiv:1910.08606), each half of the jets at that of the other: at the
 * optimum of the same jets, any change of the scores would lose what chance gave it, see `Optimum`.
 *
 * @param labels 0 background, 1 signal, two of either at least, `[jets]`
 * @param nominal scores; varied: of the same jets row by row, `[jets]`
 * @param weights as `relativeWeights` has them, `[jets]`
 * @param minimumBackground background jets that must pass a threshold for it to count, or all of them where there are fewer
 * @throws InputError where so few jets have their optimum at no background at all
 * @returns 0 where signal but no background is left, whose ratio is undefined, so that no search is led there
 */
export function lossAtNominalOptimum(
  labels: ArrayLike<number>,
  nominal: ArrayLike<number>,
  varied: ArrayLike<number>,
  { weights, minimumBackground = 20 }: { weights?: Float64Array | undefined; minimumBackground?: number } = {},
): number {
  const counted = (scores: ArrayLike<number>) => {
    const ranking = rank(labels, scores, weights);
    return counterOf(ranking, labels, 'other-half')();
  };
  const before = counted(nominal);
  const thresholds = optimumOf(before, Math.min(minimumBackground, before.whole.backgroundJets.at(-1)!));
  const nominalSignificance = pointAt(before, thresholds).significance;
  if (!Number.isFinite(nominalSignificance))
    throw new InputError('expected background jets at the nominal optimum, found none: more jets are needed');
  const { significance, signalEfficiency } = pointAt(counted(varied), thresholds);
  if (significance === Infinity) return signalEfficiency > 0 ? 0 : 1;
  return 1 - significance / nominalSignificance;
}
