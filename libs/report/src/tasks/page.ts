// The task report/page: what was found, for a referee.
import {
  adversary,
  attackedJets,
  claims,
  classifier,
  controlRegion,
  exclusion,
  figure,
  gates,
  histograms,
  jets,
  report,
  selectedJets,
  significance,
  susceptibility,
} from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import { z } from 'zod';

const sample = (described: string, defaults: { sample: string; name: string }) =>
  z
    .strictObject({
      sample: z.string().default(defaults.sample).describe(`its sample in the tables, default ${defaults.sample}`),
      name: z.string().default(defaults.name).describe(`its name in sentences, default ${defaults.name}`),
    })
    .describe(described);

const rung = (described: string, name: string | null) =>
  z.string().nullable().default(name).describe(`the rung that is ${described}, null for none, default ${name}`);

export default defineTask({
  name: 'report/page',
  description:
    'one self-contained page: the finding, the numbers beside the paper’s, the figures, data and code; or, without networks, a cut-flow and figures',
  params: z.strictObject({
    title: z
      .string()
      .min(1)
      .default('How far a small perturbation fools a jet classifier')
      .describe('heading of the page'),
    attack: sample('the attack on signal alone (§III.A), null for none', { sample: 'fgsm-scores', name: 'FGSM' })
      .nullable()
      .prefault({}),
    control: sample('the control beside it, null for none', { sample: 'random-scores', name: 'random control' })
      .nullable()
      .prefault({}),
    demon: sample('the adversary network (§III.B); spoken of where adversaries are given', {
      sample: 'demon-scores',
      name: 'the demon',
    }).prefault({}),
    demonControl: sample('the control beside the demon, null for none', {
      sample: 'random-rho-scores',
      name: 'uniform random perturbation',
    })
      .nullable()
      .prefault({}),
    rungs: z
      .strictObject({
        full: rung('the fully trained low-level network of Fig. 4', 'full'),
        highLevel: rung('the high-level network', 'hl'),
      })
      .prefault({})
      .describe('rungs of the susceptibility that the paper has numbers of'),
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
    cutflows: {
      kind: selectedJets,
      take: 'many',
      description: 'selections of jets out of events, for their cut-flows',
    },
    claims: { kind: claims, take: 'many', description: 'claims with their verdicts' },
    curves: {
      kind: significance,
      take: 'many',
      description: 'significance of each network, averaged over its seeds where there are several',
    },
    histograms: { kind: histograms, take: 'many', description: 'histograms of each network, for their KS distances' },
    adversaries: { kind: adversary, take: 'many', description: 'demons with the trials of their search' },
    gates: { kind: gates, take: 'many', description: 'KS distances of the demon’s jets against their limits' },
    regions: { kind: controlRegion, take: 'many', description: 'pseudodata of the demon in the control region' },
    exclusions: { kind: exclusion, take: 'many', description: 'limits under the demon' },
    susceptibility: { kind: susceptibility, take: 'many', description: 'loss against AUC' },
    jets: { kind: jets, take: 'many', description: 'the sample before its split, to be counted and named' },
    classifiers: { kind: classifier, take: 'many', description: 'the networks, to name how they were trained' },
    attacked: { kind: attackedJets, take: 'many', description: 'attacked jets, for how far they were moved' },
  },
  output: report,
  async run({ params, inputs, output }) {
    const { writePage } = await import('../page/read.ts');
    await writePage(output, inputs, params);
  },
});
