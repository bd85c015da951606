// The task statistics/control-region: Figure 1 of the paper, and the power of that validation.
import { controlRegion, scores } from '@jetdemon/artifacts';
import { defineTask, InputError } from '@jetdemon/workflow';
import * as z from 'zod';
import type { Binnings } from '../control-region/panels.ts';
import { pairing } from '../inputs/pairing.ts';
import { binnings, binningsOf } from '../distributions/binning-parameters.ts';

export default defineTask({
  name: 'statistics/control-region',
  description:
    'pseudodata of perturbed background against the nominal model where no signal is expected: chi2 of classifier output, pT and mass (other observables and columns of your own when asked for), and how often it would show the attack',
  params: z.strictObject({
    ...binnings(['score', 'pt', 'mass']),
    signalEfficiency: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.1)
      .describe('the control region is the low classifier output that holds less than this share of signal (Fig. 1)'),
    share: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.5)
      .describe(
        'share of the background jets that become pseudodata; the others are the model (authors’ code: 0.1); of weighted jets each in proportion to its weight, fewer where single weights are large',
      ),
    signalFraction: z
      .number()
      .min(0)
      .lt(1)
      .default(0.05)
      .describe('share of signal among the jets of a second pseudodata sample, before blinding; 0 leaves it out, as jets without truth do'), // prettier-ignore
    normalisation: z
      .enum(['simulation', 'data'])
      .default('simulation')
      .describe(
        'the model says how many jets there should be (Fig. 1: ndf is the number of bins), or is scaled to the pseudodata first (ndf one less)',
      ),
    minimumExpected: z
      .number()
      .min(1)
      .default(10)
      .describe('expected jets up to which neighbouring bins are merged (arXiv:physics/0605123 recommends 10)'),
    pseudoExperiments: z.int().min(10).max(100_000).default(1000).describe('draws for the power of the test'),
    minimumBackground: z
      .int()
      .min(10)
      .default(20)
      .describe('background jets that must pass the optimal threshold, as in statistics/significance'),
    pairing,
    seed: z.int().default(1).describe('seed of the draws'),
  }),
  inputs: {
    nominal: { kind: scores, take: 'one', description: 'scores and observables of the jets as simulated' },
    perturbed: {
      kind: scores,
      take: 'one',
      description:
        'those of the same jets, row by row, attacked, or of other jets: see pairing; unpaired, they may be jets without truth, as data are',
    },
  },
  output: controlRegion,
  tolerance: { 'metrics.json': 'interval' },
  async run({ params, inputs, output, key, progress }) {
    const { readPair } = await import('../inputs/read-scores.ts');
    const { measureControlRegion } = await import('../control-region/measure.ts');
    const { minimumBackground, pairing } = params;
    const asked = { minimumBackground, pairing, columns: Object.keys(params.columns), withoutTruth: true };
    const { nominal, perturbed, unlabelled } = await readPair(inputs.nominal, inputs.perturbed, asked);
    if (unlabelled && params.normalisation === 'simulation') {
      throw InputError.at(
        { node: inputs.perturbed.node },
        'expected jets of known truth for normalisation: simulation, found none: how many of them are background, of which the model ' +
          'would say how many there should be, is not known; normalisation: data compares shapes',
      );
    }
    if (unlabelled && params.signalFraction > 0) progress('no signal is added to jets whose truth is not known', 1);
    progress(`${params.pseudoExperiments} pseudo-experiments with ${nominal.label.length} jets`);
    const known = unlabelled ? { unlabelled, signalFraction: 0 } : {};
    const options = { ...params, ...known, binnings: binningsOf(params) as Binnings };
    const measured = measureControlRegion(nominal, perturbed, key, options);
    const { bins, region, metrics } = measured;
    if (region.observed_error)
      progress('pseudodata keep their weights, of which some are negative: sums, not counts', 1);
    await controlRegion.write(output, { 'bins.arrow': bins, 'region.json': region, 'metrics.json': metrics });
  },
});
