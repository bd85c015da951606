// The control region of Fig. 1 of arXiv:1910.08606 and what of it region.json and metrics.json hold.
//
// The paper blinds "the region in which expected signal efficiency exceeds 10%". Read as the efficiency of a cut,
// score >= t, that would blind everything below a threshold and leave the most signal-like jets to look at; it can only
// mean the opposite end. Here: the control region is the low scores, as far as they hold less than 10% of the nominal
// signal, in whole bins of the classifier output; all above is blinded.
import { InputError } from '@jetdemon/workflow';
import { binOf, edge, type Binning } from '../distributions/histogram.ts';

/** Pseudodata of perturbed background, with perturbed signal added, and of background that nobody perturbed. */
export type Pseudodata = 'background' | 'with_signal' | 'unperturbed';

/**
 * The first blinded bin: the bins of classifier output below it hold less than `signalEfficiency` of the signal.
 *
 * @param scores classifier output of the nominal signal, `[jets]`
 * @param weights of these jets, of mean 1; absent: 1
 * @throws InputError when the lowest bin holds as much already
 */
export function firstBlindedBin(
  scores: ArrayLike<number>,
  binning: Binning,
  signalEfficiency: number,
  weights?: Float64Array,
): number {
  const held = new Float64Array(binning.bins + 1);
  for (let jet = 0; jet < scores.length; jet++)
    held[Math.max(0, binOf(scores[jet]!, binning))]! += weights ? weights[jet]! : 1;
  let below = 0;
  let bin = 0;
  while (bin < binning.bins && below + held[bin]! < signalEfficiency * scores.length) below += held[bin++]!;
  if (bin === 0) {
    throw new InputError(
      `expected a control region: a lowest bin of the classifier output, up to ${edge(binning, 1)}, with less than ` +
        `${signalEfficiency} of the signal; found ${(held[0]! / scores.length).toPrecision(3)}: take narrower bins or blind less`,
    );
  }
  return bin;
}
