// Expected counts in bins as functions of a signal strength and of nuisance parameters that move templates: what pyhf calls
// normfactor, histosys (code 4p) and normsys (code 4), and their likelihood (HistFactory, CERN-OPEN-2012-016).
import { evenPart, interpolatedFactor, type Interpolated } from '../functions/interpolation.ts';
import type { Derivatives } from '../functions/minimise.ts';
import { poissonLoss } from '../exclusion/likelihood.ts';

/** What one standard deviation of a nuisance parameter does to a sample: its counts instead, `[bins]`, or factors on all of them. */
export type Effect = { readonly nuisance: string } & (
  | { readonly shape: { readonly up: readonly number[]; readonly down: readonly number[] } }
  | { readonly scale: { readonly up: number; readonly down: number } }
);

/** One contribution to the counts. */
export interface Sample {
  readonly name: string;
  /** Expected, >= 0. `[bins]` */
  readonly counts: readonly number[];
  /** Whether it is multiplied by the signal strength. */
  readonly signal: boolean;
  readonly effects: readonly Effect[];
}

export interface TemplateModel {
  readonly samples: readonly Sample[];
}

export interface TemplateData {
  /** >= 0, not necessarily whole. `[bins]` */
  readonly counts: readonly number[];
  /** Measured centre of the normal constraint, of width 1, of each nuisance parameter: 0, but for an Asimov data set. `[nuisances]` */
  readonly centres: readonly number[];
}

/** Names of the nuisance parameters, in the order in which samples name them. */
export function nuisancesOf({ samples }: TemplateModel): string[] {
  return [...new Set(samples.flatMap(({ effects }) => effects.map(({ nuisance }) => nuisance)))];
}

/** One sample, ready to be evaluated: parameter 0 is the signal strength, the others the nuisance parameters. */
interface Prepared {
  readonly counts: Float64Array;
  readonly signal: boolean;
  /** (up - down) / 2 and (up + down - 2 nominal) / 16 of each moved template. `[bins]` each */
  readonly shapes: readonly { readonly of: number; readonly odd: Float64Array; readonly even: Float64Array }[];
  readonly scales: readonly { readonly of: number; readonly up: number; readonly down: number }[];
}

/** The model as a function of its parameters. */
export class Expectation {
  readonly size: number;
  readonly #bins: number;
  readonly #samples: readonly Prepared[];

