// The task statistics/histograms: the distributions of Figure 3 and their KS distances.
import { histograms, scores } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import { z } from 'zod';
import { binning } from '../distributions/binning-parameters.ts';

export default defineTask({
  name: 'statistics/histograms',
  description: 'score, pT, mass and D2 per class, of the nominal jets and of variations of them, with KS distances',
  params: z.strictObject({
    score: binning('the classifier output', 40, 0, 1),
    pt: binning('jet pT [GeV]', 40, 300, 800),
    mass: binning('jet mass [GeV]', 40, 50, 250),
    d2: binning('D2 with beta = 2', 40, 0, 20),
  }),
  inputs: {
    nominal: { kind: scores, take: 'one', description: 'scores and observables of the jets as simulated' },
    variations: { kind: scores, take: 'many', description: 'those of the same jets, row by row, each attacked' },
  },
  output: histograms,
  async run({ params, inputs, output, progress }) {
    const { readPairedScores, inGeV } = await import('../inputs/read-scores.ts');
    const { measureDistributions } = await import('../distributions/measure.ts');
    const { nominal, variations } = await readPairedScores(inputs.nominal, inputs.variations);
    progress(`distributions of ${nominal.label.length} jets`);
    const varied = Object.fromEntries(Object.entries(variations).map(([name, table]) => [name, inGeV(table)]));
    const { bins, tests } = measureDistributions(inGeV(nominal), varied, params);
    await histograms.write(output, { 'histograms.arrow': bins, 'tests.json': tests });
  },
});
