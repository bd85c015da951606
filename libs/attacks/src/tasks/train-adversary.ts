// The task attacks/train-adversary: the adversary of §III.B, trained against one classifier.
import {
  adversary,
  adversaryArchitectures,
  adversaryInputs,
  classifier,
  observableNames,
  observables,
  perObservable,
  splitJets,
} from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { objectives } from '../adversary/names.ts';

const rho = z.number().min(0).lt(1);

/** Dimensionless. */
const others = observableNames.filter((name) => name !== 'score' && observables[name].unit === '1');

/** A number per observable, names left out being allowed. */
const perName = (of: z.ZodNumber, described: string) =>
  perObservable(observableNames, (name) => of.optional().describe(`${described} of ${observables[name].phrase}`));

export default defineTask({
  name: 'attacks/train-adversary',
  description:
    'trains a network that perturbs any jet so that the classifier is fooled and a validation is not, §III.B; event weights count where trials are measured, not in the loss',
  params: z.strictObject({
    rho: rho
      .default(0.02)
      .describe('largest move on all axes: relative in pT, absolute in η and φ [rad]; §III.B: 0.02'),
    rhoPt: rho.optional().describe('the same for pT alone (relative), default rho'),
    rhoEta: rho.optional().describe('the same for η alone, default rho'),
    rhoPhi: rho.optional().describe('the same for φ alone [rad], default rho'),
    network: z
      .enum(adversaryArchitectures)
      .default('dense')
      .describe(
        'dense: layers on all constituents in their order (§III.B); set: layers per constituent told of the rest of the jet by a pooled context, which takes fewer jets to train',
      ),
    hidden: z
      .array(z.int().min(1).max(8192))
      .min(1)
      .max(16)
      .default([300, 300, 300, 300])
      .describe('units of each hidden layer, §III.B: 4 × 300'),
    inputs: z
      .enum(adversaryInputs)
      .default('jet')
      .describe(
        'what the adversary is shown: the jet (§III.B), or also the classifier’s logit and gradient at that jet',
      ),
    objective: z
      .enum(objectives)
      .default('jets')
      .describe(
        'jets: eqs. (2) and (3), every jet held by λ; significance: ε_S/√ε_B at the nominal optimum, background held by its distributions so that the acceptance criteria are passed (§V), λ and difference and sign playing no part',
      ),
    workingPoint: z
      .number()
      .gt(0)
      .lt(1)
      .optional()
      .describe('P(signal) of the threshold where the objective significance is lowered, default the nominal optimum'),
    lambda: perName(z.number().min(0), 'λ of eq. (3): weight of the squared change')
      .default({ score: 100, mass: 5000, pt: 3000 })
      .describe(
        `what background must preserve, and how strongly at first: score (classifier response), mass and pt [1/TeV²], ${others.join(', ')}; eq. (3), tuned by the search by factors, so that 0 stays 0`,
      ),
    difference: z
      .enum(['absolute', 'relative'])
      .default('absolute')
      .describe('change of an observable as (O − O′)² (eq. (3)) or ((O − O′)/O)² (authors’ code for pT)'),
    acceptance: z
      .strictObject({ ks: perName(z.number().gt(0).max(1), 'largest KS distance') })
      .nullable()
      .default({ ks: { mass: 0.04, pt: 0.04, score: 0.02 } })
      .describe('largest KS distances of validation background, before against after; null: none (§III.B)'),
    trials: z.int().min(1).max(1000).default(8).describe('trials of the search for λ, one going on from the other'),
    steps: z.int().min(1).max(1_000_000).default(250).describe('steps of Adam per trial'),
    batchSize: z.int().min(1).max(65_536).default(128).describe('jets per step, default 128 (authors’ code: 512)'),
    learningRate: z
      .number()
      .positive()
      .max(1)
      .default(1e-3)
      .describe('of Adam at its start; falls to 0 at the end of the last trial as half a cosine'),
    schedule: z
      .enum(['cosine', 'constant'])
      .default('cosine')
      .describe('of the learning rate; constant where patience decides when the training ends'),
    augment: z
      .enum(['none', 'reflect'])
      .default('none')
      .describe('reflect: random signs of η and φ per jet and epoch, exact symmetries; default none (§III.B)'),
    enrich: z
      .number()
      .min(0)
      .lt(1)
      .default(0)
      .describe(
        'objective significance: share of the background of a batch that is of the tenth most like signal, where ε_B is decided; such jets count less, so that means stay as they are; 0: as they come',
      ),
    patience: z
      .int()
      .min(1)
      .optional()
      .describe('stops after so many trials without a better one (acceptance first, then the loss), default never'),
    sign: z
      .enum(['towards-background', 'as-printed'])
      .default('towards-background')
      .describe('signal loss −log(1 − f), which is meant, or log(1 − f) as eq. (2) is printed'),
    seed: z.int().default(1).describe('seed of initial weights and shuffles, default 1'),
  }),
  inputs: {
    jets: {
      kind: splitJets,
      take: 'one',
      description: 'jets to train on (train) and to measure trials with (validation)',
    },
    classifier: { kind: classifier, take: 'one', description: 'the frozen classifier to fool' },
  },
  output: adversary,
  tolerance: {},
  async run({ params, inputs, output, scratch, key, device: asked, progress, record }) {
    const [
      { join },
      { deviceOf },
      { openJets, requireBothClasses, rowsOf, rowsOfBoth, underContrast },
      { loadClassifier, requireFit, requireGradient },
    ] = await Promise.all([
      import('node:path'),
      import('@jetdemon/compute'),
      import('@jetdemon/data'),
      import('@jetdemon/models'),
    ]);
    const [{ adversaryNetwork }, { saveAdversary }, { trainAdversary }] = await Promise.all([
      import('../adversary/network.ts'),
      import('../adversary/store.ts'),
      import('../adversary/train.ts'),
    ]);
    const file = join(inputs.jets.folder, 'jets.arrow');
    const opened = await openJets(file, { scratch: join(scratch, 'jets.padded') });
    try {
      const target = await loadClassifier(inputs.classifier.folder);
      requireFit(target, opened.jets.layout, file);
      requireGradient(target, 'the training of an adversary');
      const jets = underContrast(opened.jets, target.contrast);
      const rows = (partition: 'train' | 'validation') => rowsOfBoth(jets, rowsOf(jets, partition));
      const [train, validation] = [rows('train'), rows('validation')];
      const { classes } = opened.jets.layout;
      for (const some of [train, validation]) requireBothClasses(jets.label, some, { file, classes });
      const device = await deviceOf({ device: asked, record });
      const { rho, rhoPt = rho, rhoEta = rho, rhoPhi = rho, network: architecture, hidden, acceptance } = params;
      const network = adversaryNetwork(
        { architecture, hidden, rho: { pt: rhoPt, eta: rhoEta, phi: rhoPhi }, inputs: params.inputs },
        opened.jets.layout,
      );
      const context = { device, key, scratch, progress };
      const limits = acceptance?.ks ?? {};
      const options = { ...params, acceptance: limits };
      const trained = await trainAdversary(network, target, { jets, train, validation }, context, options);
      record('accepted', trained.accepted);
      await saveAdversary(output, trained, target, limits);
    } finally {
      opened.close();
    }
  },
});