  constructor(model: TemplateModel) {
    const nuisances = nuisancesOf(model);
    this.size = 1 + nuisances.length;
    this.#bins = model.samples[0]!.counts.length;
    this.#samples = model.samples.map(({ counts, signal, effects }) => ({
      counts: Float64Array.from(counts),
      signal,
      shapes: effects.flatMap((effect) => {
        if (!('shape' in effect)) return [];
        const { up, down } = effect.shape;
        const odd = Float64Array.from(counts, (_, bin) => (up[bin]! - down[bin]!) / 2);
        const even = Float64Array.from(counts, (nominal, bin) => (up[bin]! + down[bin]! - 2 * nominal) / 16);
        return [{ of: 1 + nuisances.indexOf(effect.nuisance), odd, even }];
      }),
      scales: effects.flatMap((effect) =>
        'scale' in effect ? [{ of: 1 + nuisances.indexOf(effect.nuisance), ...effect.scale }] : [],
      ),
    }));
  }

  /** Expected counts, which far from the nominal may fall below 0. `[bins]` */
  counts(parameters: Float64Array): Float64Array {
    const total = new Float64Array(this.#bins);
    for (const sample of this.#samples) {
      const factor = factorsOf(sample, parameters).reduce((product, { value }) => product * value, 1);
      const moved = this.#moved(sample, parameters);
      for (let bin = 0; bin < this.#bins; bin++) total[bin]! += factor * moved[bin]!;
    }
    return total;
  }

  /** -ln L, each Poisson term less its minimum; Infinity where a bin that counted something, or any bin, expects less than nothing. */
  loss(parameters: Float64Array, data: TemplateData): number {
    const expected = this.counts(parameters);
    let loss = 0;
    for (let bin = 0; bin < this.#bins; bin++) {
      const [n, mean] = [data.counts[bin]!, expected[bin]!];
      if (!(mean > 0 || (mean === 0 && n === 0))) return Infinity;
      loss += poissonLoss(n, mean);
    }
    for (let at = 1; at < this.size; at++) loss += (parameters[at]! - data.centres[at - 1]!) ** 2 / 2;
    return loss;
  }

  /** The loss with its derivatives by every parameter. */
  derivatives(parameters: Float64Array, data: TemplateData): Derivatives {
    const { size } = this;
    const bins = this.#bins;
    const total = new Float64Array(bins);
    const slopes = Array.from({ length: size }, () => new Float64Array(bins));
    const parts = this.#samples.map((sample) => {
      const moved = this.#moved(sample, parameters);
      const product = productOf(factorsOf(sample, parameters), size);
      const shapes = sample.shapes.map(({ of, odd, even }) => {
        const { slope, curvature } = evenPart(parameters[of]!);
        return { of, slope: odd.map((one, bin) => one + even[bin]! * slope), curvature, even };
      });
      for (let bin = 0; bin < bins; bin++) {
        total[bin]! += product.value * moved[bin]!;
        for (const { of } of product.factors) slopes[of]![bin]! += product.first[of]! * moved[bin]!;
        for (const { of, slope } of shapes) slopes[of]![bin]! += product.value * slope[bin]!;
      }
      return { moved, product, shapes };
    });

    const gradient = new Float64Array(size);
    const hessian = new Float64Array(size * size);
    const pulls = total.map((mean, bin) => (data.counts[bin] === 0 ? 1 : 1 - data.counts[bin]! / mean));
    for (let bin = 0; bin < bins; bin++) {
      const spread = data.counts[bin] === 0 ? 0 : data.counts[bin]! / total[bin]! ** 2;
      for (let row = 0; row < size; row++) {
        const slope = slopes[row]![bin]!;
        gradient[row]! += pulls[bin]! * slope;
        for (let column = 0; column < size; column++)
          hessian[row * size + column]! += spread * slope * slopes[column]![bin]!;
      }
    }
    const pulled = (of: Float64Array) => of.reduce((sum, one, bin) => sum + pulls[bin]! * one, 0);
    for (const { moved, product, shapes } of parts) {
      const all = pulled(moved);
      for (const { of: row } of product.factors) {
        for (const { of: column } of product.factors)
          hessian[row * size + column]! += product.second[row * size + column]! * all;
      }
      for (const { of, slope, curvature, even } of shapes) {
        hessian[of * size + of]! += product.value * curvature * pulled(even);
        const along = pulled(slope);
        for (const { of: other } of product.factors) {
          hessian[of * size + other]! += product.first[other]! * along;
          hessian[other * size + of]! += product.first[other]! * along;
        }
      }
    }
    for (let at = 1; at < size; at++) {
      gradient[at]! += parameters[at]! - data.centres[at - 1]!;
      hessian[at * size + at]! += 1;
    }
    return { value: this.loss(parameters, data), gradient, hessian };
  }

  #moved({ counts, shapes }: Prepared, parameters: Float64Array): Float64Array {
    const moved = counts.slice();
    for (const { of, odd, even } of shapes) {
      const alpha = parameters[of]!;
      const { value } = evenPart(alpha);
      for (let bin = 0; bin < this.#bins; bin++) moved[bin]! += alpha * odd[bin]! + value * even[bin]!;
    }
    return moved;
  }
}

type Factor = Interpolated & { readonly of: number };

function factorsOf({ signal, scales }: Prepared, parameters: Float64Array): Factor[] {
  const strength = signal ? [{ of: 0, value: parameters[0]!, slope: 1, curvature: 0 }] : [];
  return [...strength, ...scales.map(({ of, up, down }) => ({ of, ...interpolatedFactor(up, down, parameters[of]!) }))];
}

/** A product of functions of one parameter each, with its derivatives by all parameters; factors may be 0. */
function productOf(factors: readonly Factor[], size: number) {
  const without = (...left: readonly number[]) =>
    factors.reduce((product, { value }, at) => (left.includes(at) ? product : product * value), 1);
  const first = new Float64Array(size);
  const second = new Float64Array(size * size);
  factors.forEach(({ of, slope, curvature }, at) => {
    first[of]! += slope * without(at);
    second[of * size + of]! += curvature * without(at);
    factors.forEach((other, beside) => {
      if (beside !== at) second[of * size + other.of]! += slope * other.slope * without(at, beside);
    });
  });
  return { value: without(), first, second, factors };
}
