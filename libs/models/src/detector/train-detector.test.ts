// The task models/train-detector on a few real jets, as the runner calls it.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { detection } from '@jetdemon/artifacts';
import { pick, readJets, split, writeJets, type Jets } from '@jetdemon/data';
import { keyOf, type Input } from '@jetdemon/workflow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import task from '../tasks/train-detector.ts';

const bundled = fileURLToPath(new URL('../../../../data/jets-2k.arrow', import.meta.url));

let root: string;
let jets: Jets;
let nominal: Input;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'detector-'));
  jets = split({ ...(await readJets(bundled)), reference: {} }, { train: 0, validation: 0, test: 1 }, keyOf(1));
  nominal = await write('nominal', jets);
});
afterAll(() => rm(root, { recursive: true }));

async function write(node: string, of: Jets): Promise<Input> {
  const folder = join(root, node);
  await mkdir(folder);
  await writeJets(join(folder, 'jets.arrow'), of);
  return { node, base: node, axes: {}, params: {}, folder };
}

async function detect(moved: Input) {
  const folder = await mkdtemp(join(root, 'out-'));
  const params = task.params.parse({ network: 'hl', width: 16, depth: 2, epochs: 12, batchSize: 50, learningRate: 5e-3, jets: [10, 100], pseudoExperiments: 200, permutations: 99, beside: ['mass', 'eta'] }); // prettier-ignore
  const context = { key: keyOf(2), device: 'cpu', axes: {}, progress: () => {}, record: () => {} };
  await task.run({ ...context, params, inputs: { nominal, moved }, output: folder, scratch: await mkdtemp(join(root, 'scratch-')) }); // prettier-ignore
  return detection.read({ folder }, 'metrics.json');
}

test('a scale of pT is noticed by the network and by the mass, and not by the direction', async () => {
  const { tests, auc, jets: counts } = await detect(await write('scaled', { ...jets, ptTeV: jets.ptTeV.map((pt) => 1.2 * pt) })); // prettier-ignore
  expect(counts.trained + counts.tested).toBe(jets.label.filter((label) => label === 0).length);
  expect(auc.low).toBeGreaterThan(0.55);
  const [network, mass, eta] = ['detector', 'ks mass', 'ks eta'].map((name) => tests[name]!['100']!);
  expect(network!.power.low).toBeGreaterThan(0.9);
  expect(network!.power.low).toBeGreaterThan(mass!.power.high);
  expect(mass!.power.low).toBeGreaterThan(0.15);
  // the direction does not change: no more than false alarms
  expect(eta!.power.value).toBeLessThan(0.15);
  expect(tests['detector']!['10']!.power.value).toBeLessThan(network!.power.value);
});

test('of jets that nobody moved it says no more than by chance', async () => {
  const { tests, auc } = await detect(await write('same', jets));
  expect(auc.value).toBeCloseTo(0.5, 10);
  // 5% ± four standard deviations of 200 pseudo-experiments
  for (const { power, false_alarms } of Object.values(tests['detector']!)) {
    expect(power.value).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / 200));
    expect(false_alarms.value).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / 200));
  }
});

test('other numbers of jets are refused', async () => {
  const fewer = await write(
    'fewer',
    pick(
      jets,
      Int32Array.from({ length: 500 }, (_, row) => row),
    ),
  );
  await expect(detect(fewer)).rejects.toThrow(/fewer\/jets\.arrow: expected the \d+ jets of the nominal sample, moved, found \d+/); // prettier-ignore
});
