// The acceptance criteria of §III.B of arXiv:1910.08606: how far an attack moves the distributions that an experiment
// would validate, against the limits it may move them.
import { pairedKs, unpairedKs } from '../distributions/ks-tests.ts';
import { ofClass, valuesOf, type ScoredJets } from '../inputs/scored-jets.ts';
import type { Pairing } from '../inputs/pairing.ts';
import { weightsOfClass } from '../inputs/weights.ts';
import { observables, type AcceptanceMetrics, type CriterionMetrics, type ObservableName } from '@jetdemon/artifacts';
import type { Key } from '@jetdemon/workflow';

export interface AcceptanceOptions {
  /** `rows` by default. */
  readonly pairing?: Pairing;
  /** Of the tests of jets row by row, 200 by default. */
  readonly permutations?: number;
}

/**
 * KS distances over their limits, on background and on signal, each with what chance alone would make of it. They have no interval: the
 * largest of many differences is taken where these jets have it, which no interval that we know covers.
 *
 * @param nominal both classes present
 * @param perturbed the same jets, row by row, or other jets of both classes, which `pairing` says
 * @param limits of at least one observable; one without a limit is not measured
 * @param key of the permutations
 */
export function measureAcceptance(
  nominal: ScoredJets,
  perturbed: ScoredJets,
  limits: Readonly<Partial<Record<ObservableName, number>>>,
  key: Key,
  { pairing = 'rows', permutations = 200 }: AcceptanceOptions = {},
): AcceptanceMetrics {
  const limited = (Object.keys(limits) as ObservableName[]).filter((name) => limits[name] !== undefined);
  const criteriaOf = (name: string, label: number) => {
    const [weights, others] = [nominal, perturbed].map(
      (jets) => jets.weight && weightsOfClass(jets.weight, jets.label, label),
    );
    const criterion = (observable: ObservableName): CriterionMetrics => {
      const [before, after] = [nominal, perturbed].map((jets) => ofClass(jets, valuesOf(jets, observable), label));
      const { distance, chance, p } =
        pairing === 'rows'
          ? pairedKs(before!, after!, key.split(`${name} ${observable}`).uniform(), { weights, permutations })
          : unpairedKs(before!, after!, { a: weights, b: others });
      const { phrase } = observables[observable];
      const limit = limits[observable]!;
      const uncertainty = uncertaintyOf(chance);
      return {
        ks: {
          ...{ value: distance, uncertainty },
          description:
            `largest distance of the distribution functions of ${phrase} of ${name} jets before and after` +
            (pairing === 'rows' ? '' : ', which are other jets'),
        },
        ks_over_limit: {
          ...{ value: distance / limit, uncertainty: uncertaintyOf(chance / limit) },
          description: `KS distance of ${phrase} of ${name} jets over its limit of ${limit}`,
        },
        ...{ chance, p },
      };
    };
    return Object.fromEntries(limited.map((observable) => [observable, criterion(observable)]));
  };
  const background = criteriaOf('background', 0);
  const [observable, largest] = (Object.entries(background) as [ObservableName, CriterionMetrics][])
    .map(([name, { ks_over_limit }]) => [name, ks_over_limit] as const)
    .reduce((worst, next) => (next[1].value > worst[1].value ? next : worst));
  const description = `largest KS distance over its limit on background, that of ${observables[observable].phrase}: passes below 1`;
  return {
    background,
    signal: criteriaOf('signal', 1),
    ...(pairing === 'unpaired' && { pairing }),
    largest_ratio: { ...largest, description },
  };
}

const uncertaintyOf = (chance: number) =>
  `no interval, it is that of these jets; where nothing moves the distribution chance makes it ${chance.toPrecision(2)} on average`;
