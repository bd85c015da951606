import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { numbers, page } from '../kinds.ts';

export default defineTask({
  name: 'toy/page',
  description: 'writes all numbers on a page',
  params: z.strictObject({ title: z.string().default('Numbers').describe('heading') }),
  inputs: { numbers: { kind: numbers, take: 'many', description: 'what is shown' } },
  output: page,
  async run({ params, inputs, ...context }) {
    const { act } = await import('../act.ts');
    if (await act('page', { inputs, ...context })) return;
    const { readNumbers, writePage } = await import('../files.ts');
    writePage(
      context.output,
      params.title,
      Object.fromEntries(inputs.numbers.map((input) => [input.node, readNumbers(input.folder)])),
    );
  },
});
