// Quoted numbers of any result: a port of this type takes every artefact with a metrics.json.
import { artifact, json } from '@jetdemon/workflow';
import { z } from 'zod';

export const numbers = artifact({
  name: 'numbers',
  version: 1,
  description: 'quoted numbers with their intervals',
  files: {
    'metrics.json': json('quoted numbers, nested under names', z.record(z.string(), z.unknown())),
  },
});
