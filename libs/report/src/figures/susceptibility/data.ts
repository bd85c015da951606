// Data of the figure of susceptibility, from the kind `susceptibility`.
import { join } from 'node:path';
import { susceptibility } from '@jetdemon/artifacts';
import { readColumns, type Input } from '@jetdemon/workflow';
import { z } from 'zod';
import { quoted, readJson, type Quoted } from '../../results/read-json.ts';

/** One network, or the mean of several. */
export interface SusceptibilityPoint {
  /** How far it was trained. */
  readonly stage: string;
  /** Training seed, `mean` for the average over all of them. */
  readonly seed: string;
  readonly auc: number;
  readonly auc_low: number;
  readonly auc_high: number;
  /** Share of the significance that is lost at the nominal optimum. */
  readonly loss: number;
  readonly loss_low: number;
  readonly loss_high: number;
}

/** A network of a published analysis. */
export interface PublishedPoint {
  readonly label: string;
  readonly auc: number;
  readonly loss: number;
}

export interface SusceptibilityData {
  readonly points: readonly SusceptibilityPoint[];
  /** Rungs of one training, from least to most trained; others are networks to compare with. */
  readonly stages: readonly string[];
  /** Names of stages in the drawing, where they are to differ. */
  readonly names: Readonly<Record<string, string>>;
  readonly published: readonly PublishedPoint[];
  /** What this figure is to be compared with, where there is something. */
  readonly compare?: string | undefined;
  /** Change of the share lost per unit of AUC. */
  readonly slope: Quoted;
  /** Trainings of each stage. */
  readonly seeds: number;
  /** What the intervals hold, in words. */
  readonly description: string;
}

const metrics = z.object({
  slope: quoted,
  convention: z.object({ stages: z.array(z.string()), seeds: z.number(), description: z.string() }),
});

/** Points, stages and slope. */
export async function readSusceptibility(
  input: Input,
): Promise<Omit<SusceptibilityData, 'names' | 'published' | 'compare'>> {
  const columns = await readColumns(join(input.folder, 'points.arrow'), susceptibility.files['points.arrow']);
  const { slope, convention } = await readJson(input, 'metrics.json', metrics);
  const points = columns.stage.map((stage, row) => ({
    stage,
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
