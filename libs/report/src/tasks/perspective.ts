// The task report/perspective: losses to attacks beside those to known uncertainties.
import { controlRegion, figure, significance } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

export default defineTask({
  name: 'report/perspective',
  description: 'losses of significance of one network to known uncertainties, random controls and attacks, from the largest to the smallest, and how often control regions show them', // prettier-ignore
  params: z.strictObject({
    known: z
      .array(z.string())
      .default([])
      .describe('variations that are known uncertainties, by their node; default none'),
    controls: z.array(z.string()).default([]).describe('variations that are random controls; all others are attacks'),
    names: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        'names of variations, by their node, and of control regions, by theirs: those of one name belong together; of networks, by a point of an axis (network=ll)',
      ),
  }),
  inputs: {
    significance: {
      kind: significance,
      take: 'one',
      named: true,
      description: 'significance of the network and of all variations',
    },
    regions: {
      kind: controlRegion,
      take: 'many',
      description: 'control regions of some of the variations',
    },
  },
  output: figure,
  async run({ params, inputs, output }) {
    const { readPerspective } = await import('../figures/perspective/data.ts');
    const { perspectiveFigure } = await import('../figures/perspective/figure.ts');
    const { writeFigure } = await import('../figures/figure.ts');
    const data = await readPerspective(inputs.significance, inputs.regions, params);
    await writeFigure(output, perspectiveFigure(data));
  },
});
