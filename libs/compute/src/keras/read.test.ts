// What a Keras model is refused for, one case each: the whole message, which names the layer and what could be done.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { openDevice } from '../devices/open-device.ts';
import { KerasError } from './errors.ts';
import { readKeras } from './read.ts';

const peer = (file: string): Uint8Array => readFileSync(fileURLToPath(new URL(`peers/${file}`, import.meta.url)));

/** An archive whose configuration, as text, is another. */
function edited(file: string, edit: (config: string) => string): Uint8Array {
  const files = unzipSync(peer(file));
  const before = strFromU8(files['config.json']!);
  const after = edit(before);
  if (after === before) throw new Error('the edit changes nothing');
  return zipSync({ ...files, 'config.json': strToU8(after) });
}

/** An archive in whose weights the bytes of this number, the first of a weight, are others. */
async function withNumber(file: string, weight: string, number: number): Promise<Uint8Array> {
  const model = await readKeras(peer(file));
  const files = unzipSync(peer(file));
  const stored = Buffer.from(files['model.weights.h5']!);
  const at = stored.indexOf(Buffer.from(Float32Array.of(model.weights[weight]!.data[0]!).buffer));
  stored.writeFloatLE(number, at);
  return zipSync({ ...files, 'model.weights.h5': stored });
}

const replaced = (file: string, from: string | RegExp, to: string): Uint8Array =>
  edited(file, (config) => config.replace(from, to));

const cases: Readonly<Record<string, readonly [bytes: Uint8Array | Promise<Uint8Array>, message: string]>> = {
  'code of Python': [
    peer('energyflow-pfn.h5'),
    ', layer "mask" (Lambda): it holds code of Python, and nothing of a file is executed; where it is a mask of EnergyFlow, say so: lambdas: { mask: energyflow-pfn-mask | energyflow-efn-mask }; else write it with layers of Keras, or export the model as ONNX',
  ],
  'a class of someone else': [
    replaced('efn.keras', '"registered_name": null, "build_config": {"input_shape": [null, null, 2]}', '"registered_name": "my_package>Dense", "build_config": {"input_shape": [null, null, 2]}'), // prettier-ignore
    `, layer "dense_3" (Dense): its class "my_package>Dense" is not one of Keras' own, and nothing of a file is executed; write it with layers of Keras, or export the model as ONNX`,
  ],
  'a module of someone else': [
    replaced('efn.keras', '"keras.layers", "class_name": "Dense"', '"my_package.layers", "class_name": "Dense"'),
    `, layer "dense_3" (Dense): its class "my_package.layers.Dense" is not one of Keras' own, and nothing of a file is executed; write it with layers of Keras, or export the model as ONNX`,
  ],
  'an activation of someone else': [
    replaced('efn.keras', '"activation": "silu"', '"activation": {"module": "builtins", "class_name": "function", "config": "f", "registered_name": "my_package>f"}'), // prettier-ignore
    `, layer "dense_3" (Dense): its activation "my_package>f" is not one of Keras' own; nothing of a file is executed`,
  ],
  'a layer that is not in the table': [
    replaced('efn.keras', '"class_name": "Dot"', '"class_name": "Attention"'),
    ', layer "sum" (Attention): it is not in the table of Keras\' layers; write it with others, or export the model as ONNX',
  ],
  'a recurrent layer': [
    replaced('efn.keras', '"class_name": "Dot"', '"class_name": "LSTM"'),
    ', layer "sum" (LSTM): recurrent layers are not supported; export the model as ONNX with its cell written out',
  ],
  'a model that is a class of its own': [
    replaced('efn.keras', '"class_name": "Functional"', '"class_name": "MyTagger"'),
    ': expected a Functional or Sequential model, found the class "MyTagger", whose code is not in the file and would not be executed; build it of layers, or export it as ONNX',
  ],
  'a setting that nobody reads': [
    replaced('efn.keras', '"normalize": false', '"normalize": false, "twist": true'),
    ', layer "sum" (Dot): its configuration has "twist": true, which is not supported',
  ],
  'weights without a place': [
    replaced('efn.keras', '"use_bias": true', '"use_bias": false'),
    ', layer "dense_3" (Dense): it has 2 weights, of which its configuration asks for 1',
  ],
  'a layer that needs itself': [
    replaced('efn.keras', '"keras_history": ["phats", 0, 0]', '"keras_history": ["sum", 0, 0]'),
    ': layer "sum" needs what it makes itself',
  ],
  'a layer that takes what is not there': [
    replaced('efn.keras', '"keras_history": ["phats", 0, 0]', '"keras_history": ["nobody", 0, 0]'),
    ': something takes what layer "nobody" makes at its use 0, which is not there',
  ],
  'NaN in a weight': [
    withNumber('efn.keras', 'score/kernel', NaN),
    ', layer "score" (Dense): weight "score/kernel" holds NaN',
  ],
  'a file of weights alone': [
    unzipSync(peer('efn.keras'))['model.weights.h5']!,
    ': expected an attribute model_config; a file of weights alone has no graph: save the whole model, model.save(...)',
  ],
  'an archive that is cut off': [
    peer('efn.keras').subarray(0, 20_000),
    ': expected a .keras archive or an HDF5 file, found 20000 bytes that are none, or one that is cut off',
  ],
  'another archive': [
    zipSync({ 'a.txt': strToU8('text') }),
    ': expected config.json and model.weights.h5 in the archive, found "a.txt"',
  ],
  'an HDF5 file that is cut off': [
    peer('efn.h5').subarray(0, 9_000),
    ': expected a whole HDF5 file, but it could not be decoded (truncated file: eof = 9000, sblock->base_addr = 0, stored_eof = 27256)',
  ],
};

test.each(Object.entries(cases))('refuses %s', async (_, [bytes, message]) => {
  const error: unknown = await readKeras(await bytes).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(KerasError);
  expect((error as Error).message).toBe(`Keras model${message}`);
});

test('refuses a declared Lambda function that it does not know', async () => {
  await expect(readKeras(peer('energyflow-pfn.h5'), { lambdas: { mask: 'sum' } })).rejects.toThrow(
    'Keras model: lambdas: mask: expected energyflow-pfn-mask or energyflow-efn-mask, found "sum"',
  );
});

test('refuses inputs that are missing or of another shape', async () => {
  const model = await readKeras(peer('pfn.keras'));
  const run = (await openDevice('tfjs-cpu')).compile((tensors) => model.run(tensors, tensors));
  await expect(run(model.weights)).rejects.toThrow('Keras model: input "jets": expected a tensor, found none');
  const jets = { data: new Float32Array(14), shape: [1, 7, 2], dtype: 'float32' } as const;
  await expect(run({ ...model.weights, jets })).rejects.toThrow(
    'Keras model: input "jets": expected float32[?, 8, 3], found float32[1, 7, 2]',
  );
});

test('says in which layer shapes do not fit', async () => {
  const model = await readKeras(peer('efn.keras'));
  const run = (await openDevice('tfjs-cpu')).compile((tensors) => model.run(tensors, tensors));
  const zs = { data: new Float32Array(3), shape: [1, 3], dtype: 'float32' } as const;
  const phats = { data: new Float32Array(8), shape: [1, 4, 2], dtype: 'float32' } as const;
  await expect(run({ ...model.weights, zs, phats })).rejects.toThrow(
    'Keras model, layer "sum" (Dot): expected axes of one extent, found 3 and 4',
  );
});
