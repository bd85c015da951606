// The task report/control-region: pseudodata and background model.
import { controlRegion, figure } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

export default defineTask({
  name: 'report/control-region',
  description: 'pseudodata and background model in the control region, one column per network',
  params: z.strictObject({
    pseudodata: z
      .enum(['background', 'with signal'])
      .default('background')
      .describe('which pseudodata to draw: perturbed background, or that with perturbed signal; default background'),
    unblinded: z
      .boolean()
      .default(false)
      .describe('whether the blinded region shows its pseudodata, as hollow points; default false'),
    names: z
      .record(z.string(), z.string())
      .default({})
      .describe('names of networks, by a point of their axes (network=ll) or by node; default what axes are called'),
    compare: z
      .string()
      .optional()
      .describe('published figure to compare with, for the caption: Fig. 2 of arXiv:1910.08606; default none'),
  }),
  inputs: {
    regions: { kind: controlRegion, take: 'many', description: 'control region of each network, one column each' },
  },
  output: figure,
  async run({ params, inputs, output }) {
    const { panelsOf } = await import('../text/subjects.ts');
    const { readRegion } = await import('../figures/control-region/data.ts');
    const { controlRegionFigure } = await import('../figures/control-region/figure.ts');
    const { writeFigure } = await import('../figures/figure.ts');
    const { pseudodata, unblinded, compare } = params;
    const subjects = panelsOf('regions', inputs.regions, params.names);
    const regions = await Promise.all(subjects.map((subject) => readRegion(subject, pseudodata)));
    await writeFigure(
      output,
      controlRegionFigure({
        bins: regions.flatMap(({ bins }) => bins),
        tests: regions.flatMap(({ tests }) => tests),
        thresholds: regions.map(({ thresholds }) => thresholds),
        treatments: [...new Set(regions.map(({ treatment }) => treatment))],
        withSignal: pseudodata === 'with signal',
        unlabelled: regions.some(({ unlabelled }) => unlabelled),
        unblinded,
        compare,
      }),
    );
  },
});
