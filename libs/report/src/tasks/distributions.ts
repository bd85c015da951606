// The task report/distributions: observables before and after attacks.
import { figure, histograms } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

export default defineTask({
  name: 'report/distributions',
  description: 'classifier output and jet observables before and after, per network',
  params: z.strictObject({
    samples: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        'samples to draw and their names in the legend, nominal first and the others by the alphabet of their samples; default all, under their own names',
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
    histograms: { kind: histograms, take: 'many', description: 'histograms of each network, one column each' },
  },
  output: figure,
  async run({ params, inputs, output }) {
    const { panelsOf } = await import('../text/subjects.ts');
    const { samplesToShow } = await import('../figures/samples.ts');
    const { readBins } = await import('../results/tables.ts');
    const { distributionsFigure } = await import('../figures/distributions/figure.ts');
    const { writeFigure } = await import('../figures/figure.ts');
    const bins = (await Promise.all(panelsOf('histograms', inputs.histograms, params.names).map(readBins))).flat();
    const samples = samplesToShow([...new Set(bins.map(({ sample }) => sample))], params.samples);
    const tests = await Promise.all(inputs.histograms.map((input) => histograms.read(input, 'tests.json')));
    const unpaired = tests.some(({ pairing }) => pairing === 'unpaired');
    await writeFigure(output, distributionsFigure(bins, samples, params.compare, { unpaired }));
  },
});
