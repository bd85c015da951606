// Training on real jets: it learns what physics says can be learnt, resumes bit for bit, and stops aloud.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDevice } from '@jetdemon/compute';
import { defaultLayout, openJets, readJets, rowsOf, split, type Jets } from '@jetdemon/data';
import { InputError, keyOf } from '@jetdemon/workflow';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createNetwork } from '../networks/index.ts';
import type { TrainingData, TrainingPart } from './parts.ts';
import { train, type TrainingContext, type TrainingOptions } from './train.ts';

const file = fileURLToPath(new URL('../../../../data/jets-2k.arrow', import.meta.url));
const device = await openDevice('auto');
const jets = split(await readJets(file), { train: 0.6, validation: 0.4, test: 0 }, keyOf(1));

const tiny = createNetwork('pfn', defaultLayout, { phi: [8, 4], f: [8] });

function some(of: Jets, [training, validating]: [number, number]): TrainingData {
  const first = (rows: Int32Array, count: number) => rows.slice(0, count);
  return { jets: of, train: first(rowsOf(of, 'train'), training), validation: first(rowsOf(of, 'validation'), validating), file }; // prettier-ignore
}

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'training-'));
});
afterEach(() => rm(scratch, { recursive: true }));

const context = (progress?: TrainingContext['progress']): TrainingContext => ({ device, key: keyOf(7), scratch, progress }); // prettier-ignore

// The mass alone, cut on from one side, has an AUC of 0.617 on these jets (data/README.md); ln 2 is the loss of a
// network that knows nothing.
test.each([
  { network: createNetwork('hl', defaultLayout, { hidden: [32, 32] }), epochs: 6, learningRate: 3e-3 },
  { network: createNetwork('pfn', defaultLayout, { phi: [32, 16], f: [32] }), epochs: 12, learningRate: 5e-3 },
])(
  '$network.name learns more from 1,200 jets than a cut on the mass knows',
  async ({ network, epochs, learningRate }) => {
    const options: TrainingOptions = { epochs, batchSize: 60, learningRate, schedule: 'cosine', augment: 'reflect' };
    const { history, best } = await train(network, some(jets, [1200, 800]), context(), options);
    const last = history.at(-1)!;
    expect(history).toHaveLength(epochs);
    expect(last.trainingLoss).toBeLessThan(Math.LN2);
    expect(last.validationLoss).toBeLessThan(Math.LN2);
    expect(last.trainingLoss).toBeLessThan(history[0]!.trainingLoss);
    expect(history[best.epoch - 1]!.validationAuc).toBeGreaterThan(0.617);
    expect(Math.max(...history.map((epoch) => epoch.validationAuc))).toBe(history[best.epoch - 1]!.validationAuc);
  },
);

test('a training that was killed and resumed gives what an uninterrupted one gives, bit for bit', async () => {
  const data = some(jets, [300, 100]);
  const options: TrainingOptions = { epochs: 4, batchSize: 50, learningRate: 1e-2, schedule: 'cosine', augment: 'reflect', snapshots: [1, 3] }; // prettier-ignore
  const whole = await train(tiny, data, context(), options);

  await rm(scratch, { recursive: true });
  scratch = await mkdtemp(join(tmpdir(), 'training-'));
  const kill = (message: string) => {
    if (message.startsWith('epoch 2/4')) throw new Error('killed');
  };
  await expect(train(tiny, data, context(kill), options)).rejects.toThrow('killed');
  const said: string[] = [];
  const resumed = await train(tiny, data, context((message) => said.push(message)), options); // prettier-ignore

  expect(said[0]).toBe('resumed after epoch 2');
  expect(said[1]).toMatch(/^epoch 3\/4: loss 0\.\d{4}, validation AUC 0\.\d{4}, \d+ jets\/s, \d+ s left$/);
  expect(resumed.history).toEqual(whole.history);
  expect(resumed.best).toEqual(whole.best);
  expect(resumed.snapshots).toEqual(whole.snapshots);
  expect(resumed.snapshots.map(({ epoch }) => epoch)).toEqual([1, 3]);
});

