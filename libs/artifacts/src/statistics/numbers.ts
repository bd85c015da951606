// Quoted numbers of any result: a port of this type takes every artefact with a metrics.json.
import { artifact, json } from '@jetdemon/workflow';
import * as z from 'zod';
import { bare, quoted } from '../quoted.ts';
import { replicaFiles } from './replicas.ts';

/** Whatever a mapping with a number called `value` has else, it is a number with an interval, or one that says why it has none. */
const nested = z.record(z.string(), z.unknown()).superRefine((metrics, context) => check(metrics, [], context));

function check(found: unknown, path: readonly string[], context: z.RefinementCtx): void {
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return;
  if (typeof (found as Readonly<Record<string, unknown>>)['value'] !== 'number') {
    for (const [name, inside] of Object.entries(found)) check(inside, [...path, name], context);
    return;
  }
  const schema = 'uncertainty' in found ? bare : quoted;
  for (const issue of schema.safeParse(found).error?.issues ?? [])
    context.addIssue({ code: 'custom', message: issue.message, path: [...path, ...issue.path] });
}

export const numbers = artifact({
  name: 'numbers',
  version: 1,
  description: 'quoted numbers with their intervals',
  files: {
    'metrics.json': json('quoted numbers under names, however nested; beside them what else the result has', nested),
    ...replicaFiles,
  },
});
