// Files of programs that are not ours.
import type { Kind } from '@jetdemon/workflow';

/** Files that a program made, as declared by the node that ran it. */
export const programFiles = {
  name: 'program files',
  version: 1,
  description: 'what a program wrote: program.json names the program, its version and its files, which lie beside it',
  files: {
    'program.json': { format: 'json', description: '{ command, version, outputs: { name: file name } }' },
  },
} as const satisfies Kind;
