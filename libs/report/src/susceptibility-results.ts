// What the kind `susceptibility` says of each rung of training.
import { join } from 'node:path';
import { InputError, readColumns, susceptibility, type Input } from '@jetdemon/workflow';
import { z } from 'zod';
import { quoted, readJson, type Quoted } from './read-json.ts';

/** The average over the trainings of one rung. */
export interface Rung {
  readonly rung: string;
  readonly auc: Quoted;
  /** Share of ε_S/√ε_B lost at the nominal optimum. */
  readonly loss: Quoted;
  readonly trainings: number;
}

const metrics = z.object({
  /** Loss of the most trained rung of the ladder less that of the least trained. */
  full_minus_lowest: quoted,
  /** Change of the loss per unit of AUC. */
  slope: quoted,
  convention: z.object({ ladder: z.array(z.string()), description: z.string() }),
});

export interface Susceptibility extends z.output<typeof metrics> {
  readonly input: Input;
  /** By rising AUC. */
  readonly rungs: readonly Rung[];
}

export async function readSusceptibility(input: Input): Promise<Susceptibility> {
  return { ...(await readJson(input, 'metrics.json', metrics)), input, rungs: await readRungs(input) };
}

/** The row of each rung that is the average over its trainings. */
const MEAN = 'mean';

async function readRungs(input: Input): Promise<Rung[]> {
  const file = 'points.arrow';
  const points = await readColumns(join(input.folder, file), susceptibility.files[file]);
  const rungs = points.seed.flatMap((seed, at) => {
    if (seed !== MEAN) return [];
    const rung = points.rung[at]!;
    return [
      {
        rung,
        auc: { value: points.auc[at]!, low: points.auc_low[at]!, high: points.auc_high[at]! },
        loss: { value: points.loss[at]!, low: points.loss_low[at]!, high: points.loss_high[at]! },
        trainings: points.seed.filter((one, row) => one !== MEAN && points.rung[row] === rung).length,
      },
    ];
  });
  if (rungs.length === 0) throw new InputError(`${input.node}: expected a row of seed ${MEAN} per rung, found none`);
  return rungs.sort((a, b) => a.auc.value - b.auc.value);
}
