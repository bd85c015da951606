// Quoted numbers with their intervals.
import type { Kind } from '@jetdemon/workflow';

export const metrics = {
  'metrics.json': {
    format: 'json',
    description: 'quoted numbers, each { value, low, high, description }, nested under names',
  },
} as const;

/** Anything that quotes numbers: a port of this kind takes every artefact with a metrics.json. */
export const numbers = {
  name: 'numbers',
  version: 1,
  description: 'quoted numbers with their intervals',
  files: metrics,
} as const satisfies Kind;
