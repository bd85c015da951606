// The objective of §III.B: eqs. (2) and (3), every jet of background held by itself, λ searched for between trials.
import type { ObservableName } from '@jetdemon/artifacts';
import { float32, scalar } from '@jetdemon/compute';
import type { Batch } from '@jetdemon/data';
import type { PerCheck } from './acceptance.ts';
import { observablesAmong } from './names.ts';
import type { Ground, Objective } from './objective.ts';
import { knownInputs, type Nominal } from './responses.ts';
import { nextLambdas } from './search.ts';
import { adversaryStep, lambda, nominal, type AdversaryLoss } from './step.ts';

export interface PerJetOptions extends Omit<AdversaryLoss, 'preserve'> {
  /** λ of the first trial, and by its names what is preserved. */
  readonly lambda: PerCheck;
  /** Whether batches are mirrored, so that the classifier must be asked of each. */
  readonly mirrored: boolean;
}

export function perJet(
  { network, target, look, acceptance, train }: Ground,
  { difference, sign, mirrored, lambda: first }: PerJetOptions,
): Objective {
  const preserve = observablesAmong(Object.keys(first) as ObservableName[]);
  let lambdas: PerCheck = { score: 0, ...first };

  const nominalOf = async (batch: Batch): Promise<{ of: Nominal; at: readonly number[] }> =>
    mirrored
      ? { of: await look.nominalOf(batch.jets), at: Array.from(batch.indices.keys()) }
      : { of: train.nominal, at: Array.from(batch.indices, (row) => train.at(row)) };

  return {
    step: adversaryStep(network, target, { preserve, difference, sign }),
    async inputs(batch) {
      const { of, at } = await nominalOf(batch);
      const terms = (['score', ...preserve] as const).flatMap((name) => [
        [nominal(name), float32(at.map((index) => of.seen[name]![index]!))] as const,
        [lambda(name), scalar(lambdas[name]!)] as const,
      ]);
      return { ...(of.known ? knownInputs(of.known, at, network.layout) : {}), ...Object.fromEntries(terms) };
    },
    lambda: () => lambdas,
    judge: ({ ks, ksError }) => void (lambdas = nextLambdas(lambdas, acceptance, { ks, error: ksError })),
    remember: () => lambdas,
    recall: (memory) => void (lambdas = memory as PerCheck),
  };
}
