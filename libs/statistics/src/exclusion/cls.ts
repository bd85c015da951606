// Upper limits on a signal by CLs: counts in bins, each with an uncertain background, and the asymptotic formulae of
// Cowan, Cranmer, Gross and Vitells (arXiv:1007.1727). The model is pyhf's `uncorrelated_background`. No toys.
import { normalSurvival } from '../functions/incomplete-gamma.ts';
import { profile, strongest, type CountingData, type CountingModel } from './likelihood.ts';

/** CLs = CLs+b / CLb, observed, and expected of background at -2, -1, 0, 1 and 2 standard deviations. */
export interface Cls {
  readonly observed: number;
  readonly expected: Band;
}

/** For background fluctuating by -2, -1, 0, 1, 2 standard deviations. */
export type Band = readonly [number, number, number, number, number];

/**
 * CLs of the signal strength `mu` > 0 by the test statistic q-tilde_mu, eq. (16) of arXiv:1007.1727, with the
 * distribution of eq. (65): with q of the counts and q_A of the Asimov data set of background alone (its
 * nuisance parameters fitted to the counts, as pyhf does), t = sqrt(q) - sqrt(q_A) for q <= q_A and
 * (q - q_A) / (2 sqrt(q_A)) above, CLs+b = 1 - Phi(t + sqrt(q_A)) and CLb = 1 - Phi(t). Expected at N
 * standard deviations: t = -N.
 *
 * @param counts in each bin, not necessarily whole, `[bins]`
 */
export function cls(mu: number, counts: readonly number[], model: CountingModel): Cls {
  const statistic = testStatistic(counts, model);
  return each((fluctuation) => clsOf(statistic, mu, fluctuation));
}

/**
 * Upper limits on the signal strength, where CLs falls to 1 - confidence: observed, and expected of background alone.
 * Infinite when no bin expects signal.
 *
 * @example upperLimit([51, 48], { signal: [12, 11], background: [50, 52], error: [3, 7] }).observed
 */
export function upperLimit(
  counts: readonly number[],
  model: CountingModel,
  { confidence = 0.95 }: { readonly confidence?: number } = {},
): Cls {
  const statistic = testStatistic(counts, model);
  return each((fluctuation) => fallsTo(1 - confidence, (mu) => clsOf(statistic, mu, fluctuation), model));
}

/** What was counted, or background alone so many standard deviations from its expectation. */
type Fluctuation = 'observed' | -2 | -1 | 0 | 1 | 2;

function each(of: (fluctuation: Fluctuation) => number): Cls {
  return { observed: of('observed'), expected: [of(-2), of(-1), of(0), of(1), of(2)] };
}

/** q-tilde of the counts and of the Asimov data set, as functions of the tested strength. */
interface TestStatistic {
  of(mu: number): { readonly q: number; readonly asimov: number };
}

function testStatistic(counts: readonly number[], model: CountingModel): TestStatistic {
  const measured = { counts, factors: counts.map(() => 1) };
  const { factors } = profile(0, measured, model);
  const asimov = { counts: model.background.map((b, bin) => factors[bin]! * b), factors };
  const [best, bestAsimov] = [strongest(measured, model), profile(0, asimov, model)];
  const excess = (mu: number, data: CountingData, least: number) =>
    Math.max(0, 2 * (profile(mu, data, model).loss - least));
  return {
    of: (mu) => ({
      q: mu < best.mu ? 0 : excess(mu, measured, best.loss),
      asimov: excess(mu, asimov, bestAsimov.loss),
    }),
  };
}

function clsOf(statistic: TestStatistic, mu: number, fluctuation: Fluctuation): number {
  const { q, asimov } = statistic.of(mu);
  const root = Math.sqrt(asimov);
  const observed = q <= asimov ? Math.sqrt(q) - root : (q - asimov) / (2 * root);
  const t = fluctuation === 'observed' ? observed : -fluctuation;
  return normalSurvival(t + root) / normalSurvival(t);
}

/** Where a falling CLs crosses `level`, by bisection to 12 digits; Infinity when it does not. */
function fallsTo(level: number, value: (mu: number) => number, { signal, background }: CountingModel): number {
  const [s, b] = [signal, background].map((bins) => bins.reduce((sum, bin) => sum + bin, 0)) as [number, number];
  if (s === 0) return Infinity;
  let low = 0;
  let high = (1 + Math.sqrt(b)) / s;
  for (; value(high) > level; high *= 2) low = high;
  for (let step = 0; step < 42; step++) {
    const middle = (low + high) / 2;
    if (value(middle) > level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
