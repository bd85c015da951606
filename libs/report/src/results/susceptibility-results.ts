// Susceptibility of each stage of training, for the table of the page.
import { susceptibility, type Interval } from '@jetdemon/artifacts';
import { InputError, rowsOfTable, type Input } from '@jetdemon/workflow';

/** The average over the trainings of one stage. */
export interface Stage {
  readonly stage: string;
  readonly auc: Interval;
  /** Share of ε_S/√ε_B lost at the nominal optimum. */
  readonly loss: Interval;
  readonly trainings: number;
}

export interface Susceptibility {
  readonly input: Input;
  /** By rising AUC. */
  readonly means: readonly Stage[];
  /** Stages of one training, from least to most trained. */
  readonly stages: readonly string[];
  /** Loss of the last of the stages less that of the first. */
  readonly change: Interval;
  /** Change of the loss per unit of AUC. */
  readonly slope: Interval;
  readonly description: string;
}

/** The row of each stage that is the average over its trainings. */
const MEAN = 'mean';

export async function readStages(input: Input): Promise<Susceptibility> {
  const points = rowsOfTable(await susceptibility.read(input, 'points.arrow'));
  const { slope, full_minus_lowest, convention } = await susceptibility.read(input, 'metrics.json');
  const rows = points.filter(({ seed }) => seed === MEAN);
  if (rows.length === 0)
    throw InputError.at({ node: input.node }, `expected a row of seed ${MEAN} per stage, found none`);
  const means = rows.map(({ stage, auc, auc_low, auc_high, loss, loss_low, loss_high }) => ({
    stage,
    auc: { value: auc, low: auc_low, high: auc_high },
    loss: { value: loss, low: loss_low, high: loss_high },
    trainings: points.filter((one) => one.stage === stage && one.seed !== MEAN).length,
  }));
  means.sort((a, b) => a.auc.value - b.auc.value);
  const { stages, description } = convention;
  return { input, means, stages, change: full_minus_lowest, slope, description };
}
