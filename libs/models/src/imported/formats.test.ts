// Networks of every format through the import: those of Keras, TensorFlow.js and XGBoost with the answers that their own
// programs recorded (make.py beside the files of libs/compute, data/taggers/trees.py).
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { openDevice } from '@jetdemon/compute';
import { batchOf, defaultLayout, readJets, type Jets } from '@jetdemon/data';
import { lambdaFunctions } from '@jetdemon/artifacts';
import { afterAll, describe, expect, test } from 'vitest';
import { padded } from '../scoring/map-batches.ts';
import { scoreJets } from '../scoring/scoring.ts';
import { features as declaration } from './features/declaration.ts';
import { hasGradient, inspect } from './inspect.ts';
import { importTagger, type ImportOptions } from './import.ts';
import { restoreImported } from './record.ts';

const compute = (name: string) => fileURLToPath(new URL(`../../../compute/src/${name}`, import.meta.url));
const data = (name: string) => fileURLToPath(new URL(`../../../../data/${name}`, import.meta.url));
const device = await openDevice('cpu');

interface Recorded {
  readonly inputs: Record<string, { shape: number[]; data: number[] }>;
  readonly scores: { shape: number[]; data: number[] };
  readonly gradients: Record<string, number[]>;
}

/** The recorded numbers of each constituent as its pT [TeV], above those by `more`, η and φ: then features are recorded inputs. */
function jetsOf(constituents: readonly (readonly number[])[][], more = 0): Jets {
  const real = constituents.map((jet) => jet.filter(isReal).map(([pt, ...angles]) => [pt! + more, ...angles]));
  const column = (at: number) => Float32Array.from(real.flat(), (numbers) => numbers[at]!);
  let end = 0;
  return {
    layout: { ...defaultLayout, constituents: 8 },
    count: real.length,
    offsets: Int32Array.from([0, ...real.map((jet) => (end += jet.length))]),
    ...{ ptTeV: column(0), eta: column(1), phi: column(2) },
    label: Uint8Array.from(real, (_, at) => at % 2),
  };
}

const isReal = (numbers: readonly number[]) => numbers.some((number) => number !== 0);

const rowsOf = (values: readonly number[], width: number) =>
  Array.from({ length: values.length / width }, (_, at) => values.slice(at * width, (at + 1) * width));

// Random numbers that were recorded as pT may be negative: those of jets are not.
const more = 5;
const jetInput = (name: string, pt: unknown = 'pt') => ({ [name]: { axes: 'NPF', features: [pt, 'eta', 'phi'] } });
const efnInputs = (z: string, angles: string) => ({
  [z]: { axes: 'NP', features: ['pt'] },
  [angles]: { axes: 'NPF', features: ['eta', 'phi'] },
});

const networks = [
  ['keras/peers/pfn.keras', 'keras/peers/pfn.json', jetInput('jets')],
  ['keras/peers/pfn.h5', 'keras/peers/pfn.json', jetInput('jets')],
  ['keras/peers/efn.keras', 'keras/peers/efn.json', efnInputs('zs', 'phats')],
  ['keras/peers/efn.h5', 'keras/peers/efn.json', efnInputs('zs', 'phats')],
  ['keras/peers/masked.keras', 'keras/peers/masked.json', jetInput('jets')],
  ['keras/peers/tf-keras.h5', 'keras/peers/tf-keras.json', jetInput('jets')],
  ['keras/peers/energyflow-pfn.h5', 'keras/peers/energyflow-pfn.json', jetInput('input')],
  ['keras/peers/energyflow-efn.h5', 'keras/peers/energyflow-efn.json', efnInputs('zs_input', 'phats_input')],
  ['tfjs/peers', 'tfjs/peers/expected.json', jetInput('jets', { of: 'pt', shift: more })],
] as const;

const lambdasOf = (model: string): ImportOptions['lambdas'] =>
  model.includes('energyflow-pfn')
    ? { mask: 'energyflow-pfn-mask' }
    : model.includes('energyflow-efn')
      ? { mask: 'energyflow-efn-mask' }
      : {};

