// Jets to train on in parts, one of them open at a time: a training goes through the parts in another order every epoch, and through the
// jets of each in another order. A sample in one part is the usual training.
import { batches, requireBothClasses, shuffle, weightsOf, type Batch, type JetRows } from '@jetdemon/data';
import { auc, countPassing, rank } from '@jetdemon/statistics';
import type { Key } from '@jetdemon/workflow';
import type { Values } from '@jetdemon/compute';
import type { Evaluator } from '../scoring/scoring.ts';
import { meanCrossEntropy } from './cross-entropy.ts';
import { WeightScale } from './weight-scale.ts';

export interface TrainingData {
  /** In memory, or on disk, the same rows give the same training; labels are 0 background, 1 signal. */
  readonly jets: JetRows;
  /** Rows to train on. */
  readonly train: Int32Array;
  /** Rows that choose the best epoch. */
  readonly validation: Int32Array;
  /** Named in an `InputError`, with the classes of its jets. */
  readonly file: string;
  readonly classes?: readonly string[];
}

/** A part of a sample, which is opened whenever it is its turn. */
export interface TrainingPart {
  open(): Promise<{ readonly data: TrainingData; close(): void }>;
}

/** A batch of one part, with a weight per jet where weights count. */
export interface TrainingBatch extends Batch {
  readonly weights: Float32Array | undefined;
}

export interface BatchOrder {
  readonly size: number;
  readonly reflect: boolean;
}

export interface Validated {
  readonly validationLoss: number;
  readonly validationAuc: number;
}

/** The jets of all parts; of what is measured of each, a few numbers are kept. */
export class TrainingJets {
  readonly #parts: readonly TrainingPart[];
  readonly #trained: readonly number[];
  readonly #scales: { readonly train: WeightScale; readonly validation: WeightScale } | undefined;
  /** Numbers of jets and constituents of each part, which tell one sample from another. */
  readonly sizes: readonly number[];

  private constructor(
    parts: readonly TrainingPart[],
    sizes: readonly number[],
    trained: readonly number[],
    scales?: { readonly train: WeightScale; readonly validation: WeightScale },
  ) {
    this.#parts = parts;
    this.sizes = sizes;
    this.#trained = trained;
    this.#scales = scales;
  }

  /**
   * Looks at every part once.
   *
   * @throws InputError when one lacks a class among the jets to train or to validate on: batches come from one part each
   */
  static async of(parts: readonly TrainingPart[], { weighted = false } = {}): Promise<TrainingJets> {
    const scales = { train: new WeightScale(), validation: new WeightScale() };
    const [sizes, trained]: [number[], number[]] = [[], []];
    for (const { open } of parts) {
      const { data, close } = await open();
      try {
        const { jets, train, validation, file, classes = jets.layout.classes } = data;
        for (const rows of [train, validation]) requireBothClasses(jets.label, rows, { file, classes });
        const constituents = 'constituents' in jets ? jets.constituents : jets.ptTeV.length;
        sizes.push(jets.count, constituents, train.length, validation.length);
        trained.push(train.length);
        if (!weighted) continue;
        scales.train.add(weightsOf(jets, train), labelsOf(jets, train));
        scales.validation.add(weightsOf(jets, validation), labelsOf(jets, validation));
      } finally {
        close();
      }
    }
    if (!weighted) return new TrainingJets(parts, sizes, trained);
    const { data, close } = await parts[0]!.open();
    close();
    for (const scale of Object.values(scales)) scale.require({ file: data.file, column: 'weight' });
    return new TrainingJets(parts, sizes, trained, scales);
  }

  /** At most so many jets per step that every part has a step. */
  batchSize(atMost: number): number {
    return Math.min(atMost, ...this.#trained);
  }

  /** Steps of an epoch: a last batch of a part that would be smaller is left out. */
  steps(size: number): number {
    return this.#trained.reduce((sum, jets) => sum + Math.floor(jets / size), 0);
  }

  /** The batches of one epoch. */
  async *batches(key: Key, { size, reflect }: BatchOrder): AsyncGenerator<TrainingBatch, void, undefined> {
    const several = this.#parts.length > 1;
    const order = Int32Array.from(this.#parts.keys());
    for (const at of several ? shuffle(order, key.split('parts')) : order) {
      const { data, close } = await this.#parts[at]!.open();
      try {
        const { jets, train } = data;
        const weights = this.#scales && byRow(data, this.#scales.train);
        const own = several ? key.split(at) : key;
        for (const batch of batches(jets, { indices: train, size, key: own, dropLast: true, reflect }))
          yield { ...batch, weights: weights && Float32Array.from(batch.indices, (row) => weights[row]!) };
      } finally {
        close();
      }
    }
  }

  /** Loss and AUC over the jets to validate on, of which logits, labels and weights are kept, 8 or 16 bytes of each, and their ranking. */
  async validate(evaluate: Evaluator, parameters: Values, batchSize: number): Promise<Validated> {
    const found: { logits: Float32Array; label: Int32Array; weights: Float64Array | undefined }[] = [];
    for (const { open } of this.#parts) {
      const { data, close } = await open();
      try {
        const { jets, validation } = data;
        const label = labelsOf(jets, validation);
        found.push({
          logits: await evaluate(parameters, jets, { rows: validation, batchSize }),
          label,
          weights: this.#scales?.validation.of(weightsOf(jets, validation), label),
        });
      } finally {
        close();
      }
    }
    const jets = found.reduce((sum, { label }) => sum + label.length, 0);
    const logits = joined(found.map((one) => one.logits), new Float32Array(jets)); // prettier-ignore
    const label = joined(found.map((one) => one.label), new Int32Array(jets)); // prettier-ignore
    const weights = found.every((one) => one.weights)
      ? joined(found.map((one) => one.weights!), new Float64Array(jets)) // prettier-ignore
      : undefined;
    return {
      validationLoss: meanCrossEntropy(logits, label, weights),
      validationAuc: auc(countPassing(rank(label, logits, weights))),
    };
  }
}

const labelsOf = ({ label }: JetRows, rows: Int32Array) => rows.map((row) => label[row]!);

/** Weights of the training jets, by row of all jets. */
function byRow({ jets, train }: TrainingData, scale: WeightScale): Float32Array {
  const weights = scale.of(weightsOf(jets, train), labelsOf(jets, train));
  const all = new Float32Array(jets.count);
  train.forEach((row, at) => (all[row] = weights?.[at] ?? 1));
  return all;
}

function joined<A extends Float32Array | Int32Array | Float64Array>(pieces: readonly A[], into: A): A {
  let at = 0;
  for (const piece of pieces) {
    into.set(piece, at);
    at += piece.length;
  }
  return into;
}
