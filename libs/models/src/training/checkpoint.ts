// Checkpoints of a training, from which it goes on exactly where it stopped: at any instant the folder holds one whole epoch.
import type { TensorValue, Values } from '@jetdemon/compute';
import type { Shapes } from '../networks/network.ts';
import { openCheckpoint, writeCheckpoint } from './checkpoint-folder.ts';

/** One epoch of a training. */
export interface Epoch {
  /** Counted from 1. */
  readonly epoch: number;
  /** Mean binary cross-entropy over the steps of the epoch. */
  readonly trainingLoss: number;
  /** Mean binary cross-entropy after the epoch. */
  readonly validationLoss: number;
  readonly validationAuc: number;
}

/** Weights as they were after an epoch. */
export interface WeightsAt {
  readonly epoch: number;
  readonly weights: Values;
}

/** The whole of a training after its latest epoch. */
export interface Progress {
  readonly history: readonly Epoch[];
  /** Weights and Adam's moments. */
  readonly state: Values;
  /** After the epoch of the best validation AUC. */
  readonly best: WeightsAt;
  readonly snapshots: readonly WeightsAt[];
}

interface Contents {
  readonly history: readonly Epoch[];
  readonly best: number;
  readonly snapshots: readonly number[];
}

const stateFile = (epoch: number) => `state-${epoch}.arrow`;
const weightsFile = (epoch: number) => `weights-${epoch}.arrow`;

/** @param training all that decides the outcome, as text: a checkpoint of another training is not resumed */
export async function saveCheckpoint(folder: string, training: string, progress: Progress): Promise<void> {
  const { history, state, best, snapshots } = progress;
  const files = new Map([[stateFile(history.length), state]]);
  for (const { epoch, weights } of [best, ...snapshots]) files.set(weightsFile(epoch), weights);
  const contents: Contents = { history, best: best.epoch, snapshots: snapshots.map(({ epoch }) => epoch) };
  await writeCheckpoint(folder, training, files, contents, /^(state|weights)-\d+\.arrow$/);
}

/** The latest epoch of this training, or undefined where none is there, or it is damaged. */
export async function loadCheckpoint(
  folder: string,
  training: string,
  { weights, state }: { weights: Shapes; state: Values },
): Promise<Progress | undefined> {
  const found = await openCheckpoint<Contents>(folder, training);
  if (!found) return undefined;
  const { history, best, snapshots } = found.contents;
  const at = async (epoch: number): Promise<WeightsAt> => {
    return { epoch, weights: await found.tensors(weightsFile(epoch), weights) };
  };
  const shapes = Object.fromEntries(
    Object.entries(state).map(([name, value]: [string, TensorValue]) => [name, value.shape]),
  );
  return {
    history,
    state: await found.tensors(stateFile(history.length), shapes),
    best: await at(best),
    snapshots: await Promise.all(snapshots.map(at)),
  };
}
