// The task report/distributions: Figure 3.
import { defineTask, figure, histograms, InputError } from '@jetdemon/workflow';
import { z } from 'zod';

export default defineTask({
  name: 'report/distributions',
  description: 'classifier output and jet observables before and after, per network: Fig. 3',
  params: z.strictObject({
    samples: z
      .record(z.string(), z.string())
      .default({})
      .describe('samples to draw and their names in the legend, in that order; default all, under their usual names'),
  }),
  inputs: {
    histograms: { kind: histograms, take: 'many', description: 'histograms of each network' },
  },
  output: figure,
  async run({ params, inputs, output }) {
    const { subjectsOf } = await import('../networks.ts');
    const { samplesToShow } = await import('../samples.ts');
    const { readBins } = await import('../tables.ts');
    const { distributionsFigure } = await import('../distributions-figure.ts');
    const { writeFigure } = await import('../figure.ts');
    if (inputs.histograms.length === 0) throw new InputError('histograms: expected at least one network, found none');
    const bins = (await Promise.all(subjectsOf(inputs.histograms).map(readBins))).flat();
    const samples = samplesToShow([...new Set(bins.map(({ sample }) => sample))], params.samples);
    await writeFigure(output, distributionsFigure(bins, samples));
  },
});
