// The task report/significance-curves: Figure 2.
import { defineTask, figure, InputError, significance } from '@jetdemon/workflow';
import { z } from 'zod';

export default defineTask({
  name: 'report/significance-curves',
  description: 'relative discovery significance against threshold, one panel per network: Fig. 2',
  params: z.strictObject({
    samples: z
      .record(z.string(), z.string())
      .default({})
      .describe('samples to draw and their names in the legend, in that order; default all, under their usual names'),
  }),
  inputs: {
    curves: { kind: significance, take: 'many', description: 'significance of each network' },
  },
  output: figure,
  async run({ params, inputs, output }) {
    const { subjectsOf } = await import('../networks.ts');
    const { samplesToShow } = await import('../samples.ts');
    const { readCurves, readOptimum } = await import('../tables.ts');
    const { significanceFigure } = await import('../significance-figure.ts');
    const { writeFigure } = await import('../figure.ts');
    if (inputs.curves.length === 0) throw new InputError('curves: expected at least one network, found none');
    const subjects = subjectsOf(inputs.curves);
    const curves = (await Promise.all(subjects.map(readCurves))).flat();
    const optima = await Promise.all(subjects.map(readOptimum));
    const samples = samplesToShow([...new Set(curves.map(({ sample }) => sample))], params.samples);
    const minimumBackground = Math.max(...optima.map((optimum) => optimum.minimumBackground));
    await writeFigure(output, significanceFigure({ curves, optima, samples, minimumBackground }));
  },
});
