// Rungs by hand, and an epoch of a training as a classifier of its own.
import { defaultLayout } from '@jetdemon/data';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError, keyOf } from '@jetdemon/workflow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadTrained, readHistory, saveClassifier } from './store.ts';
import { createNetwork } from '../networks/index.ts';
import { initialise } from '../networks/network.ts';
import { stageOf, undertrain } from './early-epoch.ts';

const epochs = [0.7, 0.8, 0.78, 0.86, 0.9].map((validationAuc, at) => ({ epoch: at + 1, validationAuc }));

test.each([
  { progress: 0, epoch: 2, target: 0.81, same: [0, 2 / 9] }, // up to the middle of 0.80 and 0.86
  { progress: 0.2, epoch: 2, target: 0.828, same: [0, 2 / 9] },
  { progress: 0.5, epoch: 4, target: 0.855, same: [2 / 9, 7 / 9] },
  { progress: 1, epoch: 5, target: 0.9, same: [7 / 9, 1] },
])('progress $progress from an AUC of 0.81 to one of 0.9 is epoch $epoch', ({ progress, epoch, target, same }) => {
  const stage = stageOf(epochs, { referenceAuc: 0.81, fullAuc: 0.9, progress });
  expect(stage).toMatchObject({ epoch, validationAuc: epochs[epoch - 1]!.validationAuc });
  expect(stage.targetAuc).toBeCloseTo(target, 12);
  stage.sameForProgress.forEach((end, at) => expect(end).toBeCloseTo(same[at]!, 12));
});

test('of two epochs as near to the target the earlier is taken', () => {
  const pair = [{ epoch: 1, validationAuc: 0.75 }, { epoch: 2, validationAuc: 0.5 }, { epoch: 3, validationAuc: 0.75 }]; // prettier-ignore
  expect(stageOf(pair, { referenceAuc: 0.5, fullAuc: 0.75, progress: 1 }).epoch).toBe(1);
  expect(stageOf(pair, { referenceAuc: 0.5, fullAuc: 0.75, progress: 0.5 }).epoch).toBe(1);
});

test('a reference as good as the fully trained network leaves one stage', () => {
  expect(stageOf(epochs, { referenceAuc: 0.9, fullAuc: 0.9, progress: 0 })).toEqual({
    epoch: 5,
    validationAuc: 0.9,
    targetAuc: 0.9,
    sameForProgress: [0, 1],
  });
});

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'undertrained-'));
});
afterAll(() => rm(root, { recursive: true }));

/** A small classifier that had these validation AUCs, one per epoch, and kept the weights of some epochs. */
async function trained(aucs: readonly number[], snapshots: readonly number[]): Promise<string> {
  const folder = await mkdtemp(join(root, 'classifier-'));
  const network = createNetwork('hl', defaultLayout, { hidden: [4] });
  const weightsOf = (epoch: number) => ({ epoch, weights: initialise(network, keyOf(epoch)) });
  await saveClassifier(folder, {
    network,
    best: weightsOf(aucs.indexOf(Math.max(...aucs)) + 1),
    history: aucs.map((validationAuc, at) => ({ epoch: at + 1, trainingLoss: 1 / (at + 1), validationLoss: 0.5, validationAuc })), // prettier-ignore
    snapshots: snapshots.map(weightsOf),
  });
  return folder;
}

test('the classifier written is the one of that epoch, with its history until then and no further snapshots', async () => {
  const [classifier, reference] = [await trained([0.7, 0.8, 0.9, 0.79], [1, 2, 3, 4]), await trained([0.79], [])];
  const output = await mkdtemp(join(root, 'output-'));
  const stage = await undertrain({ classifier, reference, progress: 0 }, output);
  expect(stage).toMatchObject({ epoch: 2, validationAuc: 0.8, targetAuc: 0.79 });
  const { weights, ...about } = await loadTrained(output);
  expect(about).toMatchObject({ epoch: 2, validationAuc: 0.8, hyperparameters: { hidden: [4] } });
  expect(weights).toEqual((await loadTrained(classifier, { snapshot: 2 })).weights);
  expect((await readHistory(output)).map(({ validationAuc }) => validationAuc)).toEqual([0.7, 0.8]);
  const files = ['classifier.json', 'classifier.onnx', 'history.arrow', 'seen.arrow', 'weights.arrow'];
  expect((await readdir(output)).sort()).toEqual(files);
});

test('progress 1 is the best epoch, also where it is no snapshot, and no later one', async () => {
  const classifier = await trained([0.7, 0.8, 0.9, 0.899], [1, 4]);
  const output = await mkdtemp(join(root, 'output-'));
  const reference = await trained([0.72], []);
  expect(await undertrain({ classifier, reference, progress: 1 }, output)).toMatchObject({ epoch: 3 });
  expect((await loadTrained(output)).weights).toEqual((await loadTrained(classifier)).weights);
});

test.each([
  { what: 'no snapshots', kept: [], reference: 0.79, says: /^classifier: expected snapshots of its training, found none/ }, // prettier-ignore
  { what: 'a better reference', kept: [1], reference: 0.85, says: /^classifier: expected a validation AUC of at least that of the reference, 0\.8500, found 0\.8000/ }, // prettier-ignore
])('$what is one clear error', async ({ kept, reference, says }) => {
  const folders = { classifier: await trained([0.7, 0.8], kept), reference: await trained([reference], []) };
  const undertraining = undertrain({ ...folders, progress: 0 }, root);
  await expect(undertraining).rejects.toThrow(InputError);
  await expect(undertraining).rejects.toThrow(says);
});
