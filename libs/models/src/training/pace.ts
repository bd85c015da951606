// Progress of a training as a person who waits is told it: where it is, how it goes, how fast, how long still. Never a
// result.
import type { Epoch } from './checkpoint.ts';

const SECONDS_BETWEEN_MESSAGES = 2;

interface Plan {
  readonly epoch: number;
  readonly epochs: number;
  /** Steps of one epoch. */
  readonly steps: number;
  readonly batchSize: number;
}

/** A stopwatch for one epoch; it speaks at most every two seconds, and when the epoch is over. */
export function pace({ epoch, epochs, steps, batchSize }: Plan, say: (message: string, fraction?: number) => void) {
  const start = performance.now();
  let spoken = start;
  const seconds = () => (performance.now() - start) / 1000;
  const left = (done: number) => duration((seconds() / done) * ((epochs - epoch + 1) * steps - done));
  return {
    /** After `done` steps of the epoch with that mean loss. */
    step(done: number, loss: number): void {
      if (performance.now() - spoken < SECONDS_BETWEEN_MESSAGES * 1000) return;
      spoken = performance.now();
      const rate = Math.round((done * batchSize) / seconds());
      const message = `epoch ${epoch}/${epochs}: loss ${loss.toFixed(4)}, ${rate} jets/s, ${left(done)} left`;
      say(message, (epoch - 1 + done / steps) / epochs);
    },
    /** After the epoch and its validation. */
    epoch({ trainingLoss, validationAuc }: Epoch): void {
      const rate = Math.round((steps * batchSize) / seconds());
      const numbers = `loss ${trainingLoss.toFixed(4)}, validation AUC ${validationAuc.toFixed(4)}, ${rate} jets/s`;
      say(`epoch ${epoch}/${epochs}: ${numbers}, ${left(steps)} left`, epoch / epochs);
    },
  };
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
