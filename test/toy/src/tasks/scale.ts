import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { numbers } from '../kinds.ts';

export default defineTask({
  name: 'toy/scale',
  description: 'multiplies numbers',
  params: z.strictObject({
    factor: z.number().min(0).default(2).describe('factor'),
    seed: z.int().default(0).describe('random seed, unused'),
  }),
  inputs: { numbers: { kind: numbers, take: 'one', description: 'what is multiplied' } },
  output: numbers,
  tolerance: { 'numbers.json': 0.01 },
  async run({ params, inputs, ...context }) {
    const { scaleNumbers } = await import('../scale.ts');
    const { act } = await import('../act.ts');
    if (await act('scale', { inputs, ...context })) return;
    const { readNumbers, writeNumbers } = await import('../files.ts');
    const machine = Number(process.env['TOY_MACHINE'] ?? 1); // another one rounds otherwise
    writeNumbers(context.output, scaleNumbers(readNumbers(inputs.numbers.folder), params.factor * machine));
  },
});
