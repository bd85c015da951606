// The task simulation/events: HepMC files into the workflow.
import { events, programFiles } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

const params = z.strictObject({
  files: z
    .array(z.string().min(1).meta({ file: true }))
    .default([])
    .describe(
      'HepMC ascii files, version 3 or 2 (plain, gzip, zstd), relative to the workspace root; their contents are part of the key',
    ),
  output: z
    .string()
    .min(1)
    .optional()
    .describe('which output of the programs at the port generated; may be left out where they have only one'),
  take: z.int().positive().optional().describe('events to keep, the first of all files in their order; all by default'),
  weight: z
    .string()
    .min(1)
    .optional()
    .describe('name of the weight to take where events have several; default the first'),
  normalise: z
    .enum(['generator', 'cross-section'])
    .default('generator')
    .describe(
      'what weights are: generator, as in the file, 1 where it has none (default); cross-section: they sum to the cross section [pb] that the files give of the first weight, another one to what it makes of that, so that yields are sums of weights times luminosity',
    ),
  incomplete: z
    .enum(['fail', 'keep'])
    .default('fail')
    .describe(
      'what becomes of a file that is truncated or malformed: fail (default), or keep the events before the damage',
    ),
});

export default defineTask({
  name: 'simulation/events',
  description:
    'reads stable particles from HepMC files; events of a further file are numbered on from the largest number so far',
  params,
  inputs: {
    generated: { kind: programFiles, take: 'many', description: 'programs that write HepMC files, after `files`' },
  },
  output: events,
  async run(context) {
    const { readFiles } = await import('../events/read-files.ts');
    await readFiles(context);
  },
});
