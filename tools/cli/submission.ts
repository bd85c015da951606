// A submission waited for, and what signals do to it.
import type { Ending, Submission } from '../engines/engine.ts';

/**
 * @param leaving signals that let the nodes go on without the command, where the engine can; the others cancel
 */
export async function waitFor(submission: Submission, leaving: readonly NodeJS.Signals[]): Promise<Ending> {
  const signals = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const leave = submission.leave && leaving.includes(signal);
    return { signal, act: () => (leave ? submission.leave!() : submission.cancel()) };
  });
  signals.forEach(({ signal, act }) => process.on(signal, act));
  try {
    return await submission.wait();
  } finally {
    signals.forEach(({ signal, act }) => process.off(signal, act));
  }
}
