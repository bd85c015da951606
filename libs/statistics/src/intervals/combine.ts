// Quoted numbers of several trainings as one, and functions of quoted numbers: where intervals are added up.
// Intervals are propagated side by side, so an asymmetric one stays asymmetric.
import { hasInterval, type Bare, type Quoted, type Stated } from '@jetdemon/artifacts';
import { studentFactor } from './student.ts';

/**
 * Mean over trainings that differ in their seed and were measured on the same test jets.
 *
 * The jets are common to all n trainings, so their errors do not average out: they are taken as fully correlated, which
 * is the most they can be, and the jets' interval of the mean is the mean of the intervals. The seeds are independent:
 * their error is t s / sqrt(n), with s the standard deviation over trainings (`spread`) and t the factor of Student's t
 * for n - 1 degrees of freedom (1.31 for n = 3 and 68%), which s from so few needs. Both are added in quadrature, each
 * side by itself. s holds the part of the jets’ error that trainings do not share, which is then counted twice. With both
 * errors equal 68% intervals hold the true value in 74% of cases for n = 2, in 71% for n = 3 and in 69% for n = 5 (tools/bench/coverage).
 *
 * A mean outside the jets' interval counts as at its end. One number passes unchanged: its seed is not covered.
 *
 * @param quoteds at least one; the description is that of the first
 * @param interval probability content of the intervals, of those given and of the result
 */
export function combine(quoteds: readonly Quoted[], { interval = 0.68 }: { readonly interval?: number } = {}): Quoted {
  const [first] = quoteds;
  if (!first) throw new Error('internal: expected quoted numbers to combine, found none');
  const trainings = quoteds.length;
  if (trainings === 1) return first;
  const mean = (of: (quoted: Quoted) => number) => quoteds.reduce((sum, quoted) => sum + of(quoted), 0) / trainings;
  const value = mean((quoted) => quoted.value);
  const variance = (mean((quoted) => (quoted.value - value) ** 2) * trainings) / (trainings - 1);
  const spread = Math.sqrt(variance);
  const seeds = seedsError({ spread }, trainings, interval);
  const down = Math.max(0, value - mean(({ low }) => low));
  const up = Math.max(0, mean(({ high }) => high) - value);
  return {
    value,
    low: value - Math.hypot(down, seeds),
    high: value + Math.hypot(up, seeds),
    spread,
    description: first.description,
  };
}

/**
 * `combine`, or of numbers without an interval their mean and its spread.
 *
 * @param numbers at least one, all with an interval or all without
 */
export function meanOver(numbers: readonly Stated[], options: { readonly interval?: number } = {}): Stated {
  if (numbers.every(hasInterval)) return combine(numbers, options);
  const [first] = numbers;
  if (numbers.length === 1) return first!;
  const value = numbers.reduce((sum, one) => sum + one.value, 0) / numbers.length;
  const squares = numbers.reduce((sum, one) => sum + (one.value - value) ** 2, 0);
  const spread = Math.sqrt(squares / (numbers.length - 1));
  const uncertainty = `mean over ${numbers.length} trainings that spread by ${spread.toPrecision(2)}; of the first: ${(first as Bare).uncertainty}`;
  return { value, spread, uncertainty, description: first!.description };
}

/** The part of the error of a mean over trainings that is of their seeds, see `combine`; 0 for one training. */
export function seedsError({ spread = 0 }: Pick<Quoted, 'spread'>, trainings: number, interval: number): number {
  return trainings > 1 ? (studentFactor(interval, trainings - 1) * spread) / Math.sqrt(trainings) : 0;
}

/** `a` - `b`, errors as in `propagate`. */
export function difference(a: Quoted, b: Quoted, description: string): Quoted {
  return propagate(
    a.value - b.value,
    [
      { slope: 1, of: a },
      { slope: -1, of: b },
    ],
    description,
  );
}

/** `a` / `b`, errors as in `propagate`; undefined (infinite or NaN) where `b` is zero. */
export function ratio(a: Quoted, b: Quoted, description: string): Quoted {
  return propagate(
    a.value / b.value,
    [
      { slope: 1 / b.value, of: a },
      { slope: -a.value / b.value ** 2, of: b },
    ],
    description,
  );
}

/** A number that a function takes, and the derivative of the function by it. */
export interface Argument {
  readonly slope: number;
  readonly of: Quoted;
}

/**
 * A function of quoted numbers, to first order: its lower error is the quadrature of slope times lower error of each
 * argument, of slope times upper error where the slope is negative, and the other way round.
 *
 * Arguments count as independent. Numbers of networks on the same test jets are correlated, mostly positively, which is
 * left out: intervals of differences and ratios are then too wide rather than too narrow.
 */
export function propagate(value: number, args: readonly Argument[], description: string): Quoted {
  const sides = args.map(({ slope, of }) => {
    const [down, up] = [Math.max(0, of.value - of.low), Math.max(0, of.high - of.value)];
    return slope >= 0 ? { down: slope * down, up: slope * up } : { down: -slope * up, up: -slope * down };
  });
  return {
    value,
    low: value - Math.hypot(...sides.map(({ down }) => down)),
    high: value + Math.hypot(...sides.map(({ up }) => up)),
    description,
  };
}
