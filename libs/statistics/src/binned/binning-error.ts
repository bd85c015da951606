// Error of binning scores: between which bounds the numbers of every distinct score lie.
import { relativeSignificance } from '../significance/working-point.ts';
import type { Roc } from '../significance/roc.ts';

/**
 * Bounds on what binning changes, of jets that count alike.
 *
 * `auc`: pairs of a signal and a background jet within one bin count half, and may count 0 or 1, so the AUC of the scores is within
 * 1/2 Σ s b / (S B) of the binned one. `peakAtMost`: at a threshold within a bin no more signal passes than its lower edge, no less
 * background than its upper one, nor less than `minimumBackground`.
 *
 * @param passing what passes the lower edge of each bin, the highest first, `[groups]`
 */
export function binningError(
  { signal, background }: Roc,
  minimumBackground: number,
): { readonly auc: number; readonly peakAtMost: number } {
  const [allSignal, allBackground] = [signal.at(-1)!, background.at(-1)!];
  let [pairs, peakAtMost] = [0, 0];
  for (let group = 0; group < signal.length; group++) {
    const [signalAbove, backgroundAbove] = group === 0 ? [0, 0] : [signal[group - 1]!, background[group - 1]!];
    pairs += (signal[group]! - signalAbove) * (background[group]! - backgroundAbove);
    if (background[group]! < minimumBackground) continue;
    const least = Math.max(backgroundAbove, minimumBackground);
    peakAtMost = Math.max(peakAtMost, relativeSignificance(signal[group]! / allSignal, least / allBackground));
  }
  return { auc: pairs / (2 * allSignal * allBackground), peakAtMost };
}
