// Checkpoints of a training, from which it goes on exactly where it stopped, in a scratch folder. Tensors are written
// first, each file complete before `checkpoint.json`, renamed into place, names it: at any instant the folder holds one
// whole epoch.
import type { TensorValue, Values } from '@jetdemon/compute';
import { InputError } from '@jetdemon/workflow';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Shapes } from '../networks/network.ts';
import { readWeights, writeWeights } from '../networks/weights.ts';

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

const MANIFEST = 'checkpoint.json';

interface Manifest {
  readonly training: string;
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
  const present = new Set(await readdir(folder));
  for (const [name, values] of files) {
    if (present.has(name)) continue;
    await writeWeights(join(folder, `${name}.partial`), values);
    await rename(join(folder, `${name}.partial`), join(folder, name));
  }
  const manifest: Manifest = { training, history, best: best.epoch, snapshots: snapshots.map(({ epoch }) => epoch) };
  await writeFile(join(folder, `${MANIFEST}.partial`), JSON.stringify(manifest));
  await rename(join(folder, `${MANIFEST}.partial`), join(folder, MANIFEST));
  for (const name of present) {
    if (/^(state|weights)-\d+\.arrow$/.test(name) && !files.has(name)) await rm(join(folder, name));
  }
}

/** The latest epoch of this training, or undefined where none is there. */
export async function loadCheckpoint(
  folder: string,
  training: string,
  { weights, state }: { weights: Shapes; state: Values },
): Promise<Progress | undefined> {
  const file = join(folder, MANIFEST);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.training !== training) {
    throw new InputError(
      'expected a checkpoint of this training, found that of another: delete its folder',
      `${file}:`,
    );
  }
  const at = async (epoch: number): Promise<WeightsAt> => ({
    epoch,
    weights: await readWeights(join(folder, weightsFile(epoch)), weights),
  });
  const shapes = Object.fromEntries(
    Object.entries(state).map(([name, value]: [string, TensorValue]) => [name, value.shape]),
  );
  return {
    history: manifest.history,
    state: await readWeights(join(folder, stateFile(manifest.history.length)), shapes),
    best: await at(manifest.best),
    snapshots: await Promise.all(manifest.snapshots.map(at)),
  };
}
