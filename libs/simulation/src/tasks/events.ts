// The task simulation/events: HepMC3 files into the workflow.
import { defineTask, events, programFiles } from '@jetdemon/workflow';
import { z } from 'zod';

const params = z.strictObject({
  files: z
    .array(z.string().min(1).meta({ file: true }))
    .default([])
    .describe(
      'HepMC3 ascii files (plain, gzip, zstd), relative to the workspace root; their contents are part of the key',
    ),
  output: z
    .string()
    .min(1)
    .optional()
    .describe('which output of the programs at the port generated; may be left out where they have only one'),
  take: z.int().positive().optional().describe('events to keep, the first of all files in their order; all by default'),
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
    'reads stable particles from HepMC3 files; events of a further file are numbered on from the largest number so far',
  params,
  inputs: {
    generated: { kind: programFiles, take: 'many', description: 'programs that write HepMC3 files, after `files`' },
  },
  output: events,
  async run(context) {
    const { readFiles } = await import('../events/read-files.ts');
    await readFiles(context);
  },
});
