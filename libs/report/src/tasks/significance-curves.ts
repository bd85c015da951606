// The task report/significance-curves: Figures 2 and 4.
import { figure, significance } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import { z } from 'zod';

export default defineTask({
  name: 'report/significance-curves',
  description: 'relative discovery significance against threshold, one panel per network: Figs. 2 and 4',
  params: z.strictObject({
    samples: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        'samples to draw and their names in the legend, in that order; samples of one name share a look; default all, under their usual names',
      ),
    panels: z
      .record(z.string(), z.string())
      .default({})
      .describe('name of the panel of a node, such as summary@network=ll; default that of its network'),
    compare: z.string().default('Fig. 2').describe('figure of the paper to compare with, for the caption'),
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
    const subjects = panelsOf('curves', inputs.curves, params.panels);
    const curves = (await Promise.all(subjects.map(readCurves))).flat();
    const optima = await Promise.all(subjects.map(readOptimum));
    const samples = samplesToShow([...new Set(curves.map(({ sample }) => sample))], params.samples);
    const minimumBackground = Math.max(...optima.map((optimum) => optimum.minimumBackground));
    const { compare } = params;
    await writeFigure(output, significanceFigure({ curves, optima, samples, minimumBackground, compare }));
  },
});
