// The task data/export: jets for other programs.
import { exportedJets, jets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

const params = z.strictObject({
  format: z
    .enum(['parquet', 'npz'])
    .default('parquet')
    .describe(
      'parquet: lists pt [TeV], eta (or rapidity), phi and of every feature, and columns; npz: X [N, M, 3] padded with 0, arrays [N, M] of other features, y and arrays; default parquet',
    ),
});

export default defineTask({
  name: 'data/export',
  description: 'writes jets as Parquet or NPZ for other programs; data/import with layout: jetdemon reads them again',
  params,
  inputs: { jets: { kind: jets, take: 'one', description: 'jets of any making, split and attacked ones too' } },
  output: exportedJets,
  async run(context) {
    const { exportJets } = await import('../export/export-jets.ts');
    await exportJets(context);
  },
});
