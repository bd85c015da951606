// The likelihood of counts in bins with a signal of unknown strength and backgrounds that auxiliary counts constrain:
// prod_i Pois(n_i | mu s_i + gamma_i b_i) Pois(a_i tau_i | gamma_i tau_i), tau_i = (b_i / sigma_i)^2, a_i = 1 in data;
// pyhf's `uncorrelated_background`, HistFactory's ShapeSys (CERN-OPEN-2012-016).
import { lessLog1p } from '../functions/log1p-remainder.ts';

/** What is expected in each bin. `[bins]` each */
export interface CountingModel {
  /** Signal at strength 1, >= 0. */
  readonly signal: readonly number[];
  /** > 0 */
  readonly background: readonly number[];
  /** Uncertainty sigma of the background, >= 0, in counts. */
  readonly error: readonly number[];
}

export interface CountingData {
  /** >= 0, not necessarily whole. `[bins]` */
  readonly counts: readonly number[];
  /** Auxiliary measurement a_i of the background over its expectation: 1, but for an Asimov data set. `[bins]` */
  readonly factors: readonly number[];
}

/** -ln L, up to a constant, at its minimum in gamma, and where that is. */
export interface Profile {
  readonly loss: number;
  /** gamma. `[bins]` */
  readonly factors: readonly number[];
}

/**
 * Best backgrounds at a given signal strength: in each bin the positive root of
 * (b + tau) b gamma^2 + ((b + tau) mu s - n b - a tau b) gamma - a tau mu s = 0; 1 for sigma = 0.
 */
export function profile(mu: number, { counts, factors: auxiliary }: CountingData, model: CountingModel): Profile {
  let loss = 0;
  const factors = counts.map((n, bin) => {
    const c = mu * model.signal[bin]!;
    const b = model.background[bin]!;
    const tau = (b / model.error[bin]!) ** 2;
    if (tau === Infinity) {
      loss += poissonLoss(n, c + b);
      return 1;
    }
    const a = auxiliary[bin]! * tau;
    const linear = (n + a) * b - (b + tau) * c;
    const root = Math.sqrt(linear * linear + 4 * (b + tau) * b * a * c);
    // Of the two forms of the root that which does not cancel.
    const gamma = linear > 0 ? (linear + root) / (2 * (b + tau) * b) : (2 * a * c) / (root - linear);
    loss += poissonLoss(n, c + gamma * b) + poissonLoss(auxiliary[bin]!, gamma) * tau;
    return gamma;
  });
  return { loss, factors };
}

/** The signal strength mu >= 0 of the largest likelihood: where its derivative, monotone in mu, is 0; by bisection. */
export function strongest(data: CountingData, model: CountingModel): { mu: number; loss: number } {
  const slope = (mu: number) => {
    const { factors } = profile(mu, data, model);
    return model.signal.reduce((sum, s, bin) => {
      const expected = mu * s + factors[bin]! * model.background[bin]!;
      return s === 0 ? sum : sum + s * (1 - data.counts[bin]! / expected);
    }, 0);
  };
  let low = 0;
  if (slope(0) < 0) {
    let high = 1;
    for (; slope(high) < 0; high *= 2) low = high;
    for (let step = 0; step < 52; step++) {
      const middle = (low + high) / 2;
      if (slope(middle) < 0) low = middle;
      else high = middle;
    }
  }
  return { mu: low, loss: profile(low, data, model).loss };
}

/** -ln Pois(n | mean) less its minimum over the mean: mean - n + n ln(n / mean). */
export function poissonLoss(n: number, mean: number): number {
  return n === 0 ? mean : n * lessLog1p((mean - n) / n);
}
