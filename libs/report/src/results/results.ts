// Reads what statistics and attacks wrote, and says what is wrong with it where it is not as expected.
// The shapes are stated here once more, no wider than what a report uses.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, type Input } from '@jetdemon/workflow';
import { z } from 'zod';
import { quoted, readJson } from './read-json.ts';

export type { Quoted } from './read-json.ts';

const sampleMetrics = z.object({
  auc: quoted,
  peak: quoted,
  threshold: quoted,
  mean_signal_score: quoted,
});

const variationMetrics = sampleMetrics.extend({
  at_nominal_optimum: quoted,
  loss_at_nominal_optimum: quoted,
  loss_peak_to_peak: quoted,
});

export type VariationMetrics = z.output<typeof variationMetrics>;

const metrics = sampleMetrics.extend({
  variations: z.record(z.string(), variationMetrics),
  jets: z.object({
    signal: z.number(),
    background: z.number(),
    /** (Σw)²/Σw²; absent where all jets of a class have the same weight. */
    effective: z.object({ signal: z.number(), background: z.number() }).optional(),
  }),
  convention: z.object({
    interval: z.number(),
    minimum_background: z.number(),
    description: z.string(),
    /** Training seeds averaged over; absent for one training. */
    seeds: z.number().optional(),
  }),
});

/** metrics.json of the kind `significance`. */
export type Metrics = z.output<typeof metrics>;

export const readMetrics = (input: Input) => readJson(input, 'metrics.json', metrics);

const tests = z.object({
  pairing: z.literal('unpaired').optional(),
  comparisons: z.array(
    z.object({
      sample: z.string(),
      class: z.enum(['background', 'signal', 'all']),
      observable: z.string(),
      distance: z.number(),
    }),
  ),
  /** Columns of the user's own among the histograms. */
  columns: z.record(z.string(), z.object({ unit: z.string() })).optional(),
});

/** tests.json of the kind `histograms`. */
export type Tests = z.output<typeof tests>;

export const readTests = (input: Input) => readJson(input, 'tests.json', tests);

const shift = z.object({ largest: z.number() });

const perturbation = z.object({
  asked: z.object({ attack: z.string() }).catchall(z.unknown()),
  achieved: z.object({ constituent: z.object({ relativePt: shift, eta: shift, phi: shift }) }),
});

/** perturbation.json of the kind `attacked jets`. */
export type Perturbation = z.output<typeof perturbation>;

export const readPerturbation = (input: Input) => readJson(input, 'perturbation.json', perturbation);

const caption = z.object({
  title: z.string(),
  caption: z.string(),
  alt: z.string(),
  /** Kind of the results that it shows. */
  about: z.string(),
});

/** The words of a figure, and its drawing, specification and table as text. */
export async function readFigure(input: Input) {
  const [words, svg, spec, csv] = await Promise.all([
    readJson(input, 'caption.json', caption),
    ...['figure.svg', 'figure.vl.json', 'figure.csv'].map((file) => readFile(join(input.folder, file), 'utf8')),
  ]);
  return { ...(words as z.output<typeof caption>), svg: svg as string, spec: spec as string, csv: csv as string };
}

export type DrawnFigure = Awaited<ReturnType<typeof readFigure>> & { readonly input: Input };

/** The metrics of one variation. */
export function variationOf({ variations }: Metrics, sample: string, { node }: Input): VariationMetrics {
  const found = variations[sample];
  if (found) return found;
  const names = Object.keys(variations).join(', ') || 'none';
  throw new InputError(`${node}: expected the variation ${sample}, found ${names}`);
}
