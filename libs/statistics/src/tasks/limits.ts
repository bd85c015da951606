// The task statistics/limits: a search in the histogram of the score that profiles known variations.
import { limits, scores } from '@jetdemon/artifacts';
import { defineTask, InputError } from '@jetdemon/workflow';
import * as z from 'zod';
import { pairing } from '../inputs/pairing.ts';

const node = z.string().min(1);

export default defineTask({
  name: 'statistics/limits',
  description:
    'discovery significance and CLs upper limits from the histogram of the score with known variations as nuisance parameters, as pyhf has them, and the workspace for pyhf: expected, and observed and true where jets are perturbed',
  params: z.strictObject({
    signal: z.number().gt(0).default(200).describe('signal jets expected without a cut, default 200'),
    background: z.number().gt(0).default(10_000).describe('background jets expected without a cut, default 10,000'),
    backgroundUncertainty: z
      .number()
      .min(0)
      .lt(1)
      .default(0.1)
      .describe('uncertainty of the number of background jets, relative to it, default 0.1; 0: it is known'),
    nuisances: z
      .record(
        z.string().min(1),
        z.strictObject({
          up: node.describe('node of the scores after one standard deviation upwards: scaled-scores@by=up'),
          down: node.optional().describe('the same downwards; default: the mirror image of up'),
        }),
      )
      .default({})
      .describe('known variations by their names; default: each of `variations` one of its own, mirrored'),
    bins: z.int().min(1).max(200).default(10).describe('equal bins of the score from 0 to 1, default 10'),
    minimumBackground: z
      .int()
      .min(10)
      .default(20)
      .describe('background jets in each bin: bins of fewer are joined with the one below'),
    confidence: z.number().gt(0).lt(1).default(0.95).describe('confidence level of the limits'),
    replicas: z.int().min(100).max(100_000).default(200).describe('bootstrap replicas'),
    interval: z.number().gt(0).lt(1).default(0.68).describe('probability content of every interval'),
    pairing,
    seed: z.int().default(1).describe('seed of the bootstrap'),
  }),
  inputs: {
    nominal: { kind: scores, take: 'one', description: 'scores of the jets as simulated' },
    variations: {
      kind: scores,
      take: 'many',
      description: 'scores after each known variation, of the same jets row by row or of other jets: see pairing',
    },
    perturbed: { kind: scores, take: 'many', description: 'scores after an attack, one node or none' },
  },
  output: limits,
  tolerance: { 'metrics.json': 'interval', 'limits.json': 1e-3, 'workspace.json': 1e-3 },
  async run({ params, inputs, output, key, progress }) {
    const { readVariedScores, variationNames } = await import('../inputs/read-scores.ts');
    const { knownVariations } = await import('../limits/known-variations.ts');
    const { measureLimits } = await import('../limits/measure.ts');
    if (inputs.perturbed.length > 1)
      throw new InputError(`perturbed: expected one node or none, found ${inputs.perturbed.length}`);
    const all = [...inputs.variations, ...inputs.perturbed];
    const { nominal, variations } = await readVariedScores(inputs.nominal, all, params);
    // By name: an object has names that are numbers before others, and a sample that is given twice once.
    const tables = variationNames(all).map((name) => variations[name]!);
    const known = knownVariations(params.nuisances, inputs.variations, tables);
    progress(`${params.replicas} bootstrap replicas of ${nominal.label.length} jets`);
    const measured = measureLimits(nominal, known, tables[inputs.variations.length], key, params);
    await limits.write(output, {
      'limits.json': measured.limits,
      'metrics.json': measured.metrics,
      'workspace.json': measured.workspace,
    });
  },
});
