// The report.
import type { Kind } from '@jetdemon/workflow';

export const report = {
  name: 'report',
  version: 1,
  description: 'one self-contained page, and its numbers as a table',
  files: {
    'index.html': { format: 'html', description: 'the page, figures inlined' },
    'numbers.csv': { format: 'csv', description: 'every quoted number with its interval, beside the paper’s' },
  },
} as const satisfies Kind;
