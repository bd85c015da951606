// Training of an adversary: the trials of the search, each measured on validation jets; the strongest that passes is kept.
import type { ObservableName } from '@jetdemon/artifacts';
import type { Tagger } from '@jetdemon/models';
import { adamState, float32, runEach, scalar, type Device, type Values } from '@jetdemon/compute';
import { batches, weightsOf, type Batch, type JetRows } from '@jetdemon/data';
import { padded } from '@jetdemon/models';
import { relativeWeights } from '@jetdemon/statistics';
import { InputError, type Key } from '@jetdemon/workflow';
import { loadCheckpoint, saveCheckpoint } from './checkpoint.ts';
import type { Acceptance, PerCheck } from './acceptance.ts';
import { observablesAmong, type ObjectiveName } from './names.ts';
import { initialAdversary, type AdversaryNetwork } from './network.ts';
import type { Ground } from './objective.ts';
import { perDistribution } from './per-distribution.ts';
import { perJet } from './per-jet.ts';
import { measurer } from './responses.ts';
import type { AdversaryLoss } from './step.ts';
import { drawnFrom } from './strata.ts';
import { achieved, better, describeTrial, excess, type Trial } from './trial.ts';

// In units of the limits.
const MUCH_TOO_FAR = 2;

export interface AdversaryData {
  /** Labels are 0 background, 1 signal. */
  readonly jets: JetRows;
  /** Rows to train on. */
  readonly train: Int32Array;
  /** Rows on which trials are measured; both classes. */
  readonly validation: Int32Array;
}

export interface AdversaryOptions extends Omit<AdversaryLoss, 'preserve'> {
  /** What is lowered, default jets: eqs. (2) and (3). */
  readonly objective?: ObjectiveName;
  /** λ of the first trial, and by its names what is preserved; the objective `significance` has multipliers instead. */
  readonly lambda: PerCheck;
  /** Without acceptance every trial passes and λ stays as it is. */
  readonly acceptance: Acceptance;
  readonly workingPoint?: number | undefined;
  readonly trials?: number;
  /** Steps of Adam in each trial. */
  readonly steps?: number;
  /** Jets per step. */
  readonly batchSize?: number;
  /** Of Adam at its start; falls to zero at the end of the last trial as half a cosine, unless constant. */
  readonly learningRate?: number;
  readonly schedule?: 'cosine' | 'constant';
  /** `reflect`: the sign of η and that of φ at random, per jet and epoch. */
  readonly augment?: 'none' | 'reflect';
  /** Of the objective `significance`: share of the background of a batch that is of the tenth most like signal, default 0: as jets come. */
  readonly enrich?: number;
  /** Stops after so many trials without a better one. */
  readonly patience?: number | undefined;
}

export interface TrainedAdversary {
  readonly network: AdversaryNetwork;
  /** Of the chosen trial: the strongest that passes; when none passes, of the one that came nearest. */
  readonly weights: Values;
  readonly chosen: Trial;
  readonly accepted: boolean;
  readonly trials: readonly Trial[];
}

export interface AdversaryContext {
  readonly device: Device;
  readonly key: Key;
  /** A folder for checkpoints; without it there are none. */
  readonly scratch?: string;
  progress?(message: string, fraction?: number): void;
}

/**
 * Trains `network` against a frozen classifier, §III.B of arXiv:1910.08606.
 *
 * Event weights count where a trial is measured, not in the loss. Every trial goes on from the one before; of the objective
 * `jets` with λ as `nextLambdas` says, and one that exceeds an acceptance criterion twice over is undone. Resumes from a checkpoint of the
 * same training; a resumed training gives what an uninterrupted one gives, bit for bit.
 *
 * @throws InputError when the loss is not finite, or for `enrich` with the objective `jets`
 */
