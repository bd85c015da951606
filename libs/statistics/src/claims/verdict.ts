// Statements as numbers with an expectation, and the verdict of their intervals.
import type { Quoted } from '../significance/metrics.ts';

/** What a claim says of its number; exactly one is given. */
export interface Expectation {
  readonly above?: number | undefined;
  readonly below?: number | undefined;
  /** Both ends belong to it. */
  readonly between?: readonly [number, number] | undefined;
}

export type Verdict = 'confirmed' | 'not confirmed' | 'undecided';

export interface ClaimResult {
  /** The statement, in words. */
  readonly claim: string;
  /** What was found here; shares, also where `percent` is set. */
  readonly number: Quoted;
  /** Whether the number is best read in percent. */
  readonly percent: boolean;
  /** What the claim says of it: 'above 0', 'between 0% and 5%'. */
  readonly expected: string;
  /** What the paper has, as text; null where it gives no number. */
  readonly paper: string | null;
  /** Where the paper says so. */
  readonly source: string | null;
  readonly verdict: Verdict;
  /** The results that the number was taken from. */
  readonly nodes: readonly string[];
}

/** claims.json of the kind `claims`. */
export interface Claims {
  readonly claims: readonly ClaimResult[];
  /** Probability content of every interval. */
  readonly interval: number;
  /** What verdicts and intervals mean, in one sentence. */
  readonly description: string;
}

/**
 * Confirmed when the whole interval meets the expectation, not confirmed when the whole interval misses it, else
 * undecided. A number outside its own interval widens it: what counts is the hull of both.
 */
export function judge({ value, low, high }: Quoted, { above, below, between }: Expectation): Verdict {
  const [from, to] = [Math.min(value, low), Math.max(value, high)];
  const [least, most] = between ?? [-Infinity, Infinity];
  const meets = from > (above ?? -Infinity) && to < (below ?? Infinity) && from >= least && to <= most;
  const misses = to <= (above ?? -Infinity) || from >= (below ?? Infinity) || to < least || from > most;
  return meets ? 'confirmed' : misses ? 'not confirmed' : 'undecided';
}
