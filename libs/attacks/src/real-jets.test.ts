// Attacks on real jets and on networks that learned something, compiled; and compiled against eager.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDevice, type Device } from '@jetdemon/compute';
import { defaultContrast, defaultLayout, readJets, rowsOf, split, writeJets, type Jets } from '@jetdemon/data';
import { createNetwork, initialise, networkNames, saveClassifier, train, type Trained } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import { attackJets } from './loop/attack-jets.ts';
import { fgsm, type FgsmOptions } from './gradient/fgsm.ts';
import { perturbRandomly } from './random/random.ts';
import fgsmTask from './tasks/fgsm.ts';
import { rowsWith } from './testing/some-jets.ts';

const file = fileURLToPath(new URL('../../../data/jets-2k.arrow', import.meta.url));
const sums = { phi: [32, 32], f: [32] };
const small = { hl: { hidden: [32] }, pfn: sums, efn: sums, lipschitz: sums, dense: { hidden: [32] } };
let folder: string;
let jets: Jets;
let device: Device;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attacks-'));
  jets = split(await readJets(file), { train: 0.7, validation: 0.15, test: 0.15 }, keyOf(1));
  device = await openDevice('cpu');
});
afterAll(() => rm(folder, { recursive: true }));

/** Trained for seconds: good enough to be worth attacking. */
async function trained(name: keyof typeof small, epochs: number): Promise<Trained> {
  const scratch = await mkdtemp(join(folder, 'scratch-'));
  const data = { jets, train: rowsOf(jets, 'train'), validation: rowsOf(jets, 'validation'), file };
  const context = { device, key: keyOf(1), scratch };
  return train(createNetwork(name, defaultLayout, small[name]), data, context, {
    epochs,
    batchSize: 50,
    learningRate: 2e-3,
  });
}

describe.each([
  { name: 'hl', epochs: 6 },
  { name: 'pfn', epochs: 12 },
] as const)('a trained $name network', ({ name, epochs }) => {
  let result: Trained;
  let signal: Int32Array;
  beforeAll(async () => {
    result = await trained(name, epochs);
    signal = rowsOf(jets, 'test').filter((row) => jets.label[row] === 1);
  });

  const meanProbabilities = async (of: Jets, options: FgsmOptions = {}) => {
    const target = { ...result.network, contrast: defaultContrast, weights: result.best.weights };
    const { response } = await attackJets(of, fgsm(options), { device, rows: signal, target });
    return response.map(({ meanProbability }) => meanProbability);
  };

  test('gives less to signal with every iteration of fgsm, more as printed, and hardly notices the control', async () => {
    const meant = await meanProbabilities(jets);
    expect(meant.length).toBe(11);
    // It learned something: on 300 validation jets 0.6 is three standard errors above chance.
    expect(result.history[result.best.epoch - 1]!.validationAuc).toBeGreaterThan(0.6);
    for (let i = 1; i < meant.length; i++) expect(meant[i]).toBeLessThan(meant[i - 1]!);

    const printed = await meanProbabilities(jets, { sign: 'as-printed' });
    for (let i = 1; i < printed.length; i++) expect(printed[i]).toBeGreaterThan(printed[i - 1]!);

    const [, kept] = await meanProbabilities(jets, { gradient: 'original' });
    const loss = meant[0]! - meant[10]!;
    expect(meant[0]! - kept!).toBeGreaterThan(0.5 * loss);

    for (const application of ['iterated', 'at-once'] as const) {
      const control = await attackJets(jets, perturbRandomly({ application }), { device, rows: signal, key: keyOf(1) });
      const [random] = await meanProbabilities(control.jets, { iterations: 1 });
      expect(Math.abs(meant[0]! - random!)).toBeLessThan(0.25 * loss);
    }
  });

  test('is attacked by the task as saved, from its defaults', async () => {
    await saveClassifier(folder, result);
    await writeJets(join(folder, 'jets.arrow'), jets);
    const output = await mkdtemp(join(folder, 'out-'));
    const input = { node: 'x', base: 'x', axes: {}, params: {}, folder };
    await fgsmTask.run({
      params: fgsmTask.params.parse({}),
      inputs: { jets: input, classifier: input },
      output,
      scratch: folder,
      key: keyOf(1),
      device: 'cpu',
      axes: {},
      progress: () => {},
      record: () => {},
    });
    const { achieved, response } = JSON.parse(await readFile(join(output, 'perturbation.json'), 'utf8'));
    expect(achieved.jets).toBe(signal.length);
    expect(achieved.constituent.eta.largest).toBeGreaterThan(0.009);
    expect(achieved.constituent.relativePt.largest).toBeLessThanOrEqual(1.001 ** 10 - 1 + 2e-6);
    const expected = await meanProbabilities(jets);
    response.forEach((at: { meanProbability: number }, i: number) =>
      expect(at.meanProbability).toBeCloseTo(expected[i]!, 6),
    );
    expect((await readJets(join(output, 'jets.arrow'))).count).toBe(rowsOf(jets, 'test').length);
  });
});

test.each(networkNames)('an attack on %s is the same compiled and eager', async (name) => {
  const network = createNetwork(name, defaultLayout, small[name]);
  const target = { ...network, contrast: defaultContrast, weights: initialise(network, keyOf(2)) };
  const rows = rowsWith(jets, 0, 1).slice(0, 6);
  const eager = await openDevice('tfjs-cpu');
  const [a, b] = await Promise.all(
    [device, eager].map((on) => attackJets(jets, fgsm({ iterations: 2 }), { device: on, rows, target })),
  );
  a!.response.forEach(({ meanProbability }, i) =>
    expect(meanProbability).toBeCloseTo(b!.response[i]!.meanProbability, 5),
  );
  // Where a gradient is about zero its sign hangs on rounding: a handful of coordinates may differ, by 2 ε at most.
  let [coordinates, different] = [0, 0];
  for (const axis of ['ptTeV', 'eta', 'phi'] as const) {
    for (let i = 0; i < jets.offsets[6]!; i++) {
      coordinates++;
      if (Math.abs(a!.jets[axis][i]! - b!.jets[axis][i]!) > 1e-6) different++;
    }
  }
  expect(different / coordinates).toBeLessThan(0.01);
});
