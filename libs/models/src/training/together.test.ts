// Training on devices that run several steps before their losses are read: the same weights, and it stops at the same step.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDevice, type Device } from '@jetdemon/compute';
import { defaultLayout, readJets, rowsOf, split } from '@jetdemon/data';
import { keyOf } from '@jetdemon/workflow';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createNetwork } from '../networks/index.ts';
import type { Network } from '../networks/network.ts';
import { train, type TrainingOptions } from './train.ts';

const file = fileURLToPath(new URL('../../../../data/jets-2k.arrow', import.meta.url));
const jets = split(await readJets(file), { train: 0.6, validation: 0.4, test: 0 }, keyOf(1));
const cpu = await openDevice('cpu');
// a driver that is named has to open, see webgpu.test.ts of compute
const gpu = await openDevice('webgpu').catch((error: Error) => {
  if (process.env.VK_ICD_FILENAMES) throw error;
  return undefined;
});

let scratch: string;
beforeEach(async () => void (scratch = await mkdtemp(join(tmpdir(), 'together-'))));
afterEach(() => rm(scratch, { recursive: true }));

/** The cpu, where steps are asked for so many at once. */
const asking = (together: number): Device => ({
  ...cpu,
  compileStep: (step, initial) => ({ ...cpu.compileStep(step, initial), pieces: 1, together }),
});

const pfn = createNetwork('pfn', defaultLayout, { phi: [8, 4], f: [8] });
// whose inputs have one shape, because a software driver takes a second to compile for another
const hl = createNetwork('hl', defaultLayout, { hidden: [8] });

async function trained(device: Device, network: Network, options: TrainingOptions = {}, said: string[] = []) {
  const rows = (part: 'train' | 'validation', count: number) => rowsOf(jets, part).slice(0, count);
  const data = { jets, train: rows('train', 1000), validation: rows('validation', 200), file };
  // two parts of 23 and 25 steps' worth, 40 jets a step: no number of steps asked for at once divides an epoch
  const parts = [data, { ...data, train: data.train.slice(0, 920) }].map((part) => ({
    open: () => Promise.resolve({ data: part, close: () => void said.push('closed') }),
  }));
  await rm(scratch, { recursive: true });
  scratch = await mkdtemp(join(tmpdir(), 'together-'));
  const context = { device, key: keyOf(7), scratch, progress: (message: string) => void said.push(message) };
  return train(network, parts, context, { epochs: 2, batchSize: 40, learningRate: 3e-3, schedule: 'cosine', augment: 'reflect', ...options }); // prettier-ignore
}

test.each([2, 7, 16, 100])('steps %s at once train as one by one, bit for bit', async (together) => {
  const { best, history } = await trained(asking(1), pfn);
  expect(await trained(asking(together), pfn)).toMatchObject({ best, history });
});

test('a loss that is not finite is that of its own step, and every part is closed', async () => {
  const messages: string[] = [];
  for (const together of [1, 16]) {
    const said: string[] = [];
    const error = await trained(asking(together), pfn, { learningRate: 1e30 }, said).catch((found: Error) => found);
    messages.push((error as Error).message);
    // two when they were looked at, and the one that was trained on
    expect(said.filter((message) => message === 'closed')).toHaveLength(3);
  }
  expect(messages[0]).toMatch(/expected a finite loss, found NaN in epoch 1, step 2:/);
  expect(messages[1]).toBe(messages[0]);
});

test.skipIf(!gpu)('webgpu trains as the cpu does', async () => {
  const options = { epochs: 1 };
  const [expected, found] = [await trained(asking(1), hl, options), await trained(gpu!, hl, options)];
  found.history.forEach(({ trainingLoss, validationLoss }, epoch) => {
    expect(trainingLoss).toBeCloseTo(expected.history[epoch]!.trainingLoss, 4);
    expect(validationLoss).toBeCloseTo(expected.history[epoch]!.validationLoss, 4);
  });
  expect(found.best.epoch).toBe(expected.best.epoch);
  for (const [name, { data }] of Object.entries(expected.best.weights))
    data.forEach((weight, at) => expect(found.best.weights[name]!.data[at]).toBeCloseTo(weight, 3));
});
