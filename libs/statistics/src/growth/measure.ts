// Growth of an adversary with the jets it has seen: the strongest trial so far that passes, over trainings.
import type { AdversaryDescription, AdversaryTrial, GrowthMetrics } from '@jetdemon/artifacts';
import { InputError, type Input } from '@jetdemon/workflow';
import { seedsError } from '../intervals/combine.ts';
import { pairedDifference, type Replicated } from '../intervals/replicated.ts';
import { checkAgree, type Run } from '../significance/runs.ts';

/** One training. */
export interface Training {
  readonly input: Input;
  readonly description: AdversaryDescription;
  readonly trials: readonly AdversaryTrial[];
}

type Way = GrowthMetrics['networks'][string][string];

/** Adversaries of one network, trained in one way, and what they do to test jets. */
export interface Trained {
  readonly network: string;
  readonly way: string;
  readonly trainings: readonly Training[];
  readonly tested: Run;
}

/**
 * @param base the way of training that the others are held against
 * @throws InputError where a network was not attacked in the way `base`, for results of other conventions, and for a test of
 * more than one variation
 */
export function measureGrowth(all: readonly Trained[], base: string): GrowthMetrics {
  const runs = all.map(({ tested }) => tested);
  checkAgree(runs, 'test jets', ({ jets }) => `${jets.signal} signal, ${jets.background} background`);
  checkAgree(runs, 'training seeds', ({ convention }) => convention.seeds ?? 1);
  checkAgree(runs, 'an interval', ({ convention }) => convention.interval);
  checkAgree(runs, 'an optimum of', ({ convention }) => convention.optimum ?? 'same-jets');
  const networks: Record<string, Record<string, Way>> = {};
  for (const one of all) {
    const ways = all.filter(({ network }) => network === one.network);
    const from = ways.find(({ way }) => way === base);
    if (!from) {
      const found = ways.map(({ way }) => way).join(', ');
      throw new InputError(`base: expected a way of training of ${one.network}, found ${base}; there are ${found}`);
    }
    (networks[one.network] ??= {})[one.way] = wayOf(one, from);
  }
  const { convention } = runs[0]!.metrics;
  return {
    networks,
    base,
    convention: {
      interval: convention.interval,
      seeds: convention.seeds ?? 1,
      description: convention.description,
    },
  };
}

function wayOf(one: Trained, from: Trained): Way {
  const { trainings, tested } = one;
  const loss = lossOf(one);
  const { interval } = tested.metrics.convention;
  const less = `${loss.quoted.description}, less that of ${from.way}`;
  const steps = trainings.map(strongestSoFar);
  const jets = [...new Set(steps.flatMap((points) => points.map((point) => point.jets)))].sort((a, b) => a - b);
  const curve = jets.map((seen) => {
    const losses = steps.map((points) => points.findLast((point) => point.jets <= seen)?.loss ?? 0);
    return { jets: seen, value: mean(losses), low: Math.min(...losses), high: Math.max(...losses) };
  });
  const last = curve.at(-1)!;
  const half = curve.findLast((point) => point.jets <= last.jets / 2)?.value ?? 0;
  return {
    nodes: trainings.map(({ input }) => input.node),
    node: tested.input.node,
    accepted: trainings.filter(({ description }) => description.accepted).length,
    criteria: trainings.some(({ description }) => Object.keys(description.acceptance.ks).length > 0),
    stopped: trainings.filter(({ input, trials }) => trials.length < asked(input, 'trials')).length,
    jets: mean(steps.map((points) => points.at(-1)!.jets)),
    loss: loss.quoted,
    ...(one !== from && { gain: pairedDifference(loss, lossOf(from), less, interval) }),
    curve,
    late: last.value - half,
  };
}

/** Of test jets, with its replicas. Errors of seeds are taken as independent, though trainings of one seed share their classifier. */
function lossOf({ tested: { input, metrics, replicas } }: Trained): Replicated {
  const [variation, ...others] = Object.entries(metrics.variations);
  if (!variation || others.length > 0) {
    const found = variation ? 1 + others.length : 0;
    throw InputError.at({ node: input.node }, `expected the adversary as its only variation, found ${found}`);
  }
  const [name, { loss_at_nominal_optimum: quoted }] = variation;
  const { seeds = 1, interval } = metrics.convention;
  return {
    quoted,
    replicas: replicas.get(`variations/${name}/loss_at_nominal_optimum`),
    seeds: seedsError(quoted, seeds, interval),
  };
}

/** After every trial: jets seen, and the loss of the strongest trial so far that passes; an adversary that does nothing passes. */
function strongestSoFar({ input, trials }: Training): { jets: number; loss: number }[] {
  const perTrial = asked(input, 'steps') * asked(input, 'batchSize');
  let loss = 0;
  return trials.map((trial) => {
    if (trial.failed.length === 0) loss = Math.max(loss, trial.loss);
    return { jets: trial.trial * perTrial, loss };
  });
}

/** A parameter of a training. */
function asked({ node, params }: Input, name: string): number {
  const value = params[name];
  if (typeof value === 'number') return value;
  throw InputError.at({ node }, `expected a parameter ${name}, a number, found ${String(value)}`);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
