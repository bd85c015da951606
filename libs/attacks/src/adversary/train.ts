// Training of an adversary: the trials of the search, each measured on validation jets; the strongest that passes is kept.
import { adamState, float32, scalar, type Device, type Values } from '@jetdemon/compute';
import { batches, weightsOf, type Batch, type Jets } from '@jetdemon/data';
import { padded } from '@jetdemon/models';
import { relativeWeights } from '@jetdemon/statistics';
import { InputError, type Key } from '@jetdemon/workflow';
import type { Target } from '../loop/direction-source.ts';
import type { Gates, PerCheck } from './gates.ts';
import { knownInputs, measurer } from './responses.ts';
import { initialAdversary, type AdversaryNetwork } from './network.ts';
import type { Checked, Preservable } from './names.ts';
import { nextLambdas } from './search.ts';
import { adversaryStep, lambda, nominal, type AdversaryLoss } from './step.ts';
import { achieved, better, describeTrial, excess, type Trial } from './trial.ts';

// In units of the limits.
const MUCH_TOO_FAR = 2;

export interface AdversaryData {
  readonly jets: Jets;
  /** Rows to train on. */
  readonly train: Int32Array;
  /** Rows on which trials are measured; both classes. */
  readonly validation: Int32Array;
}

export interface AdversaryOptions extends Omit<AdversaryLoss, 'preserve'> {
  /** λ of the first trial, and by its names what is preserved. */
  readonly lambda: PerCheck;
  /** Without gates every trial passes and λ stays as it is. */
  readonly gates: Gates;
  readonly trials?: number;
  /** Steps of Adam in each trial. */
  readonly steps?: number;
  /** Jets per step. */
  readonly batchSize?: number;
  /** Of Adam at its start; falls to zero at the end of the last trial as half a cosine. */
  readonly learningRate?: number;
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
  progress?(message: string, fraction?: number): void;
}

/**
 * Trains `network` against a frozen classifier, §III.B of arXiv:1910.08606.
 *
 * Event weights count where a trial is measured, not in the loss. Every trial goes on from the one before with λ as `nextLambdas` says; one that exceeds a gate twice over is undone.
 *
 * @throws InputError when the loss is not finite
 */
export async function trainAdversary(
  network: AdversaryNetwork,
  target: Target,
  { jets, train, validation }: AdversaryData,
  { device, key, progress = () => {} }: AdversaryContext,
  options: AdversaryOptions,
): Promise<TrainedAdversary> {
  const { gates, trials: count = 8, steps = 250, batchSize = 128, learningRate = 1e-3, difference, sign } = options;
  const preserve = observablesAmong(Object.keys(options.lambda) as Checked[]);
  const checked = [...new Set([...preserve, ...observablesAmong(Object.keys(gates) as Checked[])])];
  const size = Math.min(batchSize, train.length);

  progress('what the classifier says of the nominal jets', 0);
  const look = measurer(network, target, checked, device);
  const nominalTrain = await look.nominal(jets, train);
  const rowAt = new Map(Array.from(train, (row, at) => [row, at]));
  const reference = await look.nominal(jets, validation);
  const label = Uint8Array.from(validation, (row) => jets.label[row]!);
  const eventWeights = relativeWeights(weightsOf(jets, validation), label);

  const inputsOf = (batch: Batch, lambdas: PerCheck, rate: number): Values => {
    const at = Array.from(batch.indices, (row) => rowAt.get(row)!);
    const terms = (['score', ...preserve] as const).flatMap((name) => [
      [nominal(name), float32(at.map((index) => nominalTrain.seen[name]![index]!))],
      [lambda(name), scalar(lambdas[name]!)],
    ]);
    return {
      ...target.indices(batch.jets),
      ...(nominalTrain.known ? knownInputs(nominalTrain.known, at, network.layout) : {}),
      ...(Object.fromEntries(terms) as Values),
      jets: padded(batch.jets, network.layout),
      label: float32(batch.label),
      learningRate: scalar(rate),
    };
  };

  const fresh = initialAdversary(network, key.split('weights'));
  // What the next trial goes on from when one has gone much too far: tanh saturates, and there is no way back.
  let sound: Values = { ...fresh, ...adamState(fresh) };
  const step = device.compileStep(adversaryStep(network, target, { preserve, difference, sign }), sound);
  const trials: Trial[] = [];
  let best: { trial: Trial; weights: Values } | undefined;
  try {
    const supply = withoutEnd(jets, train, size, key);
    let lambdas: PerCheck = { score: 0, ...options.lambda };
    for (let done = 0; done < count * steps;) {
      const trial = trials.length + 1;
      let lossSum = 0;
      for (const end = trial * steps; done < end; done++) {
        const rate = 0.5 * learningRate * (1 + Math.cos((Math.PI * done) / (count * steps)));
        const { loss } = await step.run(inputsOf(supply.next().value, lambdas, rate));
        const value = loss!.data[0]!;
        if (!Number.isFinite(value)) {
          throw new InputError(`expected a finite loss, found ${value} in trial ${trial}: lower learningRate`);
        }
        lossSum += value;
        if (done % 10 === 0) progress(`trial ${trial}/${count}${afterwards(trials.at(-1))}`, done / (count * steps));
      }
      const state = await step.read();
      const weights = Object.fromEntries(Object.keys(fresh).map((name) => [name, state[name]!]));
      const after = await look.moved(weights, jets, validation, reference);
      const record: Trial = {
        trial,
        epoch: (done * size) / train.length,
        lambda: lambdas,
        trainingLoss: lossSum / steps,
        ...achieved(reference.seen, after, label, gates, ['score', ...checked], eventWeights),
      };
      trials.push(record);
      if (!best || better(record, best.trial, gates)) best = { trial: record, weights };
      lambdas = nextLambdas(lambdas, gates, { ks: record.ks, error: record.ksError });
      if (excess(record, gates) < MUCH_TOO_FAR) sound = state;
      else step.write(sound);
    }
  } finally {
    await step.dispose();
  }
  const { trial: chosen, weights } = best!;
  return { network, weights, chosen, accepted: chosen.failed.length === 0, trials };
}

const observablesAmong = (names: readonly Checked[]) => names.filter((name): name is Preservable => name !== 'score');

/** Epoch after epoch, each shuffled anew. */
function* withoutEnd(jets: Jets, train: Int32Array, size: number, key: Key): Generator<Batch, never, undefined> {
  for (let epoch = 1; ; epoch++) {
    yield* batches(jets, { indices: train, size, key: key.split('epoch').split(epoch), dropLast: true });
  }
}

const afterwards = (last: Trial | undefined) => (last ? `; the last ${describeTrial(last)}` : '');
