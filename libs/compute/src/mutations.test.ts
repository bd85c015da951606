// Damaged files of Keras, TensorFlow.js and trees: each is read and run, or refused with a ModelError; none crashes, hangs or
// shows another error. MUTATIONS sets how many of each file; 60 without it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { unzipSync, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { openDevice } from './devices/open-device.ts';
import { ModelError } from './errors.ts';
import type { ImportedModel } from './imported-model.ts';
import { readKeras } from './keras/index.ts';
import { readOnnx } from './onnx/import/index.ts';
import type { Values } from './tensors/device.ts';
import { float32 } from './tensors/values.ts';
import { generator, mutated, type Draw } from './testing/mutations.ts';
import { readTfjs } from './tfjs/index.ts';

const count = Number(process.env.MUTATIONS ?? 60);
const bytesOf = (file: string): Uint8Array => readFileSync(fileURLToPath(new URL(file, import.meta.url)));
const jsonOf = (file: string) => JSON.parse(Buffer.from(bytesOf(file)).toString()) as unknown;

interface Case {
  readonly read: (draw: Draw) => ImportedModel | Promise<ImportedModel>;
  readonly inputs: Values;
}

function inputsOf(file: string): Values {
  const { inputs } = jsonOf(file) as { inputs: Record<string, { shape: number[]; data: number[] }> };
  return Object.fromEntries(Object.entries(inputs).map(([name, { shape, data }]) => [name, float32(data, shape)]));
}

/** A file as a whole, or what it holds: else hardly anything would be found behind the checksums of an archive. */
function archive(bytes: Uint8Array, draw: Draw): Uint8Array {
  if (draw(4) === 0) return mutated(bytes, draw);
  const files = unzipSync(bytes);
  const name = draw(3) === 0 ? 'model.weights.h5' : 'config.json';
  return zipSync({ ...files, [name]: mutated(files[name]!, draw) }, { level: 0 });
}

const lambdas = { lambdas: { mask: 'energyflow-pfn-mask' } };
const keras = (file: string): Case => ({
  read: (draw) =>
    readKeras((file.endsWith('.h5') ? mutated : archive)(bytesOf(`keras/peers/${file}`), draw), file.startsWith('energyflow') ? lambdas : {}), // prettier-ignore
  inputs: inputsOf(`keras/peers/${file.replace(/\.\w+$/, '.json')}`),
});

function tfjs(draw: Draw): Promise<ImportedModel> {
  const [json, weights] = [bytesOf('tfjs/peers/model.json'), bytesOf('tfjs/peers/group1-shard1of1.bin')];
  return draw(4) === 0 ? readTfjs(json, () => mutated(weights, draw)) : readTfjs(mutated(json, draw), () => weights);
}

const rows = (jsonOf('onnx/import/peers/trees/expected.json') as { rows: { shape: number[]; data: number[] } }).rows;
const trees = (file: string): Case => ({
  read: (draw) => readOnnx(mutated(bytesOf(`onnx/import/peers/trees/${file}`), draw)),
  inputs: Object.fromEntries(['float_input', 'X'].map((name) => [name, float32(rows.data, rows.shape)])),
});

const cases: Readonly<Record<string, Case>> = {
  'pfn.keras': keras('pfn.keras'),
  'layers.keras': keras('layers.keras'),
  'transformer.keras': keras('transformer.keras'),
  'pfn.h5': keras('pfn.h5'),
  'energyflow-pfn.h5': keras('energyflow-pfn.h5'),
  'tf-keras.h5': keras('tf-keras.h5'),
  'model.json': { read: tfjs, inputs: inputsOf('tfjs/peers/expected.json') },
  'xgboost-two.onnx': trees('xgboost-two.onnx'),
  'lightgbm-three.onnx': trees('lightgbm-three.onnx'),
  'forest-three.onnx': trees('forest-three.onnx'),
};

test.each(Object.entries(cases))('%s, damaged', { timeout: 1_800_000 }, async (name, { read, inputs }) => {
  const device = await openDevice('tfjs-cpu');
  const draw = generator(name.length + 7);
  const found = { run: 0, refused: 0 };
  for (let index = 0; index < count; index++) {
    try {
      const model = await read(draw);
      await device.compile((tensors) => model.run(tensors, tensors))({ ...model.weights, ...inputs });
      found.run++;
    } catch (error) {
      if (!(error instanceof ModelError))
        throw new Error(`mutation ${index}: ${(error as Error).stack}`, { cause: error });
      expect(error.message).not.toMatch(/\n\s+at |internal:/);
      found.refused++;
    }
  }
  if (process.env.MUTATIONS) console.log(name, found);
  expect(found.refused).toBeGreaterThan(count / 5);
});
