// What networks keep of their significance under every attack, which keeps the most, and how much of a loss it avoids.
import type { Interval, RobustnessMetrics } from '@jetdemon/artifacts';
import { InputError } from '@jetdemon/workflow';
import { propagate, seedsError } from '../intervals/combine.ts';
import { paired, type Replicated } from '../intervals/replicated.ts';
import { checkAgree, type Run } from '../significance/runs.ts';

type Measured = RobustnessMetrics['networks'][string];

export interface Networks {
  /** Significance by network, with every attack among its variations. */
  readonly attacked: ReadonlyMap<string, Run>;
  /** Of some networks, with the certified scores as its only variation. */
  readonly certified: ReadonlyMap<string, Run>;
}

/**
 * Kept is the least significance of the attacks, at the threshold that the jets as they were suggest; certain is the peak of the
 * certified scores, at the threshold that is best for the guarantee. With P the peak of
 * today's network, K what it keeps and B what the best one keeps, (B − K) / (P − K) of its loss is avoidable; its interval
 * is taken replica by replica of the jets where the networks share these, else the three count as independent, as errors of seeds do.
 *
 * @param today the network that the others are held against
 * @throws InputError for networks of other test jets, attacks or conventions, for a certificate above what an attack left, and where
 * today's network loses nothing
 */
export function measureRobustness({ attacked, certified }: Networks, today: string): RobustnessMetrics {
  const runs = [...attacked.values()];
  const [first] = runs;
  if (!first) throw new InputError('attacked: expected at least one network, found none');
  const all = [...runs, ...certified.values()];
  checkAgree(all, 'test jets', ({ jets }) => `${jets.signal} signal, ${jets.background} background`);
  checkAgree(runs, 'attacks', ({ variations }) => Object.keys(variations).toSorted().join(', ') || 'none');
  checkAgree(all, 'training seeds', ({ convention }) => convention.seeds ?? 1);
  checkAgree(all, 'an interval', ({ convention }) => convention.interval);
  checkAgree(all, 'background jets at a threshold', ({ convention }) => convention.minimum_background);
  checkAgree(all, 'an optimum of', ({ convention }) => convention.optimum ?? 'same-jets');
  checkAgree(all, 'pairing', ({ convention }) => convention.pairing ?? 'rows');
  const stranger = [...certified.keys()].find((name) => !attacked.has(name));
  const missing = attacked.has(today) ? stranger : today;
  if (missing !== undefined)
    throw new InputError(`expected the network ${missing} among ${[...attacked.keys()].join(', ')}, found none of it`);
  const networks = Object.fromEntries(
    [...attacked].map(([name, run]) => [name, ofNetwork(run, certified.get(name))] as const),
  );
  const names = Object.keys(networks);
  const largest = (of: (one: Measured) => number | undefined) =>
    names
      .filter((name) => of(networks[name]!) !== undefined)
      .toSorted((a, b) => of(networks[b]!)! - of(networks[a]!)!)[0];
  const best = largest(({ kept }) => kept.value)!;
  const certain = largest((one) => one.certified?.significance.value);
  const { convention } = first.metrics;
  const lost = networks[today]!.peak.value - networks[today]!.kept.value;
  if (!(lost > 0)) throw new InputError(`expected attacks to cost ${today} something, found a loss of ${lost}`);
  return {
    networks,
    today,
    best,
    ...(certain !== undefined && { certain }),
    avoidable: best === today ? { value: 0, low: 0, high: 0 } : avoidableOf(attacked.get(today)!, attacked.get(best)!),
    convention: { interval: convention.interval, seeds: convention.seeds ?? 1, description: convention.description },
  };
}

/** The attack that leaves the least. */
function worstOf({ input, metrics: { variations } }: Pick<Run, 'input' | 'metrics'>): string {
  const left = (name: string) => variations[name]!.at_nominal_optimum.value;
  const [worst] = Object.keys(variations).toSorted((a, b) => left(a) - left(b));
  if (worst !== undefined) return worst;
  throw InputError.at({ node: input.node }, 'expected attacks among its variations, found none');
}

function ofNetwork({ input, metrics }: Run, certificate: Run | undefined): Measured {
  const attacks = Object.fromEntries(
    Object.entries(metrics.variations).map(([name, one]) => [
      name,
      { significance: one.at_nominal_optimum, loss: one.loss_at_nominal_optimum },
    ]),
  );
  const worst = worstOf({ input, metrics });
  const { value, low, high } = attacks[worst]!.significance;
  return {
    node: input.node,
    auc: metrics.auc,
    peak: metrics.peak,
    attacks,
    kept: { value, low, high },
    worst,
    ...(certificate && { certified: certifiedOf(certificate, value, worst) }),
  };
}

// Means over trainings are sums in other orders.
const rounding = 1e-9;

function certifiedOf({ input: { node }, metrics }: Run, kept: number, worst: string): NonNullable<Measured['certified']> {
  const [only, ...others] = Object.values(metrics.variations);
  if (!only || others.length > 0)
    throw InputError.at({ node }, `expected certified scores as its only variation, found ${1 + others.length}`);
  const { at_nominal_optimum: there, peak: significance, loss_peak_to_peak: loss } = only;
  if (there.value > kept + rounding)
    throw InputError.at(
      { node },
      `expected a certified significance at the nominal optimum below that which ${worst} leaves, ${kept.toPrecision(5)}, found ${there.value.toPrecision(5)}: the attack goes beyond the budget of the certificate, or breaks it`,
    );
  return { significance, loss, node };
} // prettier-ignore

function keptBy(run: Run): Replicated {
  const worst = worstOf(run);
  return replicated(run, run.metrics.variations[worst]!.at_nominal_optimum, `variations/${worst}/at_nominal_optimum`);
}

function replicated({ metrics: { convention }, replicas }: Run, quoted: Replicated['quoted'], place: string): Replicated {
  return { quoted, replicas: replicas.get(place), seeds: seedsError(quoted, convention.seeds ?? 1, convention.interval) };
} // prettier-ignore

function avoidableOf(today: Run, other: Run): Interval {
  const { interval } = today.metrics.convention;
  const [peak, kept, most] = [replicated(today, today.metrics.peak, 'peak'), keptBy(today), keptBy(other)];
  const [p, k, b] = [peak, kept, most].map(({ quoted }) => quoted.value) as [number, number, number];
  const lost = p - k;
  const share = (b - k) / lost;
  const args = [
    { slope: 1 / lost, of: most },
    { slope: (share - 1) / lost, of: kept },
    { slope: -share / lost, of: peak },
  ];
  const scaled = args.map(({ slope, of }) => ({ ...of, seeds: slope * of.seeds }));
  const { value, low, high } =
    paired(scaled, share, ([best, own, top]) => (best! - own!) / (top! - own!), 1, { description: '', interval }) ??
    propagate(share, args.map(({ slope, of }) => ({ slope, of: of.quoted })), ''); // prettier-ignore
  return { value, low, high };
}
