// The task report/susceptibility: what an adversary costs a network against how well that was trained.
import { figure, susceptibility } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

export default defineTask({
  name: 'report/susceptibility',
  description: 'loss to the adversary against AUC, over stages of training (§IV)',
  params: z.strictObject({
    names: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        'names of stages in the drawing, default the stages themselves; of the network that was trained under `training`, default network',
      ),
    reference: z
      .string()
      .min(1)
      .meta({ file: true })
      .optional()
      .describe('YAML file of a published analysis whose AUC and loss of the same stages are drawn open; default none'),
    compare: z
      .string()
      .optional()
      .describe('published figure to compare with, for the caption: Fig. 2 of arXiv:1910.08606; default none'),
  }),
  inputs: {
    susceptibility: { kind: susceptibility, take: 'one', description: 'loss and AUC per stage and training seed' },
  },
  output: figure,
  async run({ params, inputs, output }) {
    const { readSusceptibility } = await import('../figures/susceptibility/data.ts');
    const { susceptibilityFigure } = await import('../figures/susceptibility/figure.ts');
    const { writeFigure } = await import('../figures/figure.ts');
    const { readReference } = await import('@jetdemon/statistics');
    const { publishedPoints } = await import('../figures/susceptibility/published.ts');
    const { names, reference, compare } = params;
    const found = await readSusceptibility(inputs.susceptibility);
    const published = reference === undefined ? [] : publishedPoints(readReference(reference));
    await writeFigure(output, susceptibilityFigure({ ...found, names, compare, published }));
  },
});
