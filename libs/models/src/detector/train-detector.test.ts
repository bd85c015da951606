// The task models/train-detector on a few real jets, as the runner calls it.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { detection } from '@jetdemon/artifacts';
import { pick, readJets, split, withIdentity, writeJets, type Jets } from '@jetdemon/data';
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

test('of jets that were turned about the beam, which the network does not see, it says no more than by chance', async () => {
  const turned = jets.phi.map((phi) => (phi > Math.PI - 1 ? phi + 1 - 2 * Math.PI : phi + 1));
  const { tests, auc } = await detect(await write('turned', { ...jets, phi: turned }));
  expect(auc.value).toBeCloseTo(0.5, 2);
  // 5% ± four standard deviations of 200 pseudo-experiments
  for (const { power, false_alarms } of Object.values(tests['detector']!)) {
    expect(power.value).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / 200));
    expect(false_alarms.value).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / 200));
  }
});

test('jets that nobody moved are refused, and other jets than the nominal ones', async () => {
  // as by an attack on signal, where background is looked at
  const ofSignal = jets.eta.slice();
  jets.label.forEach((label, row) => {
    for (let at = jets.offsets[row]!; at < jets.offsets[row + 1]!; at++) ofSignal[at]! += 0.01 * label;
  });
  const attacked = await write('attacked', { ...withIdentity(jets), eta: ofSignal });
  await expect(detect(attacked)).rejects.toThrow(
    /attacked\/jets\.arrow: expected jets that were moved, found all \d+ as they were: say the classes of which jets were moved \(classes: background\)/,
  );
  const rows = Int32Array.from({ length: jets.count }, (_, row) => jets.count - 1 - row);
  const others = await write('others', pick({ ...withIdentity(jets), ptTeV: jets.ptTeV.map((pt) => 1.2 * pt) }, rows));
  await expect(detect(others)).rejects.toThrow(
    /others\/jets\.arrow: expected the nominal jets, row for row, moved, found another one as jet 0/,
  );
});

test('event weights that differ are refused', async () => {
  const column = { values: Float32Array.from(jets.label, (_, row) => 1 + (row % 2)), unit: '1', description: '' };
  const before = await write('weighted', { ...jets, reference: { weight: column } });
  const moved = await write('weighted-moved', { ...jets, reference: { weight: column }, ptTeV: jets.ptTeV.map((pt) => 1.2 * pt) }); // prettier-ignore
  const [usual] = [nominal, (nominal = before)];
  await expect(detect(moved)).rejects.toThrow('expected jets that count alike, found event weights that differ');
  nominal = usual;
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
