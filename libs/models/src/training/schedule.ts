// The learning rate at every step of a training.

/** Names of the schedules. */
export const schedules = ['constant', 'cosine'] as const;

export type Schedule = (typeof schedules)[number];

const WARM_UP_STEPS = 200;

/**
 * Learning rate of step 0 … steps − 1.
 *
 * constant: `peak`. cosine: peak · (1 + cos(π step / steps)) / 2, after a linear warm-up over the first 200 steps
 * (a fifth of all steps where that is fewer).
 */
export function learningRateAt(schedule: Schedule, peak: number, step: number, steps: number): number {
  if (schedule === 'constant') return peak;
  const warmUp = Math.min(WARM_UP_STEPS, steps / 5);
  return peak * Math.min(1, (step + 1) / warmUp) * 0.5 * (1 + Math.cos((Math.PI * step) / steps));
}
