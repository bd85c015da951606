// Training of a classifier: Adam on binary cross-entropy, one compiled call per step, the best epoch by validation AUC.
// Resumes from a checkpoint of the same training; a resumed training gives what an uninterrupted one gives.
import { adamState, float32, scalar, type Device, type Values } from '@jetdemon/compute';
import { batches, requireBothClasses, weightsOf, type Batch, type JetRows } from '@jetdemon/data';
import { auc, countPassing, rank, relativeWeights } from '@jetdemon/statistics';
import { InputError, type Key } from '@jetdemon/workflow';
import { initialise, type Network } from '../networks/network.ts';
import { padded } from '../scoring/map-batches.ts';
import { evaluator, type Evaluator } from '../scoring/scoring.ts';
import { loadCheckpoint, saveCheckpoint, type Epoch, type Progress, type WeightsAt } from './checkpoint.ts';
import { meanCrossEntropy } from './cross-entropy.ts';
import { pace } from './pace.ts';
import { learningRateAt, type Schedule } from './schedule.ts';
import { trainingStep } from './step.ts';

export interface TrainingOptions {
  /** At most so many passes over the training jets. */
  readonly epochs?: number;
  /** Jets per step. A last batch that would be smaller is left out; every epoch leaves out other jets. */
  readonly batchSize?: number;
  /** Largest learning rate of Adam. */
  readonly learningRate?: number;
  readonly schedule?: Schedule;
  /** `reflect`: the sign of η and that of φ at random, per jet and epoch. */
  readonly augment?: 'none' | 'reflect';
  /** Whether event weights multiply the loss of each jet and count in the validation; else all jets count alike. */
  readonly weighted?: boolean;
  /** Stops after so many epochs without a better validation AUC. */
  readonly patience?: number;
  /** Epochs of which the weights are kept besides the best; 'all' of them. */
  readonly snapshots?: readonly number[] | 'all';
}

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

export interface TrainingContext {
  readonly device: Device;
  readonly key: Key;
  /** A folder for checkpoints. */
  readonly scratch: string;
  progress?(message: string, fraction?: number): void;
}

export interface Trained {
  readonly network: Network;
  readonly best: WeightsAt;
  readonly history: readonly Epoch[];
  readonly snapshots: readonly WeightsAt[];
}

/**
 * Trains `network` from fresh weights.
 *
 * Adam with β = (0.9, 0.999) on the mean binary cross-entropy, §II of arXiv:1910.08606; stops as the paper's authors
 * do, after `patience` epochs without a better validation AUC. Weights, shuffles and reflections come from `key` alone.
 *
 * @throws InputError when a class is missing, or when the loss is not finite
 */
export async function train(
  network: Network,
  data: TrainingData,
  { device, key, scratch, progress = () => {} }: TrainingContext,
  options: TrainingOptions = {},
): Promise<Trained> {
  const { epochs = 100, batchSize = 512, learningRate = 3e-4, schedule = 'constant' } = options;
  const { augment = 'none', weighted = false, patience = 16, snapshots = [] } = options;
  checkClasses(data);
  const weights = weighted ? weighing(data) : undefined;

  const size = Math.min(batchSize, data.train.length);
  const steps = Math.floor(data.train.length / size);
  const fresh = initialise(network, key.split('weights'));
  const initial = { ...fresh, ...adamState(fresh) };
  const training = fingerprint(network, data, key, {
    epochs,
    size,
    learningRate,
    schedule,
    augment,
    ...(weighted && { weighted }),
  });
  const resumed = await loadCheckpoint(scratch, training, { weights: network.shapes, state: initial });
  let now: Progress = resumed ?? { history: [], state: initial, best: { epoch: 0, weights: fresh }, snapshots: [] };
  if (resumed) progress(`resumed after epoch ${now.history.length}`, now.history.length / epochs);

  const step = device.compileStep(trainingStep(network, { weighted }), now.state);
  const evaluate = evaluator(network, Object.keys(network.shapes), device);
  try {
    for (let epoch = now.history.length + 1; epoch <= epochs && !stale(now, patience); epoch++) {
      const clock = pace({ epoch, epochs, steps, batchSize: size }, progress);
      let lossSum = 0;
      const epochKey = key.split('epoch').split(epoch);
      const order = { indices: data.train, size, key: epochKey, dropLast: true, reflect: augment === 'reflect' };
      let at = 0;
      for (const batch of batches(data.jets, order)) {
        const rate = learningRateAt(schedule, learningRate, (epoch - 1) * steps + at, epochs * steps);
        const { loss } = await step.run(stepInputs(network, batch, rate, weights?.byRow));
        const value = loss!.data[0]!;
        at++;
        if (!Number.isFinite(value)) throw diverged(value, epoch, at, learningRate);
        lossSum += value;
        clock.step(at, lossSum / at);
      }
      const state = await step.read();
      const parameters = Object.fromEntries(Object.keys(fresh).map((name) => [name, state[name]!]));
      const validated = await validate(evaluate, parameters, data, size, weights?.validation);
      if (!Number.isFinite(validated.validationLoss)) throw diverged(validated.validationLoss, epoch, at, learningRate);
      const record: Epoch = { epoch, trainingLoss: lossSum / steps, ...validated };
      now = advance(now, record, state, parameters, snapshots === 'all' || snapshots.includes(epoch));
      await saveCheckpoint(scratch, training, now);
      clock.epoch(record);
    }
  } finally {
    await step.dispose();
  }
  const { best, history } = now;
  return { network, best, history, snapshots: now.snapshots };
}

