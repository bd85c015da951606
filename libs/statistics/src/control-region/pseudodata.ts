// Pseudodata and the model they are compared with, drawn from the same test jets but never the same jet in both (other jets,
// where the perturbed sample is unpaired, are never in the model): a jet
// and its perturbed copy are nearly equal, so that a model with the jets of its own data would agree far too well.
import type { Uniform } from '@jetdemon/workflow';
import type { Chances } from './sampling.ts';
import { chi2Test, type Chi2, type Chi2Options, type WeightedHistogram } from '../distributions/chi2.ts';
import type { Pseudodata } from './control-region.ts';

/** Which jets are pseudodata in each of up to four draws: bit 8 i of a number is 1 in draw i, so that a sum of up to 255 counts all at once. */
export interface Draws {
  readonly draws: number;
  /** Background jets of the pseudodata; the others are of the model. `[background]` */
  readonly isData: Int32Array;
  /** The same of the perturbed background; the same draws where it is the same jets. `[perturbed background]` */
  readonly isPerturbed: Int32Array;
  /** Signal jets that are admixed. `[signal]` */
  readonly isAdmixed: Int32Array;
}

/** What `Draws` have room for. */
export const mostDraws = 4;

/**
 * Draws jet by jet: every background jet belongs to the pseudodata with its probability, else to the model, every signal
 * jet to the admixture with its own. Thus numbers of jets fluctuate as Poisson's do: given the sum of both, count and
 * weighted model of a bin differ by 0 with variance (count) + (variance of the model).
 */
export function draw(
  { data, perturbed, admixture }: Pick<Chances, 'data' | 'perturbed' | 'admixture'>,
  uniform: Uniform,
  draws = 1,
): Draws {
  const [isData, isAdmixed] = [new Int32Array(data.length), new Int32Array(admixture.length)];
  const isPerturbed = perturbed === data ? isData : new Int32Array(perturbed.length);
  for (let at = 0; at < draws; at++) {
    pick(data, uniform, 8 * at, isData);
    pick(admixture, uniform, 8 * at, isAdmixed);
    if (perturbed !== data) pick(perturbed, uniform, 8 * at, isPerturbed);
  }
  return { draws, isData, isAdmixed, isPerturbed };
}

function pick(probabilities: Float64Array, uniform: Uniform, bit: number, picked: Int32Array): void {
  for (let jet = 0; jet < picked.length; jet++) picked[jet]! |= Number(uniform() < probabilities[jet]!) << bit;
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

/** Fills model and pseudodata of one panel, in each draw. */
export function fill(
  { nominal, perturbed, signal }: Panel,
  { draws, isData, isPerturbed, isAdmixed }: Draws,
  { modelWeight, kept }: Pick<Chances, 'modelWeight' | 'kept'>,
): Filled[] {
  const of = (jets: BinnedJets, drawn: Int32Array, weights: Float64Array | undefined) =>
    weights ? weighed(jets, drawn, 1, weights, draws) : counted(jets, drawn, draws);
  const background = of(perturbed, isPerturbed, kept?.perturbed);
  const admixed = of(signal, isAdmixed, kept?.signal);
  const unperturbed = of(nominal, isData, kept?.nominal);
  const model =
    typeof modelWeight === 'number'
      ? unperturbed.map(({ sum }) => others(nominal, sum, modelWeight))
      : weighed(nominal, isData, 0, modelWeight, draws);
  return model.map((one, at) => {
    const all = (of: 'sum' | 'variance') => ({
      background: background[at]![of],
      with_signal: background[at]![of].map((n, bin) => n + admixed[at]![of][bin]!),
      unperturbed: unperturbed[at]![of],
    });
    return { model: one, counts: all('sum'), ...(kept && { variances: all('variance') }) };
  });
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

/** The numbers of jets that were drawn, each its own variance. `[draws]` */
function counted({ jets, ends }: BinnedJets, drawn: Int32Array, draws: number): WeightedHistogram[] {
  const numbers = Array.from({ length: mostDraws }, () => new Float64Array(ends.length));
  const [first, second, third, fourth] = numbers as [Float64Array, Float64Array, Float64Array, Float64Array];
  let at = 0;
  for (let bin = 0; bin < ends.length; bin++) {
    while (at < ends[bin]!) {
      const end = Math.min(ends[bin]!, at + 255);
      let four = 0;
      for (; at < end; at++) four = (four + drawn[jets[at]!]!) | 0;
      first[bin]! += four & 255;
      second[bin]! += (four >>> 8) & 255;
      third[bin]! += (four >>> 16) & 255;
      fourth[bin]! += four >>> 24;
    }
  }
  return numbers.slice(0, draws).map((sum) => ({ sum, variance: sum }));
}

/** The jets that were not drawn, each with the same weight. */
function others({ ends }: BinnedJets, drawn: Float64Array, weight: number): WeightedHistogram {
  const left = drawn.map((n, bin) => ends[bin]! - (ends[bin - 1] ?? 0) - n);
  return { sum: left.map((n) => n * weight), variance: left.map((n) => n * weight * weight) };
}

/** The jets that were drawn, or those that were not, each with its weight. `[draws]` */
function weighed(
  { jets, ends }: BinnedJets,
  drawn: Int32Array,
  which: 0 | 1,
  weights: Float64Array,
  draws: number,
): WeightedHistogram[] {
  return Array.from({ length: draws }, (_, draw) => {
    const [sum, variance] = [new Float64Array(ends.length), new Float64Array(ends.length)];
    let at = 0;
    for (let bin = 0; bin < ends.length; bin++) {
      for (; at < ends[bin]!; at++) {
        if (((drawn[jets[at]!]! >>> (8 * draw)) & 1) !== which) continue;
        sum[bin]! += weights[jets[at]!]!;
        variance[bin]! += weights[jets[at]!]! ** 2;
      }
    }
    return { sum, variance };
  });
}
