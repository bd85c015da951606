// Plausible results in closed form, for tests: scores whose logits are normal with unit width, background at -shift/2,
// signal at +shift/2, so that every efficiency is a normal tail and AUC = Phi(shift / sqrt 2).

/** P(Z > z) of a standard normal variable: Abramowitz and Stegun 26.2.17, absolute error below 7.5e-8. */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
}

const logit = (score: number) => Math.log(score / (1 - score));

/** Efficiencies and significance at a threshold on the score, with jets shifted towards background by `moved` in logit. */
export function binormal(threshold: number, shift: number, moved = 0) {
  const signal = normalTail(logit(threshold) - shift / 2 + moved);
  const background = normalTail(logit(threshold) + shift / 2);
  return { signal, background, significance: signal / Math.sqrt(background) };
}

export interface BinormalOptions {
  /** Distance of the two classes in units of their width. */
  readonly shift: number;
  /** How far each sample's signal is moved towards background; `nominal` is 0. */
  readonly samples: Readonly<Record<string, number>>;
  /** How far a sample's background is moved in its histograms; 0 for a sample that is not named. */
  readonly background?: Readonly<Record<string, number>>;
  readonly jetsPerClass?: number;
}

/** Points of a significance curve per sample, with the intervals of linear error propagation. */
export function binormalCurves({ shift, samples, jetsPerClass = 7500 }: BinormalOptions) {
  const thresholds = Array.from({ length: 199 }, (_, index) => (index + 1) / 200);
  return Object.entries(samples).flatMap(([sample, moved]) =>
    thresholds.map((threshold) => {
      const { signal, background, significance } = binormal(threshold, shift, moved);
      const relative = Math.sqrt(
        (1 - signal) / (signal * jetsPerClass) + (1 - background) / (4 * background * jetsPerClass),
      );
      return {
        sample,
        threshold,
        signal_efficiency: signal,
        background_efficiency: background,
        significance,
        low: significance * (1 - relative),
        high: significance * (1 + relative),
        background_jets: Math.round(background * jetsPerClass),
      };
    }),
  );
}

interface Shape {
  readonly observable: string;
  readonly range: readonly [number, number];
  /** Distribution functions of background and of signal displaced by `moved`. */
  readonly background: (x: number, moved: number) => number;
  readonly signal: (x: number, moved: number) => number;
}

const exponential = (from: number, scale: number) => (x: number) => 1 - Math.exp(-Math.max(0, x - from) / scale);
const normal = (mean: number, width: number) => (x: number) => 1 - normalTail((x - mean) / width);

function shapes(shift: number): Shape[] {
  const score = (mean: number) => (x: number) => (x <= 0 ? 0 : x >= 1 ? 1 : 1 - normalTail(logit(x) - mean));
  return [
    {
      observable: 'score',
      range: [0, 1],
      background: (x, moved) => score(-shift / 2 - moved)(x),
      signal: (x, moved) => score(shift / 2 - moved)(x),
    },
    { observable: 'pt', range: [300, 800], background: exponential(300, 80), signal: exponential(300, 90) },
    {
      observable: 'mass',
      range: [50, 200],
      background: (x, moved) => exponential(50, 45 - moved)(x),
      signal: (x, moved) => 0.75 * normal(91 - 4 * moved, 9)(x) + 0.25 * exponential(50, 40)(x),
    },
    {
      observable: 'd2',
      range: [0, 10],
      background: normal(4.5, 1.8),
      signal: (x, moved) => normal(2.6 + 0.3 * moved, 1.4)(x),
    },
  ];
}

/** Histograms of score, pT, mass and D2, with errors sqrt(count), for background and for the signal of each sample. */
export function binormalHistograms(
  { shift, samples, background: others = {}, jetsPerClass = 7500 }: BinormalOptions,
  bins = 40,
) {
  return Object.entries(samples).flatMap(([sample, moved]) =>
    shapes(shift).flatMap(({ observable, range: [from, to], background, signal }) =>
      Object.entries({
        background: (x: number) => background(x, others[sample] ?? 0),
        signal: (x: number) => signal(x, moved),
      }).flatMap(([name, distribution]) =>
        Array.from({ length: bins }, (_, bin) => {
          const low = from + ((to - from) * bin) / bins;
          const high = from + ((to - from) * (bin + 1)) / bins;
          const count = Math.round(jetsPerClass * (distribution(high) - distribution(low)));
          const [fraction, error] = [count / jetsPerClass, Math.sqrt(count) / jetsPerClass];
          const [fraction_low, fraction_high] = [fraction - error, fraction + error];
          return { sample, class: name, observable, low, high, count, fraction, error, fraction_low, fraction_high };
        }),
      ),
    ),
  );
}
