// The task report/distributions: Figures 3 and 5.
import { figure, histograms } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import { z } from 'zod';

export default defineTask({
  name: 'report/distributions',
  description: 'classifier output and jet observables before and after, per network: Figs. 3 and 5',
  params: z.strictObject({
    samples: z
      .record(z.string(), z.string())
      .default({})
      .describe('samples to draw and their names in the legend, in that order; default all, under their usual names'),
    panels: z
      .record(z.string(), z.string())
      .default({})
      .describe('name of the column of a node, such as histograms@network=ll; default that of its network'),
    compare: z.string().default('Fig. 3').describe('figure of the paper to compare with, for the caption'),
  }),
  inputs: {
    histograms: { kind: histograms, take: 'many', description: 'histograms of each network, one column each' },
  },
  output: figure,
  async run({ params, inputs, output }) {
    const { panelsOf } = await import('../text/subjects.ts');
    const { samplesToShow } = await import('../figures/samples.ts');
    const { readBins } = await import('../results/tables.ts');
    const { distributionsFigure } = await import('../figures/distributions/figure.ts');
    const { writeFigure } = await import('../figures/figure.ts');
    const bins = (await Promise.all(panelsOf('histograms', inputs.histograms, params.panels).map(readBins))).flat();
    const samples = samplesToShow([...new Set(bins.map(({ sample }) => sample))], params.samples);
    await writeFigure(output, distributionsFigure(bins, samples, params.compare));
  },
});