test('jets on disk train as jets in memory do, bit for bit', async () => {
  const data = some(jets, [300, 100]);
  const options: TrainingOptions = { epochs: 2, batchSize: 50, learningRate: 1e-2, augment: 'reflect', snapshots: 'all' }; // prettier-ignore
  const inMemory = await train(tiny, data, context(), options);
  await rm(scratch, { recursive: true });
  scratch = await mkdtemp(join(tmpdir(), 'training-'));
  const stored = await openJets(file, { scratch: join(scratch, 'jets.padded'), inMemory: 0 });
  expect(stored.jets).toHaveProperty('read');
  const onDisk = await train(tiny, { ...data, jets: stored.jets }, context(), options);
  stored.close();
  expect(onDisk).toEqual(inMemory);
  expect(onDisk.snapshots.map(({ epoch }) => epoch)).toEqual([1, 2]);
});

describe('event weights', () => {
  const options: TrainingOptions = { epochs: 2, batchSize: 50, learningRate: 1e-2 };
  const weighing = (values: Float64Array): Jets => ({
    ...jets,
    reference: { weight: { values, unit: '1', description: '' } },
  });
  const anew = async (of: Jets, weighted: boolean, how = options) => {
    await rm(scratch, { recursive: true });
    scratch = await mkdtemp(join(tmpdir(), 'training-'));
    return train(tiny, some(of, [300, 100]), context(), { ...how, weighted });
  };
  const inTurn = Float64Array.from({ length: jets.count }, (_, row) => 1 + (row % 3));

  test('do not matter unless asked for, and when asked for only where they differ within a class', async () => {
    const plain = await anew(jets, false);
    expect(await anew(weighing(inTurn), false)).toEqual(plain);
    const alike = await anew(weighing(Float64Array.from(jets.label, (label) => (label ? 7 : 0.5))), true);
    alike.history.forEach(({ trainingLoss }, at) =>
      expect(trainingLoss).toBeCloseTo(plain.history[at]!.trainingLoss, 5),
    );
    expect((await anew(weighing(inTurn), true)).history[0]).not.toEqual(plain.history[0]);
  });

  test('of 0 take their jets out of the loss: what they are plays no part', async () => {
    // The label of jets of weight 0 is turned round; the weights of the others are alike.
    const zero = (row: number) => row % 4 === 0;
    const weights = Float64Array.from({ length: jets.count }, (_, row) => (zero(row) ? 0 : 1));
    const steps = { ...options, epochs: 1 };
    const before = await anew(weighing(weights), true, steps);
    const moved = { ...weighing(weights), ptTeV: jets.ptTeV.slice() };
    for (let row = 0; row < jets.count; row += 4) moved.ptTeV.fill(0.5, jets.offsets[row], jets.offsets[row + 1]);
    expect((await anew(moved, true, steps)).best.weights).toEqual(before.best.weights);
  });

  test('that do not sum to more than 0 in a class are refused', async () => {
    const negative = weighing(Float64Array.from(jets.label, (label) => (label ? -1 : 1)));
    await expect(anew(negative, true)).rejects.toThrow(
      /jets-2k\.arrow: column weight: expected finite weights of a sum above 0 of signal \(label 1\), found a sum of -\d+$/,
    );
  });
});

test('a checkpoint of another training is refused, and a finished training leaves one epoch behind', async () => {
  const data = some(jets, [100, 50]);
  await train(tiny, data, context(), { epochs: 3, batchSize: 50 });
  const files = await readdir(scratch);
  expect(files.filter((name) => name.startsWith('state-'))).toEqual(['state-3.arrow']);
  expect(files.filter((name) => name.endsWith('.partial'))).toEqual([]);
  await expect(train(tiny, data, context(), { epochs: 3, batchSize: 25 })).rejects.toThrow(InputError);
});

