// The task models/load: a classifier that another workflow trained or imported.
import { classifier } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

const params = z.strictObject({
  path: z
    .string()
    .min(1)
    .meta({ folder: true })
    .describe('folder of the result, out/WORKFLOW/NODE/result, relative to the workspace root; all its files are part of the key'), // prettier-ignore
});

export default defineTask({
  name: 'models/load',
  description:
    'a classifier that another workflow trained or imported, with the jets that it has seen: scoring those as test jets is refused here too. Its files are checked against their checksums',
  params,
  inputs: {},
  output: classifier,
  async run({ params, output, progress, record }) {
    const { loadResult } = await import('../classifier/load-result.ts');
    const { result, trained, chosen, about } = await loadResult(params.path, output);
    record('loaded', { result, trained, chosen });
    progress(`${about}; trained on ${trained} jets, chosen on ${chosen}`, 1);
  },
});