describe.each(networks)('%s', (model, file, inputs) => {
  const recorded = JSON.parse(readFileSync(compute(file), 'utf8')) as Recorded;
  const fed = Object.keys(inputs).map((name) => recorded.inputs[name]!);
  const parts = fed.map(({ shape, data }) => rowsOf(data, shape[2] ?? 1));
  const constituents = rowsOf(Array.from(parts[0]!.keys()), 8).map((jet) =>
    jet.map((at) => parts.flatMap((part) => part[at]!)),
  );
  const jets = jetsOf(constituents, model.startsWith('tfjs') ? more : 0);
  const width = recorded.scores.shape[1]!;
  const imported = importTagger(
    { model: compute(model), lambdas: lambdasOf(model), features: declaration.parse({ unit: 'TeV', inputs }), output: {} }, // prettier-ignore
    jets,
    'recorded jets',
    device,
  );

  test('P(signal) and slopes are those of the program that wrote it', async () => {
    const { classifier: tagger } = await imported;
    expect(tagger.gradient).toBeUndefined();
    const rows = Int32Array.from({ length: jets.count }, (_, at) => at);
    const scores = await scoreJets(tagger, jets, device, { rows });
    const expected = rowsOf(recorded.scores.data, width).map((all) => all.at(-1)!);
    expected.forEach((value, at) => expect(Math.abs(scores[at]! - value)).toBeLessThan(1e-5));

    const run = device.compile(({ jets: some, ...weights }) => ({
      slopes: tf.grad((moved: tf.Tensor) => tf.sum(tf.sigmoid(tagger.logits(weights, { jets: moved }))))(some!),
    }));
    const found = (await run({ ...tagger.weights, jets: padded(batchOf(jets, rows).jets, jets.layout) })).slopes!.data;
    // Recorded is the slope of Σ w · scores, w from 1 to 2 over all scores; of two that sum to one, that of the second.
    const weight = (jet: number) => (width === 1 ? 1 + jet / (jets.count - 1) : 1 / (2 * jets.count - 1));
    const names = Object.keys(inputs);
    const slopes = rowsOf(Array.from(parts[0]!.keys()), 8).flatMap((jet, of) =>
      jet.flatMap((at) =>
        names.flatMap((name, input) => {
          const size = fed[input]!.shape[2] ?? 1;
          const slope = recorded.gradients[name]!.slice(at * size, (at + 1) * size);
          return slope.map((value) => (isReal(constituents[of]![at % 8]!) ? value / weight(of) : 0));
        }),
      ),
    );
    const largest = Math.max(...slopes.map(Math.abs));
    const off = Math.max(...slopes.map((value, at) => Math.abs(value - found[at]!)));
    expect(off / largest).toBeLessThan(1e-4);
  });

  test('a classifier keeps it: what it wrote it reads as the same', async () => {
    const { classifier: before } = await imported;
    const { bytes, imported: record, layout, contrast } = before;
    const after = await restoreImported(bytes, record, layout, contrast);
    const rows = Int32Array.from({ length: jets.count }, (_, at) => at);
    expect(await scoreJets(after, jets, device, { rows })).toEqual(await scoreJets(before, jets, device, { rows }));
  });
});

test('each function for a Lambda layer is known to the reader of Keras', () => {
  const named = networks.flatMap(([model]) => Object.values(lambdasOf(model) ?? {}));
  expect([...named].sort()).toEqual([...lambdaFunctions].sort());
});

describe('trees of XGBoost', () => {
  const { rows, scores } = JSON.parse(readFileSync(data('taggers/trees.json'), 'utf8')) as Record<string, number[]>;
  const inputs = { observables: { axes: 'NF', features: ['jet_pt', 'jet_mass', 'jet_d2', 'jet_constituents'] } };
  const features = declaration.parse({ unit: 'GeV', inputs });
  const model = data('taggers/trees.onnx');

  test('P(signal) is that of XGBoost on observables that were computed apart from ours, and it has no gradient', async () => {
    const jets = await readJets(data('jets-2k.arrow'));
    const { classifier, auc } = await importTagger({ model, features, output: {} }, jets, 'jets', device);
    expect(classifier.gradient).toBe('none');
    expect(classifier.imported).toMatchObject({ gradient: 'none', output: { name: 'probabilities', width: 2 } });
    const found = await scoreJets(classifier, jets, device, { rows: Int32Array.from(rows!) });
    scores!.forEach((expected, at) => expect(Math.abs(found[at]! - expected)).toBeLessThan(1e-5));
    // 0.870 of 400 of these jets, as trees.py printed it; here of 128.
    expect(auc).toBeGreaterThan(0.77);
  });

  test('are refused where no constituent that moves reaches them', async () => {
    const constant = { observables: { axes: 'NF', features: ['1', '1', '1', 'jet_constituents'] } };
    const asked = { model, features: declaration.parse({ unit: 'GeV', inputs: constant }), output: {} };
    const jets = await readJets(data('jets-2k.arrow'));
    await expect(importTagger(asked, jets, 'jets', device)).rejects.toThrow(/nothing that moves reaches the network/);
  });

  test('are told from networks with slopes by their file', async () => {
    expect(await hasGradient(model)).toBe(false);
    expect(await hasGradient(compute('keras/peers/pfn.h5'))).toBe(true);
    expect(await inspect(model)).toMatch(/ONNX, opset \d+[^]*no gradient: attacks\/square takes it/);
    expect(await inspect(compute('tfjs/peers'))).toMatch(/: TensorFlow\.js, /);
  });
});

describe('a folder of TensorFlow.js', () => {
  const root = mkdtempSync(join(tmpdir(), 'tfjs-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const asked = { model: root, features: declaration.parse({ unit: 'TeV', inputs: jetInput('jets') }), output: {} };
  const refused = async (words: RegExp) =>
    expect(importTagger(asked, jetsOf([[[1, 0, 0]], [[2, 0, 0]]]), 'jets', device)).rejects.toThrow(words);

  test('without its model or its weights is refused', async () => {
    await refused(/expected model\.json of a TensorFlow\.js model in the folder, found nothing/);
    writeFileSync(join(root, 'model.json'), readFileSync(compute('tfjs/peers/model.json')));
    await refused(/expected its weights group1-shard1of1\.bin beside model\.json, found none/);
    writeFileSync(join(root, 'group1-shard1of1.bin'), new Uint8Array(12));
    await refused(/TensorFlow\.js model: weight ".*": expected \d+ numbers of .*, found \d+ bytes/);
  });
});
