// The task report/page: what was found, for a referee.
import {
  attackedJets,
  classifier,
  defineTask,
  figure,
  histograms,
  jets,
  report,
  significance,
} from '@jetdemon/workflow';
import { z } from 'zod';

const sample = (described: string, defaults: { sample: string; name: string }) =>
  z
    .strictObject({
      sample: z.string().default(defaults.sample).describe(`its sample in the tables, default ${defaults.sample}`),
      name: z.string().default(defaults.name).describe(`its name in sentences, default ${defaults.name}`),
    })
    .describe(described);

export default defineTask({
  name: 'report/page',
  description: 'one self-contained page: the finding, the numbers beside the paper’s, the figures, data and code',
  params: z.strictObject({
    title: z
      .string()
      .min(1)
      .default('How far a small perturbation fools a jet classifier')
      .describe('heading of the page'),
    attack: sample('the attack that the finding is about', { sample: 'fgsm-scores', name: 'FGSM' }).prefault({}),
    control: sample('the control beside it, null for none', { sample: 'random-scores', name: 'random control' })
      .nullable()
      .prefault({}),
    method: z
      .string()
      .default('fgsm')
      .describe(
        'which of the attacked jets given are those of the attack, as perturbation.json names it; default fgsm',
      ),
    paper: z
      .boolean()
      .default(true)
      .describe('whether the numbers of arXiv:1910.08606 stand beside ours, default true'),
    command: z
      .string()
      .default('npx jetdemon run WORKFLOW')
      .describe('what a reader types to get this page again, default npx jetdemon run WORKFLOW'),
  }),
  inputs: {
    figures: { kind: figure, take: 'many', description: 'figures, in the order of the page' },
    curves: { kind: significance, take: 'many', description: 'significance of each network' },
    histograms: { kind: histograms, take: 'many', description: 'histograms of each network, for their KS distances' },
    jets: { kind: jets, take: 'many', description: 'the sample before its split, to be counted and named' },
    classifiers: { kind: classifier, take: 'many', description: 'the networks, to name how they were trained' },
    attacked: { kind: attackedJets, take: 'many', description: 'attacked jets, for how far they were moved' },
  },
  output: report,
  async run({ params, inputs, output }) {
    const { writePage } = await import('../write-page.ts');
    await writePage(output, inputs, params);
  },
});
