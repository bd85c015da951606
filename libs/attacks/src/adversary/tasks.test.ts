// Both tasks end to end on a folder of jets and a saved classifier, and what a folder that is no adversary says.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultLayout, readJets, rowsOf, split, writeJets, type Jets } from '@jetdemon/data';
import { createNetwork, initialise, saveClassifier } from '@jetdemon/models';
import { keyOf, type Input } from '@jetdemon/workflow';
import apply from '../tasks/adversary.ts';
import train from '../tasks/train-adversary.ts';
import { loadAdversary } from './store.ts';

let folder: string;
let jets: Jets;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adversary-'));
  const file = fileURLToPath(new URL('../../../../data/jets-2k.arrow', import.meta.url));
  jets = split(await readJets(file), { train: 0.5, validation: 0.3, test: 0.2 }, keyOf(1));
  await writeJets(join(folder, 'jets.arrow'), jets);
  const network = createNetwork('pfn', defaultLayout, { phi: [8], f: [8] });
  const history = [{ epoch: 1, trainingLoss: 1, validationLoss: 1, validationAuc: 0.5 }];
  const best = { epoch: 1, weights: initialise(network, keyOf(2)) };
  await saveClassifier(folder, { network, best, history, snapshots: [] });
});
afterAll(() => rm(folder, { recursive: true }));

const inputAt = (where: string): Input => ({ node: 'n', base: 'n', axes: {}, params: {}, folder: where });

async function contextOf<P, I>(params: P, inputs: I) {
  const recorded: Record<string, unknown> = {};
  const output = await mkdtemp(join(folder, 'out-'));
  const given = { params, inputs, output, scratch: output, key: keyOf(3), device: 'cpu', axes: {} };
  const record = (name: string, value: unknown) => void (recorded[name] = value);
  return { ...given, progress: () => {}, record, recorded };
}

async function trained(given: object) {
  const params = train.params.parse({ hidden: [16], trials: 2, steps: 4, batchSize: 64, ...given });
  const inputs = { jets: inputAt(folder), classifier: inputAt(folder) };
  const context = await contextOf(params, inputs);
  await train.run(context);
  return context;
}

test('an adversary is trained, saved and applied to the test jets of both classes', async () => {
  const { output, recorded } = await trained({ inputs: 'jet+gradient', acceptance: { ks: { score: 0.5, mass: 0.5 } } });
  expect(recorded).toMatchObject({ accepted: true, device: { name: 'cpu' } });
  const trials = JSON.parse(await readFile(join(output, 'trials.json'), 'utf8'));
  expect(trials).toHaveLength(2);
  expect(trials.filter(({ chosen }: { chosen: boolean }) => chosen)).toHaveLength(1);

  const params = apply.params.parse({});
  const context = await contextOf(params, { jets: inputAt(folder), adversary: inputAt(output) });
  await apply.run(context);
  const after = await readJets(join(context.output, 'jets.arrow'));
  expect(after.count).toBe(rowsOf(jets, 'test').length);
  const { asked, achieved } = JSON.parse(await readFile(join(context.output, 'perturbation.json'), 'utf8'));
  expect(asked).toMatchObject({ attack: 'adversary', inputs: 'jet+gradient', accepted: true, classes: 'both' });
  expect(achieved.jets).toBe(after.count);
  expect(achieved.constituent.eta.largest).toBeGreaterThan(0);
  expect(achieved.constituent.eta.largest).toBeLessThan(0.0201);
});

test('acceptance criteria may be left out', async () => {
  const { recorded } = await trained({ acceptance: null });
  expect(recorded['accepted']).toBe(true);
});

test('a λ or acceptance criterion of something unknown is refused', () => {
  expect(train.params.safeParse({ lambda: { girth: 1 } }).success).toBe(false);
  expect(train.params.safeParse({ acceptance: { ks: { girth: 0.1 } } }).success).toBe(false);
});

test('a damaged adversary is named', async () => {
  const { output } = await trained({});
  await writeFile(join(output, 'adversary.json'), '{ "version": 1 }');
  await expect(loadAdversary(output)).rejects.toThrow(/adversary\.json: network: /);
  await rm(join(output, 'adversary.json'));
  await expect(loadAdversary(output)).rejects.toThrow(/adversary\.json: expected json, found none/);
});
