// The task data/load: an Arrow file into the workflow, with the paper's selection.
import { jets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { cutParams } from '../jets/cut-params.ts';

const params = z
  .strictObject({
    path: z
      .string()
      .min(1)
      .meta({ file: true })
      .describe('Arrow file of jets, relative to the workspace root; its contents are part of the key'),
    constituents: z
    .int()
    .min(1)
    .max(256)
    .optional()
    .describe('keep the hardest so many constituents of each jet, 1 to 256; by default as the file says, 64 where it says nothing'), // prettier-ignore
    classes: z
    .array(z.string().min(1))
    .min(1)
    .max(255)
    .optional()
    .describe('names of the classes that labels 0, 1, … are; by default as the file says, background and signal where it says nothing. With one name, [data] for one, the file needs no column label'), // prettier-ignore
    held: z
    .array(z.string().min(1))
    .optional()
    .describe('numeric columns that stay as they are when constituents move (vertices, a flavour, a lepton), which go along to scores to be shown; default those that the file says are held'), // prettier-ignore
    parts: z
      .int()
      .min(1)
      .max(100_000)
      .default(1)
      .describe('parts that the rows of the file are dealt out to in turn, default 1'),
    part: z.int().min(0).default(0).describe('the one of these parts to read, from 0, before any cut; default 0'),
    ...cutParams,
  })
  .refine(({ part, parts }) => part < parts, { error: 'expected part below parts', path: ['part'] });

export default defineTask({
  name: 'data/load',
  description: 'reads jets from an Arrow file, checks them and applies the selection of §II',
  params,
  inputs: {},
  output: jets,
  async run(context) {
    const { load } = await import('../files/load.ts');
    await load(context);
  },
});
