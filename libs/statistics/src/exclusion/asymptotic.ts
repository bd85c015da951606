// CLs, upper limits and discovery significance of a signal strength by the asymptotic formulae of Cowan, Cranmer, Gross and Vitells
// (arXiv:1007.1727), of any likelihood whose nuisance parameters can be profiled. No toys.
import { logNormalSurvival } from '../functions/incomplete-gamma.ts';

/** CLs = CLs+b / CLb, observed, and expected of background at -2, -1, 0, 1 and 2 standard deviations. */
export interface Cls {
  readonly observed: number;
  readonly expected: Band;
}

/** For background fluctuating by -2, -1, 0, 1, 2 standard deviations. */
export type Band = readonly [number, number, number, number, number];

/** -ln L of a signal strength mu >= 0, its nuisance parameters profiled, up to a constant of the data. */
export interface ProfileLikelihood<Data> {
  /** The smallest loss at a strength. */
  loss(mu: number, data: Data): number;
  /** The strength of the smallest loss, not below 0. */
  best(data: Data): { readonly mu: number; readonly loss: number };
  /** The data that a strength expects, nuisance parameters fitted to the data at that strength. */
  asimov(mu: number, data: Data): Data;
  /** A strength of the order of an upper limit; Infinity when no signal is expected. */
  readonly scale: number;
}

/** The test statistic q-tilde_mu as a function of the tested strength, of the data and of the Asimov data set. */
export interface TestStatistic {
  observed(mu: number): number;
  asimov(mu: number): number;
}

/** What was counted, or background alone so many standard deviations from its expectation. */
export type Fluctuation = 'observed' | -2 | -1 | 0 | 1 | 2;

/**
 * The test statistic q-tilde_mu, eq. (16) of arXiv:1007.1727, of the data, and of the Asimov data set of background alone (its
 * nuisance parameters fitted to the data, as pyhf does).
 */
export function testStatistic<Data>(likelihood: ProfileLikelihood<Data>, data: Data): TestStatistic {
  const expected = likelihood.asimov(0, data);
  const best = likelihood.best(data);
  const least = likelihood.loss(0, expected);
  const excess = (mu: number, of: Data, loss: number) => Math.max(0, 2 * (likelihood.loss(mu, of) - loss));
  return {
    observed: (mu) => (mu < best.mu ? 0 : excess(mu, data, best.loss)),
    asimov: (mu) => excess(mu, expected, least),
  };
}

/**
 * CLs of a strength by eq. (65) of arXiv:1007.1727: t = sqrt(q) - sqrt(q_A) for q <= q_A and (q - q_A) / (2 sqrt(q_A)) above,
 * CLs+b = 1 - Phi(t + sqrt(q_A)) and CLb = 1 - Phi(t). Expected at N standard deviations: t = -N.
 */
export function clsOf(statistic: TestStatistic, mu: number): Cls {
  return each((fluctuation) => Math.exp(logClsAt(statistic, mu, fluctuation)));
}

/** Strengths where CLs falls to 1 - confidence, see `limitAt`. */
export function limitsOf(statistic: TestStatistic, scale: number, confidence: number): Cls {
  return each((fluctuation) => limitAt(statistic, fluctuation, scale, confidence));
}

/**
 * The strength where CLs of one fluctuation falls to 1 - confidence, to 12 digits, by false position in ln CLs (Illinois; Dowell and
 * Jarratt, BIT 11 (1971) 168); Infinity for want of signal, or where nuisance parameters make up for a million times the scale.
 *
 * @param scale see `ProfileLikelihood`
 */
export function limitAt(statistic: TestStatistic, fluctuation: Fluctuation, scale: number, confidence: number): number {
  if (scale === Infinity) return Infinity;
  const above = (mu: number) => logClsAt(statistic, mu, fluctuation) - Math.log(1 - confidence);
  let [low, atLow] = [0, -Math.log(1 - confidence)];
  let [high, atHigh] = [scale, above(scale)];
  while (atHigh > 0) {
    if (high > 1e6 * scale) return Infinity;
    [low, atLow, high, atHigh] = [high, atHigh, 2 * high, above(2 * high)];
  }
  for (let [step, side] = [0, 0]; step < 100; step++) {
    const middle = high - (atHigh * (high - low)) / (atHigh - atLow);
    const at = above(middle);
    const moved = Math.min(middle - low, high - middle);
    if (at > 0) {
      [low, atLow] = [middle, at];
      if (side > 0) atHigh /= 2;
      side = 1;
    } else {
      [high, atHigh] = [middle, at];
      if (side < 0) atLow /= 2;
      side = -1;
    }
    if (at === 0 || moved <= 1e-13 * middle) return middle;
  }
  return (low + high) / 2;
}

/** sqrt(q0), eqs. (12) and (53) of arXiv:1007.1727: 0 where the best strength is 0. */
export function discoverySignificance<Data>(likelihood: ProfileLikelihood<Data>, data: Data): number {
  const { mu, loss } = likelihood.best(data);
  return mu > 0 ? Math.sqrt(Math.max(0, 2 * (likelihood.loss(0, data) - loss))) : 0;
}

function each(of: (fluctuation: Fluctuation) => number): Cls {
  return { observed: of('observed'), expected: [of(-2), of(-1), of(0), of(1), of(2)] };
}

/** ln CLs; 0 where signal changes nothing, so that CLs+b = CLb. Data far below background leave neither in floating point, but both logarithms. */
function logClsAt(statistic: TestStatistic, mu: number, fluctuation: Fluctuation): number {
  const asimov = statistic.asimov(mu);
  if (asimov === 0) return 0;
  const root = Math.sqrt(asimov);
  const t = fluctuation === 'observed' ? shift(statistic.observed(mu), asimov) : -fluctuation;
  return logNormalSurvival(t + root) - logNormalSurvival(t);
}

function shift(q: number, asimov: number): number {
  const root = Math.sqrt(asimov);
  return q <= asimov ? Math.sqrt(q) - root : (q - asimov) / (2 * root);
}
