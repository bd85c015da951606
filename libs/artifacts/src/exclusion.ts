// Discovery significance and upper limits of an assumed signal.
import type { Kind } from '@jetdemon/workflow';
import { metrics } from './numbers.ts';

/** Discovery and exclusion of one assumed signal, expected, observed under the attack, and true. */
export const exclusion = {
  name: 'exclusion',
  version: 1,
  description: 'Asimov significance with background uncertainty, and CLs upper limits: expected, observed, true',
  files: {
    'exclusion.json': { format: 'json', description: 'assumptions and counts: Exclusion of the statistics library' },
    ...metrics,
  },
} as const satisfies Kind;
