// A classifier's folder: what is saved comes back, runs in ONNX Runtime as it runs here, and damage is named.
import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDevice } from '@jetdemon/compute';
import { defaultLayout, batchOf, readJets } from '@jetdemon/data';
import { classifier as kind } from '@jetdemon/artifacts';
import { InputError, keyOf, readColumns } from '@jetdemon/workflow';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadClassifier, loadTrained, saveClassifier } from './store.ts';
import { createNetwork } from '../networks/index.ts';
import { initialise } from '../networks/network.ts';
import { scoreJets } from '../scoring/scoring.ts';
import type { Trained } from '../training/train.ts';

const device = await openDevice('auto');
const jets = await readJets(fileURLToPath(new URL('../../../../data/jets-2k.arrow', import.meta.url)));
const rows = Int32Array.from({ length: 130 }, (_, row) => row);

const table = [
  createNetwork('hl', defaultLayout, { hidden: [16, 8] }),
  createNetwork('pfn', defaultLayout, { phi: [16, 8], f: [12] }),
  createNetwork('dense', defaultLayout, { hidden: [16, 8] }),
  createNetwork('efn', defaultLayout, { phi: [16, 8], f: [12] }),
  createNetwork('lipschitz', defaultLayout, { phi: [16, 8], f: [12], slope: 20 }),
];

/** What a training would give; the weights are the initial ones. */
function trained(network: Trained['network']): Trained {
  const weightsOf = (seed: number) => initialise(network, keyOf(seed));
  return {
    network,
    best: { epoch: 2, weights: weightsOf(2) },
    history: [1, 2, 3].map((epoch) => ({ epoch, trainingLoss: 0.6 / epoch, validationLoss: 0.7 / epoch, validationAuc: [0.7, 0.8, 0.75][epoch - 1]! })), // prettier-ignore
    snapshots: [{ epoch: 1, weights: weightsOf(1) }],
  };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'classifier-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function saved(network: Trained['network']): Promise<string> {
  const to = await mkdtemp(join(folder, `${network.name}-`));
  await saveClassifier(to, trained(network));
  return to;
}

test.each(table)('$name comes back as it was saved, from its best epoch or a snapshot', async (network) => {
  const from = await saved(network);
  const best = await loadClassifier(from);
  expect(best).toMatchObject({ name: network.name, hyperparameters: network.hyperparameters, epoch: 2, validationAuc: 0.8 }); // prettier-ignore
  expect(best.weights).toEqual(initialise(network, keyOf(2)));
  const early = await loadTrained(from, { snapshot: 1 });
  expect(early).toMatchObject({ epoch: 1, validationAuc: 0.7 });
  expect(early.weights).toEqual(initialise(network, keyOf(1)));
});

test.each(table)('$name in ONNX Runtime gives the same probabilities, for any number of jets', async (network) => {
  const from = await saved(network);
  const scores = await scoreJets(await loadClassifier(from), jets, device, { rows, batchSize: 64 });
  expect(new Set(scores).size).toBeGreaterThan(100);
  const session = await InferenceSession.create(join(from, 'classifier.onnx'));
  expect(session.inputNames).toEqual(['jets']);
  expect(session.outputNames).toEqual(['probability']);
  for (const size of [1, 7, 130]) {
    const { jets: data } = batchOf(jets, rows.slice(0, size));
    const { probability } = await session.run({ jets: new Tensor('float32', data, [size, 64, 3]) });
    expect(probability!.dims).toEqual([size]);
    (probability!.data as Float32Array).forEach((value, at) => expect(value).toBeCloseTo(scores[at]!, 5));
  }
});

test('the folder has every file and column of its kind', async () => {
  const from = await saved(table[1]!);
  const files = [
    'classifier.json',
    'classifier.onnx',
    'history.arrow',
    'seen.arrow',
    'snapshot-1.arrow',
    'weights.arrow',
  ];
  expect((await readdir(from)).sort()).toEqual(files);
  const history = await readColumns(join(from, 'history.arrow'), kind.files['history.arrow']);
  expect([...history.epoch]).toEqual([1, 2, 3]);
  expect([...history.validation_auc]).toEqual([0.7, 0.8, 0.75]);
});

test('a certificate is kept, and one that says less than the weights do is refused', async () => {
  const at = await saved(table[4]!);
  const { certificate } = JSON.parse(await readFile(join(at, 'classifier.json'), 'utf8'));
  // all layers of fresh weights have norms above 1: the slope is the one asked for
  expect(certificate).toEqual({ slope: 20, logPt: 0.2 });
  await edit(at, '"slope": 20,\n    "logPt"', '"slope": 19,\n    "logPt"');
  await expect(loadClassifier(at)).rejects.toThrow(
    /classifier\.json: certificate: expected that of the weights, slope 20 and logPt 0\.2, found slope 19 and logPt 0\.2/,
  );
});

test.each([
  { what: 'a missing folder', damage: (at: string) => rm(at, { recursive: true }), says: /classifier\.json: expected json, found none/ }, // prettier-ignore
  { what: 'a cut-off description', damage: (at: string) => truncate(join(at, 'classifier.json'), 40), says: /classifier\.json: expected JSON, found / }, // prettier-ignore
  { what: 'another network’s description', damage: (at: string) => edit(at, '"pfn"', '"transformer"'), says: /classifier\.json: network: expected one of hl, pfn, efn, lipschitz, dense, found transformer/ }, // prettier-ignore
  { what: 'weights of other widths', damage: (at: string) => edit(at, '"phi": [\n      16,', '"phi": [\n      24,'), says: /weights\.arrow: expected 72 values of phi1\/kernel \[3, 24\], found 48/ }, // prettier-ignore
  { what: 'cut-off weights', damage: (at: string) => truncate(join(at, 'weights.arrow'), 300), says: /weights\.arrow/ },
  { what: 'missing weights', damage: (at: string) => rm(join(at, 'weights.arrow')), says: /weights\.arrow/ },
])('$what is one clear error', async ({ damage, says }) => {
  const at = join(folder, 'damaged');
  await cp(await saved(table[1]!), at, { recursive: true });
  await damage(at);
  const loading = loadClassifier(at);
  await expect(loading).rejects.toThrow(InputError);
  await expect(loading).rejects.toThrow(says);
  await rm(at, { recursive: true, force: true });
});

test('a snapshot that was not taken is named with those that were', async () => {
  const loading = loadTrained(await saved(table[0]!), { snapshot: 5 });
  await expect(loading).rejects.toThrow(/expected a snapshot of epoch 5, found 1/);
});

async function edit(at: string, from: string, to: string): Promise<void> {
  const file = join(at, 'classifier.json');
  const text = await readFile(file, 'utf8');
  expect(text).toContain(from);
  await writeFile(file, text.replace(from, to));
}
