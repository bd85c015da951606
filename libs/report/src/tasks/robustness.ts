// The task report/robustness: the figure of what networks keep under attack against what they are worth without one.
import { figure, robustness } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

export default defineTask({
  name: 'report/robustness',
  description:
    'significance that networks keep whatever attack is made, measured and certain, against their significance without any',
  params: z.strictObject({
    names: z.record(z.string(), z.string()).default({}).describe('names of networks, by their point, with its axis or without (network=hl, hl), and of attacks, by their node'), // prettier-ignore
  }),
  inputs: { robustness: { kind: robustness, take: 'one', description: 'what each network keeps' } },
  output: figure,
  async run({ params, inputs, output }) {
    const { robustnessFigure } = await import('../figures/robustness/figure.ts');
    const { writeFigure } = await import('../figures/figure.ts');
    await writeFigure(output, robustnessFigure(await robustness.read(inputs.robustness, 'metrics.json'), params.names));
  },
});
