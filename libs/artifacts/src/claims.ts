// Claims with their numbers and verdicts.
import type { Kind } from '@jetdemon/workflow';

/** Statements and what the numbers say of them. */
export const claims = {
  name: 'claims',
  version: 1,
  description: 'each claim with its computed number, the paper’s, and a verdict: confirmed, not confirmed, undecided',
  files: {
    'claims.json': { format: 'json', description: 'the table: Claims of the statistics library' },
    'claims.txt': { format: 'text', description: 'the same as text, printed at the end of a run' },
  },
} as const satisfies Kind;
