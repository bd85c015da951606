// Layers models that TensorFlow.js itself saves: outputs and input gradients against its own.
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { expect, test } from 'vitest';
import { openDevice } from '../devices/open-device.ts';
import { onBackend } from '../tensors/backend.ts';
import { float32 } from '../tensors/values.ts';
import { KerasError } from '../keras/errors.ts';
import { TfjsError } from './errors.ts';
import { readTfjs } from './read.ts';

const make = layers.layers;

/** A network of layers that taggers use, with random weights everywhere, the same each time. */
function network(): layers.LayersModel {
  const x = layers.input({ shape: [6, 3], name: 'jets' });
  const phi = layers.sequential({
    name: 'phi',
    layers: [
      make.dense({ units: 8, activation: 'selu', inputShape: [6, 3] }),
      make.batchNormalization(),
      make.leakyReLU({ alpha: 0.2 }),
    ],
  });
  const apply = (layer: layers.layers.Layer, on: layers.SymbolicTensor | layers.SymbolicTensor[]) =>
    layer.apply(on) as layers.SymbolicTensor;
  const h = apply(make.timeDistributed({ layer: make.dense({ units: 5, activation: 'hardSigmoid' }) }), x);
  const g = apply(make.dropout({ rate: 0.2 }), apply(phi, x));
  const both = apply(make.concatenate({ axis: -1 }), [h, g]);
  const steps = apply(make.conv1d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'softplus' }), both);
  const sums = apply(make.dot({ axes: 1 }), [steps, x]);
  const flat = apply(make.prelu(), apply(make.flatten(), sums));
  const mean = apply(make.globalAveragePooling1d({}), apply(make.layerNormalization(), steps));
  const all = apply(make.concatenate(), [flat, mean]);
  const scores = apply(make.dense({ units: 2, activation: 'softmax', name: 'scores' }), all);
  const model = layers.model({ inputs: x, outputs: scores });
  // those of the initialisers have no seed
  model.setWeights(model.getWeights().map(({ shape }, at) => tf.randomUniform(shape, 0.1, 0.6, 'float32', at + 1)));
  return model;
}

async function saved(model: layers.LayersModel): Promise<{ json: object; weights: Uint8Array }> {
  let artifacts!: tf.io.ModelArtifacts;
  await model.save(
    tf.io.withSaveHandler(async (given) => {
      artifacts = given;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  const { modelTopology, weightSpecs, weightData, format, generatedBy } = artifacts;
  const manifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  return {
    json: { format, generatedBy, modelTopology, weightsManifest: manifest },
    weights: new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)),
  };
}

await openDevice('tfjs-cpu');
const jets = Float32Array.from({ length: 36 }, (_, at) => Math.sin(3 * at));

const original = onBackend('cpu', () => {
  const model = network();
  const x = tf.tensor3d(jets, [2, 6, 3]);
  const run = (on: tf.Tensor): tf.Tensor => model.apply(on) as tf.Tensor;
  const weighted = (on: tf.Tensor): tf.Tensor => tf.sum(tf.mul(run(on), tf.tensor2d([1, 2, 3, 4], [2, 2])));
  const scores = run(x).dataSync();
  return { scores, slopes: tf.grad(weighted)(x).dataSync(), files: saved(model) };
});

const bytesOf = (json: object): Uint8Array => new TextEncoder().encode(JSON.stringify(json));

test.each(['tfjs-cpu', 'cpu'] as const)('has the outputs and gradients of TensorFlow.js on %s', async (name) => {
  const { json, weights } = await original.files;
  const model = await readTfjs(bytesOf(json), () => weights);
  expect(model.inputs).toEqual([{ name: 'jets', shape: ['', 6, 3], dtype: 'float32' }]);
  expect(model.outputs).toEqual([{ name: 'scores', dtype: 'float32', activation: 'softmax' }]);
  const compiled = (await openDevice(name)).compile((tensors) => {
    const run = (on: tf.Tensor): tf.Tensor => model.run(tensors, { jets: on }).scores!;
    const weighted = (on: tf.Tensor): tf.Tensor => tf.sum(tf.mul(run(on), tf.tensor2d([1, 2, 3, 4], [2, 2])));
    return { scores: run(tensors.jets!), slopes: tf.grad(weighted)(tensors.jets!) };
  });
  const { scores, slopes } = await compiled({ ...model.weights, jets: float32(jets, [2, 6, 3]) });
  original.scores.forEach((value, at) => expect(scores!.data[at]).toBeCloseTo(value, 6));
  const largest = Math.max(...original.slopes.map(Math.abs));
  const off = Array.from(original.slopes, (value, at) => Math.abs(slopes!.data[at]! - value) / largest);
  expect(Math.max(...off)).toBeLessThan(1e-5);
});

test('refuses files that are damaged, missing, too short or elsewhere, and what they do not say', async () => {
  const { json, weights } = await original.files;
  const { weightsManifest, ...rest } = json as { weightsManifest: [{ weights: object[] }] };
  const at = (paths: string[]) => bytesOf({ ...rest, weightsManifest: [{ ...weightsManifest[0], paths }] });
  const refused = async (bytes: Uint8Array, message: string, beside = () => weights) => {
    const error: unknown = await readTfjs(bytes, beside).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TfjsError);
    expect((error as Error).message).toBe(`TensorFlow.js model: ${message}`);
  };
  await refused(bytesOf({}), 'expected a modelTopology, found none');
  await refused(
    at(['../weights.bin']),
    'weightsManifest: expected a file beside the model, found "\\"../weights.bin\\""',
  );
  await refused(at(['/etc/passwd']), 'weightsManifest: expected a file beside the model, found "\\"/etc/passwd\\""');
  await refused(bytesOf(rest), 'expected a weightsManifest, found none');
  await refused(bytesOf({ ...json, format: 'other' }), 'expected a layers-model or a graph-model, found "\\"other\\""');
  await refused(
    bytesOf(json),
    `weightsManifest: expected ${weights.length} bytes in weights.bin, found ${weights.length + 4}`,
    () => Buffer.concat([weights, Buffer.alloc(4)]),
  );
  const custom = JSON.stringify(json).replaceAll('"LeakyReLU"', '"MyLayer"');
  const error: unknown = await readTfjs(new TextEncoder().encode(custom), () => weights).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(KerasError);
  expect((error as Error).message).toMatch(/\(MyLayer\): it is not in the table of Keras' layers/);
});
