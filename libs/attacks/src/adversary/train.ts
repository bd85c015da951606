// Training of an adversary: the trials of the search, each measured on validation jets; the strongest that passes is kept.
import { adamState, float32, scalar, type CompiledStep, type Device, type Values } from '@jetdemon/compute';
import { batches, maxConstituents, type Jets } from '@jetdemon/data';
import { ksDistance, peakSignificance, countPassing, rank, workingPoint } from '@jetdemon/statistics';
import { InputError, type Key } from '@jetdemon/workflow';
import type { Target } from '../directions.ts';
import { failedGates, type Gates } from './gates.ts';
import { knownInputs, measurer, type Seen } from './measure.ts';
import { initialAdversary, type AdversaryNetwork } from './network.ts';
import type { Checked, Preservable } from './preserved.ts';
import { nextLambdas, type Lambdas } from './search.ts';
import { adversaryStep, lambda, nominal, type AdversaryLoss } from './step.ts';

export interface AdversaryData {
  readonly jets: Jets;
  /** Rows to train on. */
  readonly train: Int32Array;
  /** Rows on which trials are measured; both classes. */
  readonly validation: Int32Array;
}

export interface AdversaryOptions extends Omit<AdversaryLoss, 'preserve'> {
  /** λ of the first trial, and by its names what is preserved. */
  readonly lambda: Lambdas;
  /** Without gates every trial passes and λ stays as it is. */
  readonly gates: Gates;
  readonly trials?: number;
  /** Passes over the training jets in each trial. */
  readonly epochs?: number;
  readonly batchSize?: number;
  /** Of Adam at its start; falls to zero at the end of the last trial as half a cosine. */
  readonly learningRate?: number;
}

