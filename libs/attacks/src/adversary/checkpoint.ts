// Checkpoints of a training of an adversary, from which it goes on exactly where it stopped: the state after its latest
// trial, in a scratch folder.
import type { Values } from '@jetdemon/compute';
import { openCheckpoint, writeCheckpoint } from '@jetdemon/models';
import type { Trial } from './trial.ts';

export interface TrainingState {
  readonly trials: readonly Trial[];
  /** Weights and Adam's moments that the next trial goes on from. */
  readonly state: Values;
  /** Of the best trial so far. */
  readonly best: { readonly trial: Trial; readonly weights: Values };
  /** What the objective remembers. */
  readonly memory: unknown;
}

const stateFile = (trial: number) => `adversary-state-${trial}.arrow`;
const bestFile = (trial: number) => `adversary-best-${trial}.arrow`;

interface Contents {
  readonly trials: readonly Trial[];
  readonly best: number;
  readonly memory: unknown;
}

/** @param training all that decides the outcome, as text: a checkpoint of another training is not resumed */
export async function saveCheckpoint(folder: string, training: string, progress: TrainingState): Promise<void> {
  const { trials, state, best, memory } = progress;
  const files = new Map([
    [stateFile(trials.length), state],
    [bestFile(best.trial.trial), best.weights],
  ]);
  const contents: Contents = { trials, best: best.trial.trial, memory };
  await writeCheckpoint(folder, training, files, contents, /^adversary-(state|best)-\d+\.arrow$/);
}

/**
 * The latest trial of this training, or undefined where none is there, or it is damaged.
 *
 * @param like values of the shapes of the state and of the weights
 * @throws InputError for a checkpoint of another training
 */
export async function loadCheckpoint(
  folder: string,
  training: string,
  like: { readonly state: Values; readonly weights: Values },
): Promise<TrainingState | undefined> {
  const found = await openCheckpoint<Contents>(folder, training);
  if (!found) return undefined;
  const { trials, best, memory } = found.contents;
  const shapesOf = (values: Values) => Object.fromEntries(Object.entries(values).map(([name, { shape }]) => [name, shape])); // prettier-ignore
  return {
    trials,
    memory,
    state: await found.tensors(stateFile(trials.length), shapesOf(like.state)),
    best: { trial: trials[best - 1]!, weights: await found.tensors(bestFile(best), shapesOf(like.weights)) },
  };
}
