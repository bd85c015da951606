// What the kind `susceptibility` says of each stage of training, for the table of the page.
import { InputError, type Input } from '@jetdemon/workflow';
import { z } from 'zod';
import { quoted, readJson, type Quoted } from './read-json.ts';
import { readSusceptibility } from '../figures/susceptibility/data.ts';

/** The average over the trainings of one stage. */
export interface Stage {
  readonly stage: string;
  readonly auc: Quoted;
  /** Share of ε_S/√ε_B lost at the nominal optimum. */
  readonly loss: Quoted;
  readonly trainings: number;
}

export interface Susceptibility {
  readonly input: Input;
  /** By rising AUC. */
  readonly means: readonly Stage[];
  /** Stages of one training, from least to most trained. */
  readonly stages: readonly string[];
  /** Loss of the last of the stages less that of the first. */
  readonly change: Quoted;
  /** Change of the loss per unit of AUC. */
  readonly slope: Quoted;
  readonly description: string;
}

const metrics = z.object({ full_minus_lowest: quoted });

/** The row of each stage that is the average over its trainings. */
const MEAN = 'mean';

export async function readStages(input: Input): Promise<Susceptibility> {
  const { points, slope, stages, description } = await readSusceptibility(input);
  const { full_minus_lowest: change } = await readJson(input, 'metrics.json', metrics);
  const rows = points.filter(({ seed }) => seed === MEAN);
  if (rows.length === 0) throw new InputError(`${input.node}: expected a row of seed ${MEAN} per stage, found none`);
  const means = rows.map(({ stage, auc, auc_low, auc_high, loss, loss_low, loss_high }) => ({
    stage,
    auc: { value: auc, low: auc_low, high: auc_high },
    loss: { value: loss, low: loss_low, high: loss_high },
    trainings: points.filter((one) => one.stage === stage && one.seed !== MEAN).length,
  }));
  return { input, means: means.sort((a, b) => a.auc.value - b.auc.value), stages, change, slope, description };
}
