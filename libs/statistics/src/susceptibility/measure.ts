// §IV of arXiv:1910.08606: "the susceptibility to the adversarial attack is reduced [by little training], and tends to
// increase with additional training". Loss against AUC, over a ladder of networks from one training, and training seeds.
import { InputError } from '@jetdemon/workflow';
import { combine, difference } from '../intervals/combine.ts';
import { slopeOf } from '../intervals/line.ts';
import type { Quoted, SusceptibilityMetrics, SusceptibilityPoints } from '@jetdemon/artifacts';

/** One network: how far it was trained, from which seed, and what its adversary costs it. */
export interface Network {
  readonly rung: string;
  readonly seed: string;
  /** Of the nominal jets. */
  readonly auc: Quoted;
  /** Share of eps_S / sqrt(eps_B) lost at the nominal optimum. */
  readonly loss: Quoted;
}

/**
 * Means over seeds per rung (see `combine`), and what training changes: the loss of the last rung of the ladder less
 * that of the first, and the slope of the loss against the AUC over the whole ladder. Both are taken of each seed by
 * itself and then averaged, since the networks of one seed are stages of one training.
 *
 * @param networks one for each rung and seed; rungs beyond the ladder (the high-level network) are points only
 * @param ladder at least two rungs, from least to most trained; each needs the same seeds
 * @param interval probability content of the intervals
 * @throws InputError when a rung or a seed of it is missing, or all AUCs of a seed are the same
 */
export function measureSusceptibility(
  networks: readonly Network[],
  ladder: readonly string[],
  { interval = 0.68 }: { readonly interval?: number } = {},
): { points: SusceptibilityPoints; metrics: SusceptibilityMetrics } {
  const rungs = [...new Set([...ladder, ...networks.map(({ rung }) => rung)])];
  const of = (rung: string) => networks.filter((network) => network.rung === rung);
  const seeds = seedsOf(ladder, of);
  const all = (quoteds: readonly Quoted[]) => combine(quoteds, { interval });
  const means = rungs.map((rung) => {
    const [aucs, losses] = [of(rung).map(({ auc }) => auc), of(rung).map(({ loss }) => loss)];
    return { rung, seed: 'mean', auc: all(aucs), loss: all(losses), seeds: aucs.length };
  });
  const stages = seeds.map((seed) => ladder.map((rung) => of(rung).find((network) => network.seed === seed)!));
  const metrics = {
    rungs: Object.fromEntries(means.map(({ rung, auc, loss, seeds: n }) => [rung, { auc, loss, seeds: n }])),
    full_minus_lowest: all(
      stages.map((stage) =>
        difference(stage.at(-1)!.loss, stage[0]!.loss, `share lost by ${ladder.at(-1)} less that by ${ladder[0]}`),
      ),
    ),
    slope: all(stages.map(slopeOfStages)),
    convention: { interval, ladder, seeds: seeds.length, description: describe(ladder, seeds) },
  };
  const rows = rungs.flatMap((rung, at) => [...of(rung), means[at]!]);
  return { metrics, points: pointsOf(rows) };
}

/** The seeds of the ladder, which all of its rungs must have. */
function seedsOf(ladder: readonly string[], of: (rung: string) => readonly Network[]): readonly string[] {
  const seeds = [...new Set(ladder.flatMap((rung) => of(rung).map(({ seed }) => seed)))];
  for (const rung of ladder) {
    const found = of(rung).map(({ seed }) => seed);
    const missing = seeds.filter((seed) => !found.includes(seed));
    if (found.length === 0) throw new InputError(`expected a network of rung ${rung}, found none`);
    if (missing.length > 0) throw new InputError(`expected rung ${rung} for seed ${missing.join(', ')}, found none`);
  }
  return seeds;
}

function slopeOfStages(stages: readonly Network[]): Quoted {
  const slope = slopeOf(
    stages.map(({ auc, loss }) => ({ x: auc, y: loss })),
    'change of the share lost per unit of AUC, straight line over the ladder',
  );
  if (Number.isFinite(slope.value)) return slope;
  throw new InputError(`expected rungs of different AUC for seed ${stages[0]!.seed}, found all alike`);
}

function describe(ladder: readonly string[], seeds: readonly string[]): string {
  const trained = `difference and slope over ${ladder.join(', ')}, of each training by itself`;
  return seeds.length === 1
    ? `${trained}; one training, whose intervals cover the test jets and not the spread over training seeds`
    : `${trained}; means over ${seeds.length} training seeds, whose intervals cover in quadrature the test jets ` +
        `(common to all networks) and the seeds (Student's t times standard deviation over the square root of their number)`;
}

function pointsOf(rows: readonly Network[]): SusceptibilityPoints {
  const column = (of: (row: Network) => number) => Float64Array.from(rows, of);
  return {
    rung: rows.map(({ rung }) => rung),
    seed: rows.map(({ seed }) => seed),
    auc: column(({ auc }) => auc.value),
    auc_low: column(({ auc }) => auc.low),
    auc_high: column(({ auc }) => auc.high),
    loss: column(({ loss }) => loss.value),
    loss_low: column(({ loss }) => loss.low),
    loss_high: column(({ loss }) => loss.high),
  };
}
