// Training of a classifier: Adam on binary cross-entropy, one compiled call per step, the best epoch by validation AUC.
// Resumes from a checkpoint of the same training; a resumed training gives what an uninterrupted one gives.
import { adamState, float32, runEach, scalar, type Device, type Values } from '@jetdemon/compute';
import { InputError, type Key } from '@jetdemon/workflow';
import { initialise, type Network } from '../networks/network.ts';
import { padded } from '../scoring/map-batches.ts';
import { evaluator } from '../scoring/scoring.ts';
import { loadCheckpoint, saveCheckpoint, type Epoch, type Progress, type WeightsAt } from './checkpoint.ts';
import { pace } from './pace.ts';
import { TrainingJets, type TrainingBatch, type TrainingData, type TrainingPart } from './parts.ts';
import { dividing, pieceCount, type Piece } from './pieces.ts';
import { learningRateAt, type Schedule } from './schedule.ts';
import { trainingStep } from './step.ts';
import type { Terms } from './terms.ts';

export interface TrainingOptions {
  /** At most so many passes over the training jets. */
  readonly epochs?: number;
  /** Jets per step. A last batch, of each part, that would be smaller is left out; every epoch leaves out other jets. */
  readonly batchSize?: number;
  /** Largest learning rate of Adam. */
  readonly learningRate?: number;
  readonly schedule?: Schedule;
  /** `reflect`: the sign of η and that of φ at random, per jet and epoch. */
  readonly augment?: 'none' | 'reflect';
  /** Whether event weights multiply the loss of each jet and count in the validation; else all jets count alike. */
  readonly weighted?: boolean;
  /** What is lowered besides the cross-entropy. */
  readonly terms?: Terms | undefined;
  /** Stops after so many epochs without a better validation AUC. */
  readonly patience?: number;
  /** Epochs of which the weights are kept besides the best; 'all' of them. */
  readonly snapshots?: readonly number[] | 'all';
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
 * @param data jets that are open, or parts of a sample of which one is open at a time
 * @throws InputError when a class is missing, of any part, or when the loss is not finite
 */
export async function train(
  network: Network,
  data: TrainingData | readonly TrainingPart[],
  { device, key, scratch, progress = () => {} }: TrainingContext,
  options: TrainingOptions = {},
): Promise<Trained> {
  const { epochs = 100, batchSize = 512, learningRate = 3e-4, schedule = 'constant' } = options;
  const { augment = 'none', weighted = false, patience = 16, snapshots = [], terms } = options;
  const parts = 'jets' in data ? [{ open: () => Promise.resolve({ data, close: () => {} }) }] : data;
  const jets = await TrainingJets.of(parts, { weighted });

  const size = jets.batchSize(batchSize);
  const steps = jets.steps(size);
  const fresh = initialise(network, key.split('weights'));
  const initial = { ...fresh, ...adamState(fresh) };
  const training = fingerprint(network, jets.sizes, key, {
    epochs,
    size,
    learningRate,
    schedule,
    augment,
    ...(weighted && { weighted }),
    ...terms?.described,
  });
  const resumed = await loadCheckpoint(scratch, training, { weights: network.shapes, state: initial });
  let now: Progress = resumed ?? { history: [], state: initial, best: { epoch: 0, weights: fresh }, snapshots: [] };
  if (resumed) progress(`resumed after epoch ${now.history.length}`, now.history.length / epochs);

  const step = device.compileStep(trainingStep(network, { weighted, terms }), now.state);
  // terms may compare the jets of a batch with each other
  const divided = dividing(network, terms ? 1 : pieceCount(step, size));
  const evaluate = evaluator(network, Object.keys(network.shapes), device);
  try {
    for (let epoch = now.history.length + 1; epoch <= epochs && !stale(now, patience); epoch++) {
      const clock = pace({ epoch, epochs, steps, batchSize: size }, progress);
      let lossSum = 0;
      const epochKey = key.split('epoch').split(epoch);
      const batches = jets.batches(epochKey, { size, reflect: augment === 'reflect' });
      const inputs = async function* () {
        let asked = 0;
        for await (const batch of batches) {
          const rate = learningRateAt(schedule, learningRate, (epoch - 1) * steps + asked, epochs * steps);
          const noise = terms?.noise && noiseFor(batch, network, epochKey.split('noise').split(asked));
          asked++;
          yield divided(batch).map((piece) => ({ ...stepInputs(network, piece, rate), ...(noise && { noise }) }));
        }
      };
      let at = 0;
      for await (const { loss } of runEach(step, inputs())) {
        const value = loss!.data[0]!;
        at++;
        if (!Number.isFinite(value)) throw diverged(value, epoch, at, learningRate);
        lossSum += value;
        clock.step(at, lossSum / at);
      }
      const state = await step.read();
      const parameters = Object.fromEntries(Object.keys(fresh).map((name) => [name, state[name]!]));
      const validated = await jets.validate(evaluate, parameters, size);
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

function stepInputs(network: Network, { jets, label, weights, multiple }: Piece, learningRate: number): Values {
  return {
    ...network.indices(jets, { multiple }),
    jets: padded(jets, network.layout),
    label: float32(label),
    learningRate: scalar(learningRate),
    ...(weights && { weight: float32(weights) }),
  };
}

function noiseFor({ jets }: TrainingBatch, { layout }: Network, key: Key) {
  const uniform = key.uniform();
  return padded(
    jets.map(() => uniform()),
    layout,
  );
}

function diverged(loss: number, epoch: number, step: number, learningRate: number): InputError {
  return new InputError(
    `training diverged: expected a finite loss, found ${loss} in epoch ${epoch}, step ${step}: ` +
      `lower learningRate (${learningRate} now)`,
  );
}

/** All that decides what comes out; patience and snapshots do not change the path. */
function fingerprint({ name, hyperparameters }: Network, sizes: readonly number[], key: Key, options: object): string {
  const draw = key.split('fingerprint').uniform();
  return JSON.stringify({ name, hyperparameters, sizes, key: [draw(), draw()], options });
}
