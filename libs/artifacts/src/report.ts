// The report.
import { artifact, text } from '@jetdemon/workflow';

export const report = artifact({
  name: 'report',
  version: 1,
  description: 'one self-contained page, and its numbers as a table',
  files: {
    'index.html': text('the page, figures inlined', 'html'),
    'numbers.csv': text('every quoted number with its interval, beside the paper’s', 'csv'),
  },
});