test('training stops when the validation AUC has not risen for as many epochs as patience allows', async () => {
  // Nothing is learnt at a learning rate of 0: every epoch after the first is one without progress.
  const options: TrainingOptions = { epochs: 50, batchSize: 50, learningRate: 0, patience: 3 };
  const { history, best } = await train(tiny, some(jets, [100, 100]), context(), options);
  expect(history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
  expect(best.epoch).toBe(1);
});

test('a loss that is not finite stops the training and names epoch, step and remedy', async () => {
  const run = train(tiny, some(jets, [300, 100]), context(), { epochs: 3, batchSize: 50, learningRate: 1e30 });
  await expect(run).rejects.toThrow(InputError);
  await expect(run).rejects.toThrow(
    /^training diverged: expected a finite loss, found (NaN|-?Infinity) in epoch 1, step [2-6]: lower learningRate \(1e\+30 now\)$/,
  );
});

test('jets of one class are refused', async () => {
  const background = { ...jets, label: new Uint8Array(jets.count) };
  await expect(train(tiny, some(background, [100, 50]), context())).rejects.toThrow(/jets-2k\.arrow: expected jets of both classes/); // prettier-ignore
});

describe('jets in parts', () => {
  const options: TrainingOptions = { epochs: 3, batchSize: 50, learningRate: 1e-2, augment: 'reflect' };
  const data = some(jets, [1200, 800]);
  const rowsIn = (rows: Int32Array, part: number) => rows.filter((row) => row % 2 === part);
  const part = (at: number): TrainingData => ({ ...data, train: rowsIn(data.train, at), validation: rowsIn(data.validation, at) }); // prettier-ignore
  let open = 0;
  let most = 0;
  const opening = (of: TrainingData): TrainingPart => ({
    open: () => {
      most = Math.max(most, ++open);
      return Promise.resolve({ data: of, close: () => void open-- });
    },
  });
  const anew = async (of: TrainingData | readonly TrainingPart[], how = options) => {
    await rm(scratch, { recursive: true });
    scratch = await mkdtemp(join(tmpdir(), 'training-'));
    return train(tiny, of, context(), how);
  };

  test('that are one are those jets, bit for bit', async () => {
    expect(await anew([opening(data)])).toEqual(await anew(data));
  });

  test('are learnt from one at a time, and validated on together', async () => {
    const network = createNetwork('hl', defaultLayout, { hidden: [32, 32] });
    const how: TrainingOptions = { epochs: 6, batchSize: 60, learningRate: 3e-3, schedule: 'cosine', augment: 'reflect' }; // prettier-ignore
    [open, most] = [0, 0];
    const { history } = await train(network, [opening(part(0)), opening(part(1))], context(), how);
    expect([open, most]).toEqual([0, 1]);
    // more than a cut on the mass knows, whose AUC is 0.617 (data/README.md)
    expect(Math.max(...history.map((epoch) => epoch.validationAuc))).toBeGreaterThan(0.617);
    // a network that learns nothing says the same of the same jets, in one part or two
    const still = { ...options, epochs: 1, learningRate: 1e-30 };
    const [whole, halves] = [await anew(data, still), await anew([opening(part(0)), opening(part(1))], still)];
    expect(halves.history[0]!.validationAuc).toBe(whole.history[0]!.validationAuc);
    expect(halves.history[0]!.validationLoss).toBeCloseTo(whole.history[0]!.validationLoss, 9);
  });

  test('train on after a kill as without it, bit for bit', async () => {
    const parts = [opening(part(0)), opening(part(1))];
    const whole = await anew(parts);
    await rm(scratch, { recursive: true });
    scratch = await mkdtemp(join(tmpdir(), 'training-'));
    const kill = (message: string) => {
      if (message.startsWith('epoch 2/3')) throw new Error('killed');
    };
    await expect(train(tiny, parts, context(kill), options)).rejects.toThrow('killed');
    expect(await train(tiny, parts, context(), options)).toEqual(whole);
  });

  test('have both classes each', async () => {
    const background = { ...part(1), train: part(1).train.filter((row) => jets.label[row] === 0), file: 'b.arrow' };
    await expect(anew([opening(part(0)), opening(background)])).rejects.toThrow(/b\.arrow: expected .*signal/);
  });

  test('have weights that are relative to those of all parts', async () => {
    // The first part has weight 1, the second 3: over all, weights are 1/2 and 3/2, over each part they would be alike.
    const values = Float64Array.from({ length: jets.count }, (_, row) => (row % 2 === 0 ? 1 : 3));
    const weighted = { ...jets, reference: { weight: { values, unit: '1', description: '' } } };
    const parts = [0, 1].map((at) => opening({ ...part(at), jets: weighted }));
    const still = { ...options, epochs: 1, learningRate: 1e-30 };
    const how = { ...still, weighted: true };
    const [apart, whole] = [await anew(parts, how), await anew({ ...data, jets: weighted }, how)];
    expect(apart.history[0]!.validationLoss).toBeCloseTo(whole.history[0]!.validationLoss, 9);
    expect(Math.abs(apart.history[0]!.validationLoss - (await anew(parts, still)).history[0]!.validationLoss)).toBeGreaterThan(1e-6); // prettier-ignore
  });
});
