// Damaged files of TensorFlow.js and trees.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ImportedModel } from './imported-model.ts';
import { readOnnx } from './onnx/import/index.ts';
import { float32 } from './tensors/values.ts';
import { inputsOf, testDamaged, type Case } from './testing/damaged.ts';
import { mutated, type Draw } from './testing/mutations.ts';
import { readTfjs } from './tfjs/index.ts';

const bytesOf = (file: string): Uint8Array => readFileSync(fileURLToPath(new URL(file, import.meta.url)));

function tfjs(draw: Draw): Promise<ImportedModel> {
  const [json, weights] = [bytesOf('tfjs/peers/model.json'), bytesOf('tfjs/peers/group1-shard1of1.bin')];
  return draw(4) === 0 ? readTfjs(json, () => mutated(weights, draw)) : readTfjs(mutated(json, draw), () => weights);
}

const expected = Buffer.from(bytesOf('onnx/import/peers/trees/expected.json')).toString();
const { rows } = JSON.parse(expected) as { rows: { shape: number[]; data: number[] } };
const trees = (file: string): Case => ({
  read: (draw) => readOnnx(mutated(bytesOf(`onnx/import/peers/trees/${file}`), draw)),
  inputs: Object.fromEntries(['float_input', 'X'].map((name) => [name, float32(rows.data, rows.shape)])),
});

testDamaged({
  'model.json': { read: tfjs, inputs: inputsOf(bytesOf('tfjs/peers/expected.json')) },
  'xgboost-two.onnx': trees('xgboost-two.onnx'),
  'lightgbm-three.onnx': trees('lightgbm-three.onnx'),
  'forest-three.onnx': trees('forest-three.onnx'),
});
