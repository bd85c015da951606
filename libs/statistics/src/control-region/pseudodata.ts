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
  const pick = (probabilities: Float64Array) => {
    const picked = new Uint8Array(probabilities.length);
    for (let jet = 0; jet < picked.length; jet++) picked[jet] = uniform() < probabilities[jet]! ? 1 : 0;
    return picked;
  };
  const isData = pick(data);
  return { isData, isAdmixed: pick(admixture), isPerturbed: perturbed === data ? isData : pick(perturbed) };
}

/** One histogram of one region: the bin of every jet, -1 for a jet outside the region, `bins` for one outside its bins. */
export interface Panel {
  readonly bins: number;
  /** Bins of the background jets as simulated. `[background]` */
  readonly nominal: Int16Array;
  /** Of the perturbed background: the same jets, or others. `[perturbed background]` */
  readonly perturbed: Int16Array;
  /** Of the perturbed signal jets. `[signal]` */
  readonly signal: Int16Array;
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
  { bins, nominal, perturbed, signal }: Panel,
  { isData, isPerturbed, isAdmixed }: Draw,
  { modelWeight: weight, kept }: Pick<Chances, 'modelWeight' | 'kept'>,
): Filled {
  if (kept && typeof weight !== 'number') {
    const background = weigh(perturbed, isPerturbed, bins, kept.perturbed, 1);
    const admixed = weigh(signal, isAdmixed, bins, kept.signal, 1);
    const unperturbed = weigh(nominal, isData, bins, kept.nominal, 1);
    const all = (of: 'sum' | 'variance') => ({
      background: background[of],
      with_signal: background[of].map((n, bin) => n + admixed[of][bin]!),
      unperturbed: unperturbed[of],
    });
    return { model: weigh(nominal, isData, bins, weight), counts: all('sum'), variances: all('variance') };
  }
  const [others, unperturbed] = countByDraw(nominal, isData, bins);
  const [, background] = countByDraw(perturbed, isPerturbed, bins);
  const [, admixed] = countByDraw(signal, isAdmixed, bins);
  return {
    model:
      typeof weight === 'number'
        ? { sum: others.map((n) => n * weight), variance: others.map((n) => n * weight * weight) }
        : weigh(nominal, isData, bins, weight),
    counts: { background, with_signal: background.map((n, bin) => n + admixed[bin]!), unperturbed },
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

/** The jets that were not drawn, or those that were, weighted. */
function weigh(
  binOfJet: Int16Array,
  drawn: Uint8Array,
  bins: number,
  weights: Float64Array,
  which: 0 | 1 = 0,
): WeightedHistogram {
  const [sum, variance] = [new Float64Array(bins + 1), new Float64Array(bins + 1)];
  binOfJet.forEach((bin, jet) => {
    if (bin < 0 || drawn[jet] !== which) return;
    sum[bin]! += weights[jet]!;
    variance[bin]! += weights[jet]! ** 2;
  });
  return { sum, variance };
}

/** Jets per bin, of those that were not drawn and of those that were. */
function countByDraw(binOfJet: Int16Array, drawn: Uint8Array, bins: number): [Float64Array, Float64Array] {
  const stride = bins + 2; // without a branch: the first entry takes jets outside the region
  const counts = new Float64Array(2 * stride);
  for (let jet = 0; jet < binOfJet.length; jet++) counts[drawn[jet]! * stride + binOfJet[jet]! + 1]!++;
  return [counts.subarray(1, stride), counts.subarray(stride + 1)];
}
