// The task report/page: what was found, for a referee.
import { report, significance } from '@jetdemon/artifacts';
import { anything, defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

export default defineTask({
  name: 'report/page',
  description:
    'one self-contained page of the results given: the finding, figures, claims, numbers beside those of a reference, data and code',
  params: z.strictObject({
    title: z
      .string()
      .min(1)
      .default('How far a small perturbation fools a jet classifier')
      .describe('heading of the page'),
    names: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        'names in sentences and tables: of networks by a point of their axes (network=ll: low-level network (LL)), of attacks by the samples and nodes that are about them (adversary, adversary-scores: the adversary); default those of the reference, then the workflow’s own',
      ),
    average: z
      .array(z.string())
      .default(['seed'])
      .describe('axes along which trainings of one network differ, default seed'),
    reference: z
      .string()
      .min(1)
      .meta({ file: true })
      .optional()
      .describe(
        'YAML file of a published analysis whose numbers stand beside these, relative to the workspace root; its contents are part of the key; default none',
      ),
    undone: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        'known differences from the reference, by the node, or the point of an axis, of the results at undone in which each is undone',
      ),
    command: z
      .string()
      .default('npx jetdemon run WORKFLOW')
      .describe('what a reader types to get this page again, default npx jetdemon run WORKFLOW'),
  }),
  inputs: {
    results: { kind: anything, take: 'many', description: 'results of any kind; figures in the order of the page' },
    undone: {
      kind: significance,
      take: 'many',
      description: 'significance with a known difference from the reference undone: see the parameter undone',
    },
  },
  output: report,
  async run({ params, inputs, output }) {
    const { readReference } = await import('@jetdemon/statistics');
    const { writePage } = await import('../page/write.ts');
    const reference = params.reference === undefined ? undefined : readReference(params.reference);
    // A port of one kind does not say it with every result.
    const undone = inputs.undone.map((input) => ({ ...input, kind: significance.name }));
    await writePage(output, inputs.results, params, reference, undone);
  },
});
