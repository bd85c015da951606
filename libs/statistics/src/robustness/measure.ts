// What networks keep of their significance under every attack, which keeps the most, and how much of a loss it avoids.
import type { Interval, Quoted, RobustnessMetrics } from '@jetdemon/artifacts';
import { InputError } from '@jetdemon/workflow';
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
 * takes the three as independent.
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
  return {
    networks,
    today,
    best,
    ...(certain !== undefined && { certain }),
    avoidable: avoidableOf(networks[today]!, networks[best]!, today),
    convention: { interval: convention.interval, seeds: convention.seeds ?? 1, description: convention.description },
  };
}

function ofNetwork({ input, metrics }: Run, certificate: Run | undefined): Measured {
  const attacks = Object.fromEntries(
    Object.entries(metrics.variations).map(([name, one]) => [
      name,
      { significance: one.at_nominal_optimum, loss: one.loss_at_nominal_optimum },
    ]),
  );
  const [worst] = Object.keys(attacks).toSorted((a, b) => attacks[a]!.significance.value - attacks[b]!.significance.value); // prettier-ignore
  if (worst === undefined)
    throw InputError.at({ node: input.node }, 'expected attacks among its variations, found none');
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

const error = ({ low, high }: Interval) => (high - low) / 2;

function avoidableOf(today: Measured, best: Measured, name: string): Interval {
  const [p, k, b]: [Quoted, Interval, Interval] = [today.peak, today.kept, best.kept];
  const lost = p.value - k.value;
  if (!(lost > 0)) throw new InputError(`expected attacks to cost ${name} something, found a loss of ${lost}`);
  const value = (b.value - k.value) / lost;
  if (best === today) return { value: 0, low: 0, high: 0 };
  const sigma = Math.hypot(error(b), (value - 1) * error(k), value * error(p)) / lost;
  return { value, low: value - sigma, high: value + sigma };
}
