// Checkpoints of a training of an adversary, from which it goes on exactly where it stopped: the state after its latest
// trial, in a scratch folder. Tensors are written first, each file complete before checkpoint.json, renamed into place,
// names it.
import type { Values } from '@jetdemon/compute';
import { readWeights, writeWeights } from '@jetdemon/models';
import { InputError } from '@jetdemon/workflow';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

const MANIFEST = 'checkpoint.json';
const stateFile = (trial: number) => `adversary-state-${trial}.arrow`;
const bestFile = (trial: number) => `adversary-best-${trial}.arrow`;

interface Manifest {
  readonly training: string;
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
  const present = new Set(await readdir(folder));
  for (const [name, values] of files) {
    if (present.has(name)) continue;
    await writeWeights(join(folder, `${name}.partial`), values);
    await rename(join(folder, `${name}.partial`), join(folder, name));
  }
  const manifest: Manifest = { training, trials, best: best.trial.trial, memory };
  await writeFile(join(folder, `${MANIFEST}.partial`), JSON.stringify(manifest));
  await rename(join(folder, `${MANIFEST}.partial`), join(folder, MANIFEST));
  for (const name of present) {
    if (/^adversary-(state|best)-\d+\.arrow$/.test(name) && !files.has(name)) await rm(join(folder, name));
  }
}

/**
 * The latest trial of this training, or undefined where none is there.
 *
 * @param like values of the shapes of the state and of the weights
 * @throws InputError for a checkpoint of another training
 */
export async function loadCheckpoint(
  folder: string,
  training: string,
  like: { readonly state: Values; readonly weights: Values },
): Promise<TrainingState | undefined> {
  const file = join(folder, MANIFEST);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.training !== training) {
    const message = 'expected a checkpoint of this training, found that of another: delete its folder';
    throw new InputError(message, `${file}:`);
  }
  const shapesOf = (values: Values) => Object.fromEntries(Object.entries(values).map(([name, { shape }]) => [name, shape])); // prettier-ignore
  return {
    trials: manifest.trials,
    memory: manifest.memory,
    state: await readWeights(join(folder, stateFile(manifest.trials.length)), shapesOf(like.state)),
    best: {
      trial: manifest.trials[manifest.best - 1]!,
      weights: await readWeights(join(folder, bestFile(manifest.best)), shapesOf(like.weights)),
    },
  };
}
