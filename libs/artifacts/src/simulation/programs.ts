// Files of programs that are not ours.
import { artifact, json } from '@jetdemon/workflow';
import * as z from 'zod';

const program = z.strictObject({
  command: z.array(z.string()).readonly().describe('as the node has it'),
  version: z.string().nullable().describe('what the program said of itself; null where it was not asked'),
  outputs: z.record(z.string(), z.string()).describe('name of an output, as the node has it: name of its file'),
});

/** Files that a program made, as declared by the node that ran it. */
export const programFiles = artifact({
  name: 'program files',
  version: 1,
  description: 'what a program wrote: program.json names the program, its version and its files, which lie beside it',
  files: {
    'program.json': json('the program and what it wrote', program),
  },
});
