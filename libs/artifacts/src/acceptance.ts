// Acceptance criteria: KS distances against their limits.
import type { Kind } from '@jetdemon/workflow';
import { metrics } from './numbers.ts';

/** §III.B: Kolmogorov-Smirnov distances between perturbed and unperturbed background, against their limits. */
export const gates = {
  name: 'gates',
  version: 1,
  description: 'KS distances of background jets before and after an attack, against the limits of the validation',
  files: metrics,
} as const satisfies Kind;
