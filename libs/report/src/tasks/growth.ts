// The task report/growth: the figure of how an adversary grows stronger with the jets that its training has seen.
import { figure, growth } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

export default defineTask({
  name: 'report/growth',
  description: 'loss to an adversary against the jets that its training has seen, a panel per attacked network, a line per way of training', // prettier-ignore
  params: z.strictObject({
    names: z.record(z.string(), z.string()).default({}).describe('names of networks and of ways of training, by their point, with its axis or without (network=hl, hl)'), // prettier-ignore
  }),
  inputs: { growth: { kind: growth, take: 'one', description: 'curves and losses' } },
  output: figure,
  async run({ params, inputs, output }) {
    const { growthFigure } = await import('../figures/growth/figure.ts');
    const { writeFigure } = await import('../figures/figure.ts');
    await writeFigure(output, growthFigure(await growth.read(inputs.growth, 'metrics.json'), params.names));
  },
});
