// Reads what the figure of susceptibility shows from the kind `susceptibility`.
import { join } from 'node:path';
import { readColumns, susceptibility, type Input } from '@jetdemon/workflow';
import { z } from 'zod';
import { quoted, readJson } from '../../results/read-json.ts';
import type { SusceptibilityData } from './figure.ts';

const metrics = z.object({
  slope: quoted,
  convention: z.object({ ladder: z.array(z.string()), seeds: z.number(), description: z.string() }),
});

/** Points, ladder and slope. */
export async function readSusceptibility(input: Input): Promise<Omit<SusceptibilityData, 'names' | 'paper'>> {
  const columns = await readColumns(join(input.folder, 'points.arrow'), susceptibility.files['points.arrow']);
  const { slope, convention } = await readJson(input, 'metrics.json', metrics);
  const points = columns.rung.map((rung, row) => ({
    rung,
    seed: columns.seed[row]!,
    auc: columns.auc[row]!,
    auc_low: columns.auc_low[row]!,
    auc_high: columns.auc_high[row]!,
    loss: columns.loss[row]!,
    loss_low: columns.loss_low[row]!,
    loss_high: columns.loss_high[row]!,
  }));
  return { points, slope, ...convention };
}
