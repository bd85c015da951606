// A Particle Transformer of weaver's with random weights, as it exports one, through its data configuration: P(signal), slopes by
// the momenta of constituents and FGSM through four-vectors, against PyTorch in double precision (data/taggers/make.py).
// Both in double precision: constituents are massless here, so that ln m² of a constituent and itself is the logarithm of
// rounding. In single precision PyTorch's own P(signal) is off by up to 0.005, its slopes by up to 12% of the largest.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { attackJets, fgsm } from '@jetdemon/attacks';
import { openDevice, type Device } from '@jetdemon/compute';
import { batchOf, pick, readJets, type Jets } from '@jetdemon/data';
import { importTagger, padded, scoreJets, type Tagger } from '@jetdemon/models';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { compileInDouble } from './in-double.ts';

const data = (name: string) => fileURLToPath(new URL(`../data/${name}`, import.meta.url));
const recorded = JSON.parse(readFileSync(data('taggers/transformer.json'), 'utf8')) as {
  readonly rows: number[];
  readonly scores: number[];
  readonly gradients: number[];
  readonly epsilon: number;
  readonly iterations: number;
  readonly moved: number[];
};
const each = Int32Array.from(recorded.rows.keys());

let single: Device;
let double: Device;
let jets: Jets;
let tagger: Tagger;

const imported = (file: string) =>
  importTagger(
    {
      model: data('taggers/transformer/model.onnx'),
      features: { unit: 'GeV', define: {}, file: data(`taggers/transformer/${file}`) },
      output: {},
    },
    jets,
    'jets-2k.arrow',
    single,
  );

beforeAll(async () => {
  single = await openDevice('cpu');
  double = {
    ...single,
    compile(run) {
      const compiled = compileInDouble(run);
      return async (inputs) => (await compiled)(inputs);
    },
  };
  jets = pick(await readJets(data('jets-2k.arrow')), Int32Array.from(recorded.rows));
  tagger = (await imported('data.yaml')).classifier;
});

test('P(signal) to 1e-5, in single precision as far as PyTorch has it', async () => {
  const exact = await scoreJets(tagger, jets, double, { rows: each });
  const rounded = await scoreJets(tagger, jets, single, { rows: each });
  recorded.scores.forEach((expected, at) => {
    expect(Math.abs(exact[at]! - expected)).toBeLessThan(1e-5);
    expect(Math.abs(rounded[at]! - expected)).toBeLessThan(0.02);
  });
});

test('slopes to 1e-4 of the largest', async () => {
  const { slopes } = await double.compile(({ jets: some, ...weights }) => ({
    slopes: tf.grad((moved: tf.Tensor) => tf.sum(tagger.logits(weights, { jets: moved })))(some!),
  }))({ ...tagger.weights, jets: padded(batchOf(jets, each).jets, jets.layout) });
  for (const axis of [0, 1, 2]) {
    const [expected, found] = [recorded.gradients, Array.from(slopes!.data)].map((all) => all.filter((_, at) => at % 3 === axis)); // prettier-ignore
    const largest = Math.max(...expected!.map(Math.abs));
    expect(Math.max(...expected!.map((value, at) => Math.abs(value - found![at]!))) / largest).toBeLessThan(1e-4);
  }
});

test('FGSM moves every constituent as PyTorch does', async () => {
  const { epsilon, iterations, moved } = recorded;
  const attack = fgsm({ epsilon: { pt: epsilon, eta: epsilon, phi: epsilon }, iterations });
  const after = (await attackJets(jets, attack, { device: double, rows: each, target: tagger })).jets;
  const [before, found] = [batchOf(jets, each).jets, batchOf(after, each).jets];
  const wrong = moved.filter((expected, at) => {
    const step = at % 3 === 0 ? epsilon * before[at]! : epsilon;
    return Math.abs(found[at]! - expected) > 0.1 * step + 1e-6 * Math.abs(expected);
  });
  expect(3 * jets.offsets[jets.count]!).toBeGreaterThan(400);
  expect(wrong.length).toBeLessThanOrEqual(0.002 * 3 * jets.offsets[jets.count]!);
});

test('the import notes that slopes of square roots are chosen at 0', async () => {
  const { notes } = (await imported('data.yaml')).classifier.imported;
  expect(notes).toEqual([
    expect.stringMatching(/square roots of what moves: where the argument is 0, .* PyTorch has NaN/),
  ]);
});

// ONNX Runtime gives NaN for the same file and vectors of zeros: the azimuth is exported as atan(py / px).
test('momenta of zero where there is no constituent are refused', async () => {
  await expect(imported('preprocess.json')).rejects.toThrow(/expected finite numbers, found NaN .* say padding: any/);
});
