// The task report/susceptibility: what an adversary costs a network against how well that was trained.
import { figure, susceptibility } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import { z } from 'zod';

export default defineTask({
  name: 'report/susceptibility',
  description: 'loss to the adversary against AUC, over a ladder of training (§IV)',
  params: z.strictObject({
    names: z
      .record(z.string(), z.string())
      .default({})
      .describe('name of a rung in the drawing; default the rung itself, "high-level network" for hl'),
    paper: z
      .array(
        z.strictObject({
          label: z.string().describe('its name in the drawing'),
          auc: z.number().min(0).max(1).describe('AUC, 0 to 1'),
          loss: z.number().max(1).describe('share lost at the nominal optimum, at most 1'),
        }),
      )
      .default([
        { label: 'paper, LL', auc: 0.88, loss: 0.25 },
        { label: 'paper, HL', auc: 0.79, loss: 0.15 },
      ])
      .describe('published values, drawn open; default those of the text, §II and §IV; [] for none'),
  }),
  inputs: {
    susceptibility: { kind: susceptibility, take: 'one', description: 'loss and AUC per rung and training seed' },
  },
  output: figure,
  async run({ params, inputs, output }) {
    const { readSusceptibility } = await import('../figures/susceptibility/data.ts');
    const { susceptibilityFigure } = await import('../figures/susceptibility/figure.ts');
    const { writeFigure } = await import('../figures/figure.ts');
    const found = await readSusceptibility(inputs.susceptibility);
    await writeFigure(output, susceptibilityFigure({ ...found, ...params }));
  },
});
