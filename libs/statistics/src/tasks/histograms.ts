// The task statistics/histograms: the distributions of Figure 3 and their KS distances.
import { histograms, scores } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { binnings, binningsOf } from '../distributions/binning-parameters.ts';
import { pairing } from '../inputs/pairing.ts';

export default defineTask({
  name: 'statistics/histograms',
  description:
    'score, pT, mass and D2 per class (other observables and columns of your own when asked for), of the nominal jets and of variations of them, with KS distances; of other jets with p and chi2; jets as a whole where a sample has no classes',
  params: z.strictObject({ ...binnings(['score', 'pt', 'mass', 'd2']), pairing }),
  inputs: {
    nominal: { kind: scores, take: 'one', description: 'scores and observables of the jets as simulated' },
    variations: {
      kind: scores,
      take: 'many',
      description: 'those of the same jets, row by row, each attacked, or of other jets: see pairing',
    },
  },
  output: histograms,
  async run({ params, inputs, output, progress }) {
    const { readAnyScores } = await import('../inputs/read-scores.ts');
    const { measureDistributions } = await import('../distributions/measure.ts');
    const columns = Object.keys(params.columns);
    const { labelled, whole } = await readAnyScores(inputs.nominal, inputs.variations, {
      columns,
      pairing: params.pairing,
    });
    const { nominal, variations } = labelled;
    progress(`distributions of ${(whole ?? labelled).nominal.label.length} jets`);
    const options = { pairing: params.pairing, whole };
    const { bins, tests } = measureDistributions(nominal, variations, binningsOf(params), options);
    await histograms.write(output, { 'histograms.arrow': bins, 'tests.json': tests });
  },
});
