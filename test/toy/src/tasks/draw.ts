import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { numbers } from '../kinds.ts';

export default defineTask({
  name: 'toy/draw',
  description: 'draws uniform numbers',
  params: z.strictObject({
    count: z.int().min(1).default(3).describe('how many'),
    seed: z.int().default(0).describe('random seed'),
  }),
  inputs: {},
  output: numbers,
  async run({ params, key, ...context }) {
    const { drawNumbers } = await import('../draw.ts');
    const { act } = await import('../act.ts');
    if (await act('draw', context)) return;
    const { writeNumbers } = await import('../files.ts');
    writeNumbers(context.output, drawNumbers(params.count, key));
  },
});
