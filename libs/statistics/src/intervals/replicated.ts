// Differences and ratios of quoted numbers that may share their jets: taken replica by replica where they do.
import type { Quoted } from '@jetdemon/artifacts';
import type { Optimum } from '../significance/optimum.ts';
import { intervalsOf, quote, type IntervalKind } from './bootstrap.ts';
import { conservative, tooNarrow } from './caveats.ts';
import { difference, ratio } from './combine.ts';

/** Bootstrap replicas of one number. */
export interface Replicas {
  /** See `identityOf`. */
  readonly jets: string;
  /** In the order in which they were drawn. */
  readonly values: Float64Array;
  /** See `quote`. */
  readonly kind: IntervalKind;
  /** Where the optimum is chosen that it rests on; absent where it rests on none. */
  readonly optimum?: Optimum | undefined;
}

/** A quoted number with its replicas, where these are known. */
export interface Replicated {
  readonly quoted: Quoted;
  readonly replicas?: Replicas | undefined;
  /** The part of its error that is of training seeds, which no two networks share; 0 for one training. */
  readonly seeds: number;
}

/** The mean of replicas of several trainings; undefined where one has none, or they are not of the same jets, drawn alike. */
export function meanReplicas(all: readonly (Replicas | undefined)[]): Replicas | undefined {
  return replicasBy(all, (values) => values.reduce((sum, value) => sum + value, 0) / values.length);
}

/**
 * `a` - `b`. Of numbers that share replicas: the difference is taken in each, so that what the jets do to both cancels, and the errors
 * of the seeds are added to the interval in quadrature; of others: `difference`.
 */
export function pairedDifference(a: Replicated, b: Replicated, description: string, interval: number): Quoted {
  const value = a.quoted.value - b.quoted.value;
  return paired([a, b], value, ([x, y]) => x! - y!, 1, { description, interval }) ?? difference(a.quoted, b.quoted, description); // prettier-ignore
}

/** `a` / `b`, likewise; undefined (infinite or NaN) where `b` is zero. */
export function pairedRatio(a: Replicated, b: Replicated, description: string, interval: number): Quoted {
  const [x, y] = [a.quoted.value, b.quoted.value];
  const seeds = Math.abs(1 / y);
  const scaled = [a, { ...b, seeds: (b.seeds * x) / y }];
  return paired(scaled, x / y, ([top, bottom]) => top! / bottom!, seeds, { description, interval }) ?? ratio(a.quoted, b.quoted, description); // prettier-ignore
}

/** Undefined where the numbers do not share replicas, or the function is not finite in one of these. */
export function paired(
  all: readonly Replicated[],
  value: number,
  of: (values: readonly number[]) => number,
  seedScale: number,
  { description, interval }: { readonly description: string; readonly interval: number },
): Quoted | undefined {
  const replicas = replicasBy(
    all.map((one) => one.replicas),
    of,
  );
  if (!replicas?.values.every(Number.isFinite)) return undefined;
  const { values, kind, optimum } = replicas;
  const caveat = optimum === undefined ? '' : `; ${optimum === 'other-half' ? conservative : tooNarrow}`;
  const { low, high } = quote(intervalsOf(Float64Array.of(value), [values], interval), 0, '', kind);
  const seeds = seedScale * Math.hypot(...all.map((one) => one.seeds));
  return {
    value,
    low: value - Math.hypot(Math.max(0, value - low), seeds),
    high: value + Math.hypot(Math.max(0, high - value), seeds),
    description: `${description}; replica by replica of the jets that they share${caveat}`,
  };
}

/** Kinds of intervals; a function of numbers has the first that one of them has, at optima of other jets `centred`. */
const kinds = ['centred', 'reflected', 'percentile'] as const;

/** A function of numbers, replica by replica. */
function replicasBy(
  all: readonly (Replicas | undefined)[],
  of: (values: readonly number[]) => number,
): Replicas | undefined {
  const [first] = all;
  const shared = all.filter((one) => one !== undefined && one.jets === first?.jets) as Replicas[];
  if (!first || shared.length < all.length) return undefined;
  const optima = shared.flatMap((one) => one.optimum ?? []);
  const optimum = optima.includes('same-jets') ? 'same-jets' : optima[0];
  return {
    jets: first.jets,
    values: first.values.map((_, replica) => of(shared.map(({ values }) => values[replica]!))),
    kind: optimum === 'other-half' ? 'centred' : kinds.find((kind) => shared.some((one) => one.kind === kind))!,
    optimum,
  };
}
