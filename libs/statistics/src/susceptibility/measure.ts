// §IV of arXiv:1910.08606: "the susceptibility to the adversarial attack is reduced [by little training], and tends to
// increase with additional training". Loss against AUC, over stages of networks from one training, and training seeds.
import { InputError } from '@jetdemon/workflow';
import { combine } from '../intervals/combine.ts';
import { slopeAt, slopeOf, weightsOf } from '../intervals/line.ts';
import { paired, pairedDifference, type Replicas, type Replicated } from '../intervals/replicated.ts';
import type { Quoted, SusceptibilityMetrics, SusceptibilityPoints } from '@jetdemon/artifacts';

/** One network: how far it was trained, from which seed, and what its adversary costs it. */
export interface Network {
  readonly stage: string;
  readonly seed: string;
  /** Of the nominal jets. */
  readonly auc: Quoted;
  /** Share of eps_S / sqrt(eps_B) lost at the nominal optimum. */
  readonly loss: Quoted;
  readonly replicas?: { readonly auc: Replicas; readonly loss: Replicas } | undefined;
}

/**
 * Means over seeds per stage (see `combine`), and what training changes: the loss of the last stage less
 * that of the first, and the slope of the loss against the AUC over all stages. Both are taken of each seed by
 * itself and then averaged, since the networks of one seed are stages of one training; of networks that were asked about the same jets
 * replica by replica of these.
 *
 * @param networks one for each stage and seed; stages beyond the stages (the high-level network) are points only
 * @param stages at least two stages, from least to most trained; each needs the same seeds
 * @param interval probability content of the intervals
 * @throws InputError when a stage or a seed of it is missing, or all AUCs of a seed are the same
 */
export function measureSusceptibility(
  networks: readonly Network[],
  stages: readonly string[],
  { interval = 0.68 }: { readonly interval?: number } = {},
): { points: SusceptibilityPoints; metrics: SusceptibilityMetrics } {
  const every = [...new Set([...stages, ...networks.map(({ stage }) => stage)])];
  const of = (stage: string) => networks.filter((network) => network.stage === stage);
  const seeds = seedsOf(stages, of);
  const all = (quoteds: readonly Quoted[]) => combine(quoteds, { interval });
  const means = every.map((stage) => {
    const [aucs, losses] = [of(stage).map(({ auc }) => auc), of(stage).map(({ loss }) => loss)];
    return { stage, seed: 'mean', auc: all(aucs), loss: all(losses), seeds: aucs.length };
  });
  const trainings = seeds.map((seed) => stages.map((stage) => of(stage).find((network) => network.seed === seed)!));
  const metrics = {
    stages: Object.fromEntries(means.map(({ stage, auc, loss, seeds: n }) => [stage, { auc, loss, seeds: n }])),
    full_minus_lowest: all(
      trainings.map((stage) =>
        pairedDifference(
          lossOf(stage.at(-1)!),
          lossOf(stage[0]!),
          `share lost by ${stages.at(-1)} less that by ${stages[0]}`,
          interval,
        ),
      ),
    ),
    slope: all(trainings.map((training) => slopeOfTraining(training, interval))),
    convention: { interval, stages, seeds: seeds.length, description: describe(stages, seeds) },
  };
  const rows = every.flatMap((stage, at) => [...of(stage), means[at]!]);
  return { metrics, points: pointsOf(rows) };
}

/** The seeds of the stages, which all of its stages must have. */
function seedsOf(stages: readonly string[], of: (stage: string) => readonly Network[]): readonly string[] {
  const seeds = [...new Set(stages.flatMap((stage) => of(stage).map(({ seed }) => seed)))];
  for (const stage of stages) {
    const found = of(stage).map(({ seed }) => seed);
    const missing = seeds.filter((seed) => !found.includes(seed));
    if (found.length === 0) throw new InputError(`expected a network of stage ${stage}, found none`);
    if (missing.length > 0) throw new InputError(`expected stage ${stage} for seed ${missing.join(', ')}, found none`);
  }
  return seeds;
}

const lossOf = ({ loss, replicas }: Network): Replicated => ({ quoted: loss, replicas: replicas?.loss, seeds: 0 });

function slopeOfTraining(trainings: readonly Network[], interval: number): Quoted {
  const description = 'change of the share lost per unit of AUC, straight line over the stages';
  const points = trainings.map(({ auc, loss }) => ({ x: auc, y: loss }));
  const slope = slopeOf(points, description);
  if (!Number.isFinite(slope.value))
    throw new InputError(`expected stages of different AUC for seed ${trainings[0]!.seed}, found all alike`);
  const aucs = trainings.map(({ auc, replicas }) => ({ quoted: auc, replicas: replicas?.auc, seeds: 0 }));
  const weights = weightsOf(points);
  const of = (values: readonly number[]) => slopeAt(weights, values.slice(0, points.length), values.slice(points.length)); // prettier-ignore
  return paired([...aucs, ...trainings.map(lossOf)], slope.value, of, 0, { description, interval }) ?? slope;
}

function describe(stages: readonly string[], seeds: readonly string[]): string {
  const trained = `difference and slope over ${stages.join(', ')}, of each training by itself`;
  return seeds.length === 1
    ? `${trained}; one training, whose intervals cover the test jets and not the spread over training seeds`
    : `${trained}; means over ${seeds.length} training seeds, whose intervals cover in quadrature the test jets ` +
        `(common to all networks) and the seeds (Student's t times standard deviation over the square root of their number)`;
}

function pointsOf(rows: readonly Network[]): SusceptibilityPoints {
  const column = (of: (row: Network) => number) => Float64Array.from(rows, of);
  return {
    stage: rows.map(({ stage }) => stage),
    seed: rows.map(({ seed }) => seed),
    auc: column(({ auc }) => auc.value),
    auc_low: column(({ auc }) => auc.low),
    auc_high: column(({ auc }) => auc.high),
    loss: column(({ loss }) => loss.value),
    loss_low: column(({ loss }) => loss.low),
    loss_high: column(({ loss }) => loss.high),
  };
}
