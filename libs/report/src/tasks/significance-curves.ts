// The task report/significance-curves: discovery significance against threshold.
import { figure, significance } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

export default defineTask({
  name: 'report/significance-curves',
  description: 'relative discovery significance against threshold, one panel per network',
  params: z.strictObject({
    samples: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        'samples to draw and their names in the legend, nominal first and the others by the alphabet of their samples; samples of one name share a look; default all, under their own names',
      ),
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
    curves: { kind: significance, take: 'many', description: 'significance of each network, one panel each' },
  },
  output: figure,
  async run({ params, inputs, output }) {
    const { panelsOf } = await import('../text/subjects.ts');
    const { samplesToShow } = await import('../figures/samples.ts');
    const { readCurves, readOptimum } = await import('../results/tables.ts');
    const { significanceFigure } = await import('../figures/significance/figure.ts');
    const { writeFigure } = await import('../figures/figure.ts');
    const subjects = panelsOf('curves', inputs.curves, params.names);
    const curves = (await Promise.all(subjects.map(readCurves))).flat();
    const optima = await Promise.all(subjects.map(readOptimum));
    const samples = samplesToShow([...new Set(curves.map(({ sample }) => sample))], params.samples);
    const minimumBackground = Math.max(...optima.map((optimum) => optimum.minimumBackground));
    const { compare } = params;
    await writeFigure(output, significanceFigure({ curves, optima, samples, minimumBackground, compare }));
  },
});