export async function trainAdversary(
  network: AdversaryNetwork,
  target: Tagger,
  { jets, train, validation }: AdversaryData,
  { device, key, scratch, progress = () => {} }: AdversaryContext,
  options: AdversaryOptions,
): Promise<TrainedAdversary> {
  const { objective: name = 'jets', acceptance, trials: count = 8, steps = 250, batchSize = 128 } = options;
  const { learningRate = 1e-3, schedule = 'cosine', augment = 'none', patience = Infinity } = options;
  if (name === 'jets' && (options.enrich ?? 0) > 0)
    throw new InputError(
      `expected enrich: 0 with the objective jets, found ${options.enrich}: set objective: significance`,
    );
  const held = name === 'jets' ? (Object.keys(options.lambda) as ObservableName[]) : [];
  const checked = [...new Set(observablesAmong([...held, ...(Object.keys(acceptance) as ObservableName[])]))];
  const size = Math.min(batchSize, train.length);

  const fresh = initialAdversary(network, key.split('weights'));
  const initial: Values = { ...fresh, ...adamState(fresh) };
  const training = JSON.stringify({ options, size, rho: network.rho, shapes: network.shapes, weights: digest(fresh), jets: [train.length, validation.length] }); // prettier-ignore
  const resumed = scratch && (await loadCheckpoint(scratch, training, { state: initial, weights: fresh }));

  progress('what the classifier says of the nominal jets', 0);
  const look = measurer(network, target, checked, device);
  const rowAt = new Map(Array.from(train, (row, at) => [row, at]));
  const reference = await look.nominal(jets, validation);
  const label = Uint8Array.from(validation, (row) => jets.label[row]!);
  const eventWeights = relativeWeights(weightsOf(jets, validation), label);
  const ground: Ground = {
    ...{ network, target, look, jets, acceptance, key },
    train: { rows: train, nominal: await look.nominal(jets, train), at: (row) => rowAt.get(row)! },
    validation: { rows: validation, nominal: reference },
  };
  const objective =
    name === 'jets'
      ? perJet(ground, { ...options, mirrored: augment === 'reflect' })
      : perDistribution(ground, { ...options, size });

  if (resumed) objective.recall(resumed.memory);
  // What the next trial goes on from when one has gone much too far: tanh saturates, and there is no way back.
  let sound: Values = resumed ? resumed.state : initial;
  const step = device.compileStep(objective.step, sound);
  const trials: Trial[] = resumed ? [...resumed.trials] : [];
  let best = resumed ? resumed.best : undefined;
  try {
    const drawing = { size, key, reflect: augment === 'reflect', from: trials.length * steps };
    const { strata } = objective;
    const supply = strata ? drawnFrom(strata, jets, train, drawing) : withoutEnd(jets, train, drawing);
    while (trials.length < count && trials.length - (best?.trial.trial ?? 0) < patience) {
      const trial = trials.length + 1;
      const lambda = objective.lambda();
      let lossSum = 0;
      let done = (trial - 1) * steps;
      const asked: Batch[] = [];
      const inputs = async function* () {
        for (let next = done; next < trial * steps; next++) {
          const rate = schedule === 'constant' ? learningRate : 0.5 * learningRate * (1 + Math.cos((Math.PI * next) / (count * steps))); // prettier-ignore
          const batch = supply.next().value;
          asked.push(batch);
          const given = {
            ...network.indices(batch.jets),
            ...target.indices(batch.jets),
            ...(await objective.inputs(batch)),
            jets: padded(batch.jets, network.layout),
            label: float32(batch.label),
            learningRate: scalar(rate),
          };
          yield [given];
        }
      };
      for await (const outputs of runEach(step, inputs(), objective.observe ? 1 : step.together)) {
        const value = outputs['loss']!.data[0]!;
        if (!Number.isFinite(value)) {
          throw new InputError(`expected a finite loss, found ${value} in trial ${trial}: lower learningRate`);
        }
        const batch = asked.shift()!;
        objective.observe?.(batch, outputs);
        lossSum += value;
        if (done % 10 === 0) progress(`trial ${trial}/${count}${afterwards(trials.at(-1))}`, done / (count * steps));
        done++;
      }
      const state = await step.read();
      const weights = Object.fromEntries(Object.keys(fresh).map((parameter) => [parameter, state[parameter]!]));
      const after = await look.moved(weights, jets, validation, reference);
      const record: Trial = {
        trial,
        epoch: (trial * steps * size) / train.length,
        lambda: name === 'jets' ? lambda : objective.lambda(),
        trainingLoss: lossSum / steps,
        ...achieved(reference.seen, after, label, acceptance, ['score', ...checked], eventWeights),
      };
      trials.push(record);
      if (!best || better(record, best.trial, acceptance)) best = { trial: record, weights };
      objective.judge(record);
      if (name === 'significance' || excess(record, acceptance) < MUCH_TOO_FAR) sound = state;
      else step.write(sound);
      if (scratch)
        await saveCheckpoint(scratch, training, { trials, state: sound, best, memory: objective.remember() });
    }
  } finally {
    await step.dispose();
  }
  const { trial: chosen, weights } = best!;
  return { network, weights, chosen, accepted: chosen.failed.length === 0, trials };
}

interface Supply {
  readonly size: number;
  readonly key: Key;
  readonly reflect: boolean;
  /** Batches that a resumed training has had already. */
  readonly from: number;
}

/** Epoch after epoch, each shuffled anew. */
function* withoutEnd(
  jets: JetRows,
  train: Int32Array,
  { size, key, reflect, from }: Supply,
): Generator<Batch, never, undefined> {
  const perEpoch = Math.floor(train.length / size);
  let skip = from % perEpoch;
  for (let epoch = 1 + Math.floor(from / perEpoch); ; epoch++) {
    const ofEpoch = key.split('epoch').split(epoch);
    for (const batch of batches(jets, { indices: train, size, key: ofEpoch, dropLast: true, reflect })) {
      if (skip > 0) skip--;
      else yield batch;
    }
  }
}

/** Tells initial weights, and so the seed, apart. */
const digest = (weights: Values) => Object.values(weights).map(({ data }) => data[0]!);

const afterwards = (last: Trial | undefined) => (last ? `; the last ${describeTrial(last)}` : '');
