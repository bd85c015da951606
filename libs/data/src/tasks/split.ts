// The task data/split: which jets train, which validate, which test.
import { jets, splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

const share = z.number().min(0).max(1);

const params = z
  .strictObject({
    train: share.default(0.7).describe('share of jets to train on, 0 to 1, default 0.7'),
    validation: share.default(0.15).describe('share that chooses the best epoch, 0 to 1, default 0.15'),
    test: share.default(0.15).describe('share that every quoted number comes from, 0 to 1, default 0.15'),
    given: z
      .enum(['keep', 'replace'])
      .default('keep')
      .describe('what becomes of a column partition that the jets have: kept as it is, or drawn anew; default keep'),
    seed: z.int().default(1).describe('seed of the shuffle, default 1'),
  })
  .refine(({ train, validation, test }) => Math.abs(train + validation + test - 1) < 1e-9, {
    error: 'expected train + validation + test = 1',
  });

export default defineTask({
  name: 'data/split',
  description: 'assigns each jet to train, validation or test, stratified by class, unless the jets say it themselves',
  params,
  inputs: { jets: { kind: jets, take: 'one', description: 'jets of any classes' } },
  output: splitJets,
  async run({ params, inputs, output, key, progress }) {
    const [{ join }, { splitFile }] = await Promise.all([import('node:path'), import('../files/split-file.ts')]);
    const { jets, kept } = await splitFile(
      join(inputs.jets.folder, 'jets.arrow'),
      join(output, 'jets.arrow'),
      params,
      key,
    );
    const counts = `${jets.train} to train on, ${jets.validation} to validate, ${jets.test} to test`;
    progress(kept ? `${counts}, as the jets say themselves` : counts, 1);
  },
});
