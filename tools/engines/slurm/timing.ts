// How often a run on Slurm is looked at.
import { InputError } from '@jetdemon/workflow';

export interface Timing {
  /** Between two looks at what nodes say. */
  readonly lookMs: number;
  /** Between two questions to Slurm, which has others to answer. */
  readonly askMs: number;
  /** How long the last word of a task that is over may take to be seen here. */
  readonly lagMs: number;
}

/** JETDEMON_SLURM_SECONDS: between two questions to Slurm. */
export function timingOf(seconds = process.env['JETDEMON_SLURM_SECONDS']): Timing {
  const asked = seconds === undefined || seconds === '' ? 10 : Number(seconds);
  if (!(asked > 0)) throw new InputError(`JETDEMON_SLURM_SECONDS: expected a number > 0, found "${seconds}"`);
  return { lookMs: Math.min(500, 1000 * asked), askMs: 1000 * asked, lagMs: 3000 * asked };
}
