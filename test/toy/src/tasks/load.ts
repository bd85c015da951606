import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { numbers } from '../kinds.ts';

export default defineTask({
  name: 'toy/load',
  description: 'reads numbers from a file',
  params: z.strictObject({ path: z.string().meta({ file: true }).describe('JSON file with a list of numbers') }),
  inputs: {},
  output: numbers,
  async run({ params, ...context }) {
    const { act } = await import('../act.ts');
    if (await act('load', context)) return;
    const { readFile, writeNumbers } = await import('../files.ts');
    writeNumbers(context.output, readFile(params.path));
  },
});
