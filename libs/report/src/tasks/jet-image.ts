// The task report/jet-image: a jet before and after an attack, or the mean over a class.
import { attackedJets, figure, scores, splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

export default defineTask({
  name: 'report/jet-image',
  description: 'images of one jet, or of the mean over a class, before and after an attack, and their difference',
  params: z.strictObject({
    jet: z
      .union([z.int().min(0), z.enum(['median', 'largest'])])
      .default('median')
      .describe('row of the attacked jets, from 0, or the jet with the median or largest change, default median'),
    by: z
      .enum(['image', 'response'])
      .default('image')
      .describe('what changes: the image, or the classifier output (needs scores), default image'),
    class: z
      .enum(['background', 'signal'])
      .default('signal')
      .describe('class of the jet that is looked for, or of the mean; unused with a row, default signal'),
    average: z.boolean().default(false).describe('whether to show the mean over the class, default false'),
    attack: z
      .string()
      .min(1)
      .default('the attack')
      .describe('what was done to the jets, for titles, default the attack'),
    extent: z
      .number()
      .positive()
      .max(5)
      .default(1)
      .describe('how far an image reaches from the jet axis [rad], default 1'),
    pixel: z
      .number()
      .min(0.005)
      .max(1)
      .default(0.05)
      .describe('side of a pixel [rad], 0.005 to 1, rounded so that an odd number fits, default 0.05'),
  }),
  inputs: {
    jets: { kind: splitJets, take: 'one', description: 'jets before the attack' },
    attacked: { kind: attackedJets, take: 'one', description: 'the same jets after it' },
    nominal: { kind: scores, take: 'many', description: 'scores before, one node or none' },
    perturbed: { kind: scores, take: 'many', description: 'scores after, one node or none' },
  },
  output: figure,
  async run({ params, inputs, output }) {
    const { readMean, readSingle } = await import('../figures/jet-image/data.ts');
    const { jetImageFigure } = await import('../figures/jet-image/figure.ts');
    const { writeFigure } = await import('../figures/figure.ts');
    const shown = params.average ? await readMean(inputs, params) : await readSingle(inputs, params);
    await writeFigure(output, jetImageFigure(shown, params.attack));
  },
});
