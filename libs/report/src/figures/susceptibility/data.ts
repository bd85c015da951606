// Data of the figure of susceptibility, from the kind `susceptibility`.
import { susceptibility, type Interval, type SusceptibilityPoints } from '@jetdemon/artifacts';
import { rowsOfTable, type Input, type Row } from '@jetdemon/workflow';

/** One network, or the mean of several. */
export type SusceptibilityPoint = Row<SusceptibilityPoints>;

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
  readonly slope: Interval;
  /** Trainings of each stage. */
  readonly seeds: number;
  /** What the intervals hold, in words. */
  readonly description: string;
}

/** Points, stages and slope. */
export async function readSusceptibility(
  input: Input,
): Promise<Omit<SusceptibilityData, 'names' | 'published' | 'compare'>> {
  const points = rowsOfTable(await susceptibility.read(input, 'points.arrow'));
  const { slope, convention } = await susceptibility.read(input, 'metrics.json');
  const { stages, seeds, description } = convention;
  return { points, slope, stages, seeds, description };
}
