// Fits of template models: the smallest loss at a signal strength and over all strengths.
import { InputError } from '@jetdemon/workflow';
import type { ProfileLikelihood } from '../exclusion/asymptotic.ts';
import { minimise } from '../functions/minimise.ts';
import { Expectation, nuisancesOf, type TemplateData, type TemplateModel } from './template-model.ts';

/** Bounds of nuisance parameters, in standard deviations; pyhf's. */
const reach = 5;

/** A fit: parameters `[1 + nuisances]`, the strength first, and -ln L there. */
export interface Fit {
  readonly parameters: Float64Array;
  readonly loss: number;
}

export interface TemplateLikelihood extends ProfileLikelihood<TemplateData> {
  /** Nuisance parameters, in the order of every list of them. */
  readonly nuisances: readonly string[];
  /** The best nuisance parameters at a strength. */
  fit(mu: number, data: TemplateData): Fit;
  /** Data of these counts, constraints centred at 0. */
  counted(counts: readonly number[]): TemplateData;
}

/**
 * The likelihood prod_b Pois(n_b | nu_b(mu, alpha)) prod_j N(a_j | alpha_j, 1), mu >= 0 and |alpha| <= 5 as in pyhf. Fits begin at
 * alpha = 0. Where up and down move the counts in one direction there may be a minimum on either side, and no slope between them: fits
 * then begin at 1 and -1 of these nuisance parameters too, and the smallest counts.
 *
 * Fits throw an InputError for data that count something where the nominal model expects nothing.
 */
export function templateLikelihood(model: TemplateModel): TemplateLikelihood {
  const expectation = new Expectation(model);
  const nuisances = nuisancesOf(model);
  const totals = (signal: boolean) =>
    model.samples
      .filter((sample) => sample.signal === signal)
      .reduce((sum, { counts }) => sum + counts.reduce((total, one) => total + one, 0), 0);
  const [s, b] = [totals(true), totals(false)];

  const folded = nuisances.filter((name) => movesOneWay(model, name));
  const starts = folded.length > 0 ? [0, 1, -1] : [0];

  const search = (data: TemplateData, mu: { from: number; low: number; high: number }): Fit => {
    const box = { low: [mu.low, ...nuisances.map(() => -reach)], high: [mu.high, ...nuisances.map(() => reach)] };
    const fits = starts.flatMap((alpha) => {
      const start = [mu.from, ...nuisances.map((name) => (folded.includes(name) ? alpha : 0))];
      if (!Number.isFinite(expectation.loss(Float64Array.from(start), data))) {
        if (alpha !== 0) return [];
        throw new InputError(
          'expected background in every bin where something is counted, in every replica of the jets as well, found none in one: ' +
            'fewer bins, or a larger minimumBackground, leave some; weights of a bin may sum to less than nothing',
        );
      }
      const { at, value } = minimise(
        (parameters) => expectation.loss(parameters, data),
        (parameters) => expectation.derivatives(parameters, data),
        start,
        box,
      );
      return [{ parameters: at, loss: value }];
    });
    return fits.reduce((best, next) => (next.loss < best.loss ? next : best));
  };

  const fit = (mu: number, data: TemplateData) => search(data, { from: mu, low: mu, high: mu });
  const scale = s === 0 ? Infinity : (1 + Math.sqrt(b)) / s;
  return {
    nuisances,
    scale,
    fit,
    counted: (counts) => ({ counts, centres: nuisances.map(() => 0) }),
    loss: (mu, data) => fit(mu, data).loss,
    best(data) {
      const { parameters, loss } = search(data, { from: 0, low: 0, high: Infinity });
      return { mu: parameters[0]!, loss };
    },
    asimov(mu, data) {
      const { parameters } = fit(mu, data);
      return { counts: Array.from(expectation.counts(parameters)), centres: Array.from(parameters.slice(1)) };
    },
  };
}

/** Whether both sides of a nuisance parameter move the counts in one direction, in units of their Poisson errors. */
function movesOneWay({ samples }: TemplateModel, name: string): boolean {
  const moved = (side: 'up' | 'down', bin: number) =>
    samples.reduce((sum, { counts, effects }) => {
      const own = effects.filter(({ nuisance }) => nuisance === name);
      const by = own.map((effect) =>
        'shape' in effect ? effect.shape[side][bin]! - counts[bin]! : (effect.scale[side] - 1) * counts[bin]!,
      );
      return by.reduce((total, one) => total + one, sum);
    }, 0);
  const product = samples[0]!.counts.reduce((sum, _, bin) => {
    const expected = samples.reduce((total, { counts }) => total + counts[bin]!, 0);
    return expected > 0 ? sum + (moved('up', bin) * moved('down', bin)) / expected : sum;
  }, 0);
  return product > 0;
}
