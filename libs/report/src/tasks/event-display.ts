// The task report/event-display: one event in the η–φ plane.
import { clusteredTowers, figure } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

export default defineTask({
  name: 'report/event-display',
  description: 'calorimeter towers of one event in the η–φ plane, coloured by jet',
  params: z.strictObject({
    event: z
      .union([z.int(), z.literal('hardest jet')])
      .default('hardest jet')
      .describe('number of the event in its file, default that with the hardest jet'),
    ptMinGeV: z
      .number()
      .min(0)
      .default(20)
      .describe('pT [GeV] from which on one of the six hardest jets is coloured, 0 or more, default 20'),
  }),
  inputs: {
    towers: { kind: clusteredTowers, take: 'one', named: true, description: 'towers with their jets' },
  },
  output: figure,
  async run({ params, inputs, output }) {
    const { readDisplayed } = await import('../figures/event-display/data.ts');
    const { eventDisplayFigure } = await import('../figures/event-display/figure.ts');
    const { writeFigure } = await import('../figures/figure.ts');
    const shown = await readDisplayed(inputs.towers, params.event);
    const sample = Object.values(inputs.towers.axes).join(', ');
    await writeFigure(output, eventDisplayFigure(shown, params.ptMinGeV, sample));
  },
});
