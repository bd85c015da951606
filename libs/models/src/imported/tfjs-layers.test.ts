// A layers model that TensorFlow.js itself saves, through the import: scores and slopes against its own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDevice } from '@jetdemon/compute';
import { batchOf, readJets } from '@jetdemon/data';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { afterAll, expect, test } from 'vitest';
import { fileURLToPath } from 'node:url';
import { padded } from '../scoring/map-batches.ts';
import { scoreJets } from '../scoring/scoring.ts';
import { features as declaration } from './features/declaration.ts';
import { importTagger } from './import.ts';

const folder = mkdtempSync(join(tmpdir(), 'tfjs-layers-'));
afterAll(() => rmSync(folder, { recursive: true }));

await openDevice('tfjs-cpu');
const bundled = fileURLToPath(new URL('../../../../data/jets-2k.arrow', import.meta.url));
const slots = 64;

/** ReLU layers on all (pT, Δη, Δφ) of a jet, with weights that are the same each time. */
function network(): layers.LayersModel {
  const model = layers.sequential({
    layers: [
      layers.layers.flatten({ inputShape: [slots, 3] }),
      layers.layers.dense({ units: 8, activation: 'elu' }),
      layers.layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
  model.setWeights(model.getWeights().map(({ shape }, at) => tf.randomUniform(shape, -0.5, 0.5, 'float32', at + 1)));
  return model;
}

test('P(signal) and slopes are those of TensorFlow.js', async () => {
  const model = network();
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData, format, generatedBy }) => {
      const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
      writeFileSync(
        join(folder, 'model.json'),
        JSON.stringify({ format, generatedBy, modelTopology, weightsManifest }),
      );
      writeFileSync(join(folder, 'weights.bin'), new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)));
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  const device = await openDevice('cpu');
  const jets = await readJets(bundled);
  const inputs = { [model.inputNames[0]!]: { axes: 'NPF', features: ['pt', 'eta', 'phi'] } };
  const features = declaration.parse({ unit: 'TeV', slots, inputs });
  const { classifier } = await importTagger({ model: folder, features, output: {} }, jets, 'jets', device);
  const rows = Int32Array.from({ length: 20 }, (_, at) => at);
  const scores = await scoreJets(classifier, jets, device, { rows });
  const { jets: values } = batchOf(jets, rows);
  const run = device.compile(({ jets: some, ...weights }) => ({
    slopes: tf.grad((moved: tf.Tensor) => tf.sum(tf.sigmoid(classifier.logits(weights, { jets: moved }))))(some!),
  }));
  const slopes = (await run({ ...classifier.weights, jets: padded(values, jets.layout) })).slopes!.data;

  await openDevice('tfjs-cpu');
  const x = tf.tensor3d(values, [rows.length, slots, 3]);
  const signal = (on: tf.Tensor) => tf.slice(model.predict(on) as tf.Tensor, [0, 1], [-1, 1]);
  const expected = signal(x).dataSync();
  scores.forEach((score, at) => expect(Math.abs(score - expected[at]!)).toBeLessThan(1e-5));
  const own = tf
    .grad((moved: tf.Tensor) => tf.sum(signal(moved)))(x)
    .dataSync();
  const largest = Math.max(...own.map(Math.abs));
  values.forEach((_, at) => {
    const real = values[at - (at % 3)]! > 0;
    if (real) expect(Math.abs(slopes[at]! - own[at]!) / largest).toBeLessThan(1e-4);
  });
  expect(new Set(expected).size).toBe(rows.length);
});
