// Statements as numbers with an expectation, and the verdict of their intervals.
import { hasInterval, type Stated, type Verdict } from '@jetdemon/artifacts';

/** What a claim says of its number; exactly one is given. */
export interface Expectation {
  readonly above?: number | undefined;
  readonly below?: number | undefined;
  /** Both ends belong to it. */
  readonly between?: readonly [number, number] | undefined;
}

/**
 * Confirmed when the whole interval meets the expectation, not confirmed when the whole interval misses it, else
 * undecided. A number outside its own interval widens it: what counts is the hull of both. A number without an interval is judged as it
 * is: a statement about these jets.
 */
export function judge(number: Stated, { above, below, between }: Expectation): Verdict {
  const { value } = number;
  const { low, high } = hasInterval(number) ? number : { low: value, high: value };
  const [from, to] = [Math.min(value, low), Math.max(value, high)];
  const [least, most] = between ?? [-Infinity, Infinity];
  const meets = from > (above ?? -Infinity) && to < (below ?? Infinity) && from >= least && to <= most;
  const misses = to <= (above ?? -Infinity) || from >= (below ?? Infinity) || to < least || from > most;
  return meets ? 'confirmed' : misses ? 'not confirmed' : 'undecided';
}
