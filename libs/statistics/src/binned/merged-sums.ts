// Sums over the parts of a sample: those of the parts, added.
import type { BinnedSums, Binning } from '@jetdemon/artifacts';
import { InputError } from '@jetdemon/workflow';
import type { Roc } from '../significance/roc.ts';

/** Sums of one class of one sample, `[bins + 1]`; of replicas `[replicas, bins + 1]`. */
interface ClassSums {
  readonly jets: Float64Array;
  readonly score: Float64Array;
  readonly weight: Float64Array;
  readonly squares: Float64Array;
  readonly drawn: Float64Array;
  /** Absent until a part has weights other than 1. */
  drawnWeight?: Float64Array;
}

export type Label = 'background' | 'signal';
const labels: readonly Label[] = ['background', 'signal'];

/** Sums of as many parts as were added; holds those of one part and of the whole. */
export class MergedSums {
  readonly binning: Binning;
  readonly samples: readonly Readonly<Record<Label, ClassSums>>[];
  #weights: Record<Label, readonly [number, number]>;

  constructor(binning: Binning) {
    this.binning = binning;
    const [groups, drawn] = [binning.bins + 1, (binning.bins + 1) * binning.replicas];
    const empty = (): ClassSums => ({
      jets: new Float64Array(groups),
      score: new Float64Array(groups),
      weight: new Float64Array(groups),
      squares: new Float64Array(groups),
      drawn: new Float64Array(drawn),
    });
    this.samples = binning.samples.map(() => ({ background: empty(), signal: empty() }));
    this.#weights = { ...binning.weights };
  }

  /** @throws InputError for a part that was binned otherwise */
  add(sums: BinnedSums, binning: Binning, node: string): void {
    const { bins, replicas, samples } = this.binning;
    const how = (one: Pick<Binning, 'bins' | 'replicas' | 'samples'>) =>
      `${one.bins} bins, ${one.replicas} replicas, samples ${one.samples.join(', ')}`;
    if (how(binning) !== how(this.binning))
      throw InputError.at({ node }, `expected a part of ${how(this.binning)}, found ${how(binning)}`);
    for (const label of labels) {
      const [[low, high], [least, most]] = [this.#weights[label], binning.weights[label]];
      this.#weights[label] = [Math.min(low, least), Math.max(high, most)];
    }
    sums.sample.forEach((sample, row) => {
      const into = this.samples[samples.indexOf(sample)]?.[labels[sums.label[row]!]!];
      const bin = sums.bin[row]!;
      if (!into || !(bin >= 0 && bin <= bins))
        throw InputError.at({ node, row }, `expected a sample, class and bin of binning.json, found ${sample}, ${bin}`);
      into.jets[bin]! += sums.jets[row]!;
      into.score[bin]! += sums.score[row]!;
      into.weight[bin]! += sums.weight[row]!;
      into.squares[bin]! += sums.squares[row]!;
      const [drawn, weights] = [sums.drawn[row]!, sums.drawn_weight[row]!];
      if (weights.length > 0) into.drawnWeight ??= into.drawn.slice();
      for (let replica = 0, at = bin; replica < replicas; replica++, at += bins + 1) {
        into.drawn[at]! += drawn[replica]!;
        if (into.drawnWeight) into.drawnWeight[at]! += weights.length > 0 ? weights[replica]! : drawn[replica]!;
      }
    });
  }

  /** Whether jets of one class have different weights; where they have not, jets are counted. */
  get weighted(): boolean {
    return labels.some((label) => this.#weights[label][0] !== this.#weights[label][1]);
  }

  /** Jets of a class, the same in every sample. */
  jetsOf(label: Label): number {
    return this.samples[0]![label].jets.reduce((sum, jets) => sum + jets, 0);
  }

  /** See `effectiveJets`. */
  effectiveJetsOf(label: Label): number {
    const { weight, squares } = this.samples[0]![label];
    const [sum, ofSquares] = [weight, squares].map((of) => of.reduce((total, one) => total + one, 0));
    return (sum! * sum!) / ofSquares!;
  }

  /** Mean score of the jets of each group, by descending score; that of the middle of an empty bin. */
  meansOf(sample: number): Readonly<Record<Label, Float64Array>> {
    const { bins } = this.binning;
    const of = (label: Label) => {
      const { jets, score } = this.samples[sample]![label];
      return Float64Array.from(jets, (_, at) => {
        const bin = bins - at;
        return jets[bin]! > 0 ? score[bin]! / jets[bin]! : Math.min(1, (bin + 0.5) / bins);
      });
    };
    return { background: of('background'), signal: of('signal') };
  }

  /** What passes the lower edge of each bin, the highest first; of the jets as they are, or in a replica. */
  passing(sample: number, into: Roc & Readonly<Record<Label, Float64Array>>, replica?: number): Roc {
    const { bins } = this.binning;
    const { weighted } = this;
    const first = replica === undefined ? 0 : replica * (bins + 1);
    for (const label of labels) {
      const sums = this.samples[sample]![label];
      const drawnWeight = sums.drawnWeight ?? sums.drawn;
      const [jets, weight] = replica === undefined ? [sums.jets, sums.weight] : [sums.drawn, drawnWeight];
      const of = weighted ? weight : jets;
      for (let bin = bins, sum = 0, count = 0; bin >= 0; bin--) {
        into[label][bins - bin] = sum += of[first + bin]!;
        count += jets[first + bin]!;
        if (label === 'background') into.backgroundJets[bins - bin] = count;
      }
    }
    return into;
  }
}

export function emptyPassing(bins: number): Roc & Readonly<Record<Label, Float64Array>> {
  return {
    signal: new Float64Array(bins + 1),
    background: new Float64Array(bins + 1),
    backgroundJets: new Int32Array(bins + 1),
  };
}