/** One trial: what it was asked, and what it achieved on the validation jets. */
export interface Trial {
  /** Counted from 1. */
  readonly trial: number;
  /** Passes over the training jets since the first trial. */
  readonly epoch: number;
  readonly lambda: Lambdas;
  /** KS distances of perturbed from unperturbed background. */
  readonly ks: Gates;
  /** Share of ε_S/√ε_B lost at the nominal optimum. */
  readonly loss: number;
  /** Mean L_sig + L_bg over the steps of the trial. */
  readonly trainingLoss: number;
  readonly failed: readonly Checked[];
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
 * @throws InputError when the loss is not finite
 */
export async function trainAdversary(
  network: AdversaryNetwork,
  target: Target,
  { jets, train, validation }: AdversaryData,
  { device, key, progress = () => {} }: AdversaryContext,
  options: AdversaryOptions,
): Promise<TrainedAdversary> {
  const { gates, trials: count = 12, epochs = 1, batchSize = 512, learningRate = 1e-3, difference, sign } = options;
  const preserve = (Object.keys(options.lambda) as Checked[]).filter((name): name is Preservable => name !== 'score');
  const checked = [...new Set([...preserve, ...(Object.keys(gates) as Checked[]).filter(isObservable)])];
  const size = Math.min(batchSize, train.length);
  const perEpoch = Math.floor(train.length / size);
  const steps = count * epochs * perEpoch;

  const look = measurer(network, target, checked, device);
  const before = await look.nominal(jets, train);
  const known = network.knows === 'classifier' ? await look.known(jets, train) : undefined;
  const rowAt = new Map(Array.from(train, (row, at) => [row, at]));
  const reference = await look.nominal(jets, validation);
  const label = Uint8Array.from(validation, (row) => jets.label[row]!);

  const fresh = initialAdversary(network, key.split('weights'));
  const step = device.compileStep(adversaryStep(network, target, { preserve, difference, sign }), {
    ...fresh,
    ...adamState(fresh),
  });
  const trials: Trial[] = [];
  let best: { trial: Trial; weights: Values } | undefined;
  try {
    let lambdas: Lambdas = { score: 0, ...options.lambda };
    let done = 0;
    for (let trial = 1; trial <= count; trial++) {
      let lossSum = 0;
      for (let epoch = (trial - 1) * epochs + 1; epoch <= trial * epochs; epoch++) {
        const order = { indices: train, size, key: key.split('epoch').split(epoch), dropLast: true };
        for (const batch of batches(jets, order)) {
          const at = Array.from(batch.indices, (row) => rowAt.get(row)!);
          const given = ['score' as const, ...preserve].flatMap((name) => [
            [nominal(name), float32(at.map((index) => before[name]![index]!))],
            [lambda(name), scalar(lambdas[name]!)],
          ]);
          const { loss } = await step.run({
            ...target.indices(batch.jets),
            ...Object.fromEntries(given),
            ...(known ? knownInputs(known, at) : {}),
            jets: float32(batch.jets, [size, maxConstituents, 3]),
            label: float32(batch.label),
            learningRate: scalar(0.5 * learningRate * (1 + Math.cos((Math.PI * done) / steps))),
          });
          done++;
          const value = loss!.data[0]!;
          if (!Number.isFinite(value)) {
            throw new InputError(`expected a finite loss, found ${value} in trial ${trial}: lower learningRate`);
          }
          lossSum += value;
          if (done % 10 === 0) progress(`trial ${trial}/${count}: ${describe(trials.at(-1))}`, done / steps);
        }
      }
      const weights = await weightsOf(step, network);
      const after = await look.moved(weights, jets, validation);
      const ks = distances(reference, after, label, ['score', ...checked]);
      const record: Trial = {
        trial,
        epoch: trial * epochs,
        lambda: lambdas,
        ks,
        loss: lossAtNominalOptimum(label, reference.score, after.score),
        trainingLoss: lossSum / (epochs * perEpoch),
        failed: failedGates(gates, ks),
      };
      trials.push(record);
      if (!best || better(record, best.trial, gates)) best = { trial: record, weights };
      lambdas = nextLambdas(lambdas, gates, ks);
    }
  } finally {
    await step.dispose();
  }
  const { trial: chosen, weights } = best!;
  return { network, weights, chosen, accepted: chosen.failed.length === 0, trials };
}

const isObservable = (name: Checked): name is Preservable => name !== 'score';

async function weightsOf(step: CompiledStep, { shapes }: AdversaryNetwork): Promise<Values> {
  const state = await step.read();
  return Object.fromEntries(Object.keys(shapes).map((name) => [name, state[name]!]));
}

/** KS distances of background jets before and after, per name. */
function distances(before: Seen, after: Seen, label: Uint8Array, names: readonly Checked[]): Gates {
  const background = (values: Float32Array) => values.filter((_, at) => label[at] === 0);
  return Object.fromEntries(
    names.map((name) => [name, ksDistance(background(before[name]!), background(after[name]!))]),
  ) as Gates;
}

/** 1 − ε_S/√ε_B after over before, at the threshold of the peak before; §IV. */
function lossAtNominalOptimum(label: Uint8Array, before: Float32Array, after: Float32Array): number {
  const ranking = rank(label, before);
  const peak = peakSignificance(ranking, countPassing(ranking));
  const moved = rank(label, after);
  return 1 - workingPoint(moved, countPassing(moved), peak.threshold).significance / peak.significance;
}

/** Passing comes first, then strength; among trials that fail, the one whose worst gate is nearest to passing. */
function better(trial: Trial, best: Trial, gates: Gates): boolean {
  const [passes, bestPasses] = [trial.failed.length === 0, best.failed.length === 0];
  if (passes !== bestPasses) return passes;
  return passes ? trial.loss > best.loss : worst(trial, gates) < worst(best, gates);
}

const worst = ({ ks }: Trial, gates: Gates) =>
  Math.max(...(Object.keys(gates) as Checked[]).map((name) => ks[name]! / gates[name]!));

function describe(trial: Trial | undefined): string {
  if (!trial) return 'first trial';
  const verdict = trial.failed.length === 0 ? 'passed' : `failed ${trial.failed.join(', ')}`;
  return `last one ${verdict}, loss ${(100 * trial.loss).toFixed(1)}%`;
}