function advance(now: Progress, record: Epoch, state: Values, weights: Values, keep: boolean): Progress {
  const { epoch, validationAuc } = record;
  const { history, best, snapshots } = now;
  const better = history.every((past) => validationAuc > past.validationAuc);
  return {
    history: [...history, record],
    state,
    best: better ? { epoch, weights } : best,
    snapshots: keep ? [...snapshots, { epoch, weights }] : snapshots,
  };
}

const stale = ({ history, best }: Progress, patience: number) => history.length - best.epoch >= patience;

/** Weights of the training jets, by row of all jets, and those of the validation jets; see `relativeWeights`. */
function weighing({ jets, train, validation, file }: TrainingData) {
  const of = (rows: Int32Array) =>
    relativeWeights(
      weightsOf(jets, rows),
      rows.map((row) => jets.label[row]!),
      { file, column: 'weight' },
    );
  const weights = of(train);
  const byRow = new Float32Array(jets.count);
  train.forEach((row, at) => (byRow[row] = weights?.[at] ?? 1));
  return { byRow, validation: of(validation) };
}

function stepInputs(
  network: Network,
  { jets, label, indices }: Batch,
  learningRate: number,
  weights?: Float32Array,
): Values {
  return {
    ...network.indices(jets),
    jets: padded(jets, network.layout),
    label: float32(label),
    learningRate: scalar(learningRate),
    ...(weights && { weight: float32(Float32Array.from(indices, (row) => weights[row]!)) }),
  };
}

async function validate(
  evaluate: Evaluator,
  parameters: Values,
  { jets, validation }: TrainingData,
  batchSize: number,
  weights?: Float64Array,
) {
  const logits = await evaluate(parameters, jets, { rows: validation, batchSize });
  const label = validation.map((row) => jets.label[row]!);
  return {
    validationLoss: meanCrossEntropy(logits, label, weights),
    validationAuc: auc(countPassing(rank(label, logits, weights))),
  };
}

function checkClasses({ jets, train, validation, file, classes = jets.layout.classes }: TrainingData): void {
  for (const rows of [train, validation]) requireBothClasses(jets.label, rows, { file, classes });
}

function diverged(loss: number, epoch: number, step: number, learningRate: number): InputError {
  return new InputError(
    `training diverged: expected a finite loss, found ${loss} in epoch ${epoch}, step ${step}: ` +
      `lower learningRate (${learningRate} now)`,
  );
}

/** All that decides what comes out; patience and snapshots do not change the path. */
function fingerprint({ name, hyperparameters }: Network, data: TrainingData, key: Key, options: object): string {
  const draw = key.split('fingerprint').uniform();
  const { jets, train, validation } = data;
  const constituents = 'constituents' in jets ? jets.constituents : jets.ptTeV.length;
  const sizes = [jets.count, constituents, train.length, validation.length];
  return JSON.stringify({ name, hyperparameters, sizes, key: [draw(), draw()], options });
}
