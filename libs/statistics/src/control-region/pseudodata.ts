// Pseudodata and the model they are compared with, drawn from the same test jets but never the same jet in both (other jets,
// where the perturbed sample is unpaired, are never in the model): a jet
// and its perturbed copy are nearly equal, so that a model with the jets of its own data would agree far too well.
import type { Uniform } from '@jetdemon/workflow';
import type { Chances } from './sampling.ts';
import { chi2Test, type Chi2, type Chi2Options, type WeightedHistogram } from '../distributions/chi2.ts';
import type { Pseudodata } from './control-region.ts';

/** Which jets are pseudodata. */
export interface Draw {
  /** 1 for a background jet of the pseudodata, 0 for one of the model. `[background]` */
  readonly isData: Uint8Array;
  /** The same of the perturbed background; the same draw where it is the same jets. `[perturbed background]` */
  readonly isPerturbed: Uint8Array;
  /** 1 for a signal jet that is admixed. `[signal]` */
  readonly isAdmixed: Uint8Array;
}

/**
 * Draws jet by jet: every background jet belongs to the pseudodata with its probability, else to the model, every signal
 * jet to the admixture with its own. Thus numbers of jets fluctuate as Poisson's do: given the sum of both, count and
 * weighted model of a bin differ by 0 with variance (count) + (variance of the model).
 */
export function draw(
  { data, perturbed, admixture }: Pick<Chances, 'data' | 'perturbed' | 'admixture'>,
  uniform: Uniform,
): Draw {
  const isData = pick(data, uniform);
  const isAdmixed = pick(admixture, uniform);
  return { isData, isAdmixed, isPerturbed: perturbed === data ? isData : pick(perturbed, uniform) };
}

function pick(probabilities: Float64Array, uniform: Uniform): Uint8Array {
  const picked = new Uint8Array(probabilities.length);
  for (let jet = 0; jet < picked.length; jet++) picked[jet] = Number(uniform() < probabilities[jet]!);
  return picked;
}

/** Jets of a sample that lie in the region of a panel, by bin; the last entry is of those outside its bins. */
export interface BinnedJets {
  /** Bin by bin, ascending in each. `[jets]` */
  readonly jets: Int32Array;
  /** Where each bin ends among them. `[bins + 1]` */
  readonly ends: Int32Array;
}

/** One histogram of one region. */
export interface Panel {
  readonly bins: number;
  /** The background jets as simulated. */
  readonly nominal: BinnedJets;
  /** The perturbed background: the same jets, or others. */
  readonly perturbed: BinnedJets;
  /** The perturbed signal jets. */
  readonly signal: BinnedJets;
}

/** Histograms of one draw; the entry after the last bin holds what fell outside. `[bins + 1]` each */
export interface Filled {
  /** Nominal background jets that are not pseudodata, weighted. */
  readonly model: WeightedHistogram;
  readonly counts: Readonly<Record<Pseudodata, Float64Array>>;
  /** Sums of the squared weights of what is in `counts`, where pseudodata keep their weights. */
  readonly variances?: Readonly<Record<Pseudodata, Float64Array>>;
}

/** Fills model and pseudodata of one panel. */
export function fill(
  { nominal, perturbed, signal }: Panel,
  { isData, isPerturbed, isAdmixed }: Draw,
  { modelWeight, kept }: Pick<Chances, 'modelWeight' | 'kept'>,
): Filled {
  const background = weigh(perturbed, isPerturbed, 1, kept?.perturbed);
  const admixed = weigh(signal, isAdmixed, 1, kept?.signal);
  const unperturbed = weigh(nominal, isData, 1, kept?.nominal);
  const all = (of: 'sum' | 'variance') => ({
    background: background[of],
    with_signal: background[of].map((n, bin) => n + admixed[of][bin]!),
    unperturbed: unperturbed[of],
  });
  return {
    model: weigh(nominal, isData, 0, modelWeight),
    counts: all('sum'),
    ...(kept && { variances: all('variance') }),
  };
}

/** `chi2Test` over the bins of a panel, less the entry that fell outside. */
export function testPanel(
  counts: Float64Array,
  { sum, variance }: WeightedHistogram,
  options: Chi2Options,
  variances?: Float64Array,
): Chi2 {
  const inside = (values: Float64Array) => values.subarray(0, -1);
  const model = { sum: inside(sum), variance: inside(variance) };
  return chi2Test(inside(counts), model, { ...options, ...(variances && { variance: inside(variances) }) });
}

/** The jets that were drawn, or those that were not, each with its weight or all with the same. */
function weigh(
  { jets, ends }: BinnedJets,
  drawn: Uint8Array,
  which: 0 | 1,
  weights: Float64Array | number = 1,
): WeightedHistogram {
  const [sum, variance] = [new Float64Array(ends.length), new Float64Array(ends.length)];
  let at = 0;
  for (let bin = 0; bin < ends.length; bin++) {
    const first = at;
    const end = ends[bin]!;
    if (typeof weights === 'number') {
      let n = 0;
      for (; at < end; at++) n += drawn[jets[at]!]!;
      if (which === 0) n = end - first - n;
      sum[bin] = n * weights;
      variance[bin] = n * weights * weights;
    } else {
      for (; at < end; at++) {
        if (drawn[jets[at]!] !== which) continue;
        sum[bin]! += weights[jets[at]!]!;
        variance[bin]! += weights[jets[at]!]! ** 2;
      }
    }
  }
  return { sum, variance };
}
