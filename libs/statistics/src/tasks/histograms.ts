// The task statistics/histograms: the distributions of Figure 3 and their KS distances.
import { histograms, scores } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import { z } from 'zod';
import { binnings, binningsOf } from '../distributions/binning-parameters.ts';

export default defineTask({
  name: 'statistics/histograms',
  description:
    'score, pT, mass and D2 per class (other observables and columns of your own when asked for), of the nominal jets and of variations of them, with KS distances',
  params: z.strictObject(binnings(['score', 'pt', 'mass', 'd2'])),
  inputs: {
    nominal: { kind: scores, take: 'one', description: 'scores and observables of the jets as simulated' },
    variations: { kind: scores, take: 'many', description: 'those of the same jets, row by row, each attacked' },
  },
  output: histograms,
  async run({ params, inputs, output, progress }) {
    const { readPairedScores } = await import('../inputs/read-scores.ts');
    const { measureDistributions } = await import('../distributions/measure.ts');
    const { nominal, variations } = await readPairedScores(inputs.nominal, inputs.variations, {
      columns: Object.keys(params.columns),
    });
    progress(`distributions of ${nominal.label.length} jets`);
    const { bins, tests } = measureDistributions(nominal, variations, binningsOf(params));
    await histograms.write(output, { 'histograms.arrow': bins, 'tests.json': tests });
  },
});
