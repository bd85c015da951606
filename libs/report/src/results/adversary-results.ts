// Trained adversary and the search that chose it.
import { adversary, type AdversaryDescription, type AdversaryTrial } from '@jetdemon/artifacts';
import type { Input } from '@jetdemon/workflow';

/** One trained adversary and its search. */
export interface Adversary extends AdversaryDescription {
  readonly input: Input;
  readonly trials: readonly AdversaryTrial[];
}

export async function readAdversary(input: Input): Promise<Adversary> {
  const [described, trials] = await Promise.all([
    adversary.read(input, 'adversary.json'),
    adversary.read(input, 'trials.json'),
  ]);
  return { ...described, input, trials };
}
