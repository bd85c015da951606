// For tests: samples at evenly spaced quantiles of distributions whose ROC and significance have closed forms.

const spaced = (jets: number, quantile: (u: number) => number) =>
  Float64Array.from({ length: jets }, (_, at) => quantile((at + 0.5) / jets));

/** Jets of both classes, background first, `jets` of each. */
export function labelled(background: Float64Array, signal: Float64Array) {
  const labels = new Uint8Array(background.length + signal.length).fill(1, background.length);
  return { labels, scores: Float64Array.of(...background, ...signal) };
}

/** Exponential of the given mean: 1 - F(x) = exp(-x / mean). */
export const exponential = (jets: number, mean: number) => spaced(jets, (u) => -mean * Math.log(1 - u));

/** Density 2 (1 - t) on [0, 1]: eps(t) = (1 - t)^2. */
export const triangle = (jets: number) => spaced(jets, (u) => 1 - Math.sqrt(1 - u));

/**
 * Density 6 t (1 - t) on [0, 1]: eps(t) = (1 - t)^2 (1 + 2 t). As signal against `triangle` as background,
 * eps_S / sqrt(eps_B) = (1 - t) (1 + 2 t), with its peak of 9/8 at t = 1/4, where eps_S = 27/32 and eps_B = 9/16.
 */
export const parabola = (jets: number) => spaced(jets, (u) => 0.5 - Math.sin(Math.asin(1 - 2 * u) / 3));
