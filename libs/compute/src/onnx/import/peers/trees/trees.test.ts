// Ensembles of trees written from XGBoost, LightGBM and scikit-learn: probabilities against those of the original programs
// (make.py, which stands beside) and of ONNX Runtime, which runs the same file; single trees of every mode against the latter.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { onnx as Schema } from 'onnx-proto';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { openDevice } from '../../../../devices/open-device.ts';
import { float32 } from '../../../../tensors/values.ts';
import { OnnxError } from '../../errors.ts';
import { readOnnx } from '../../read.ts';
import { encoded } from '../../testing/model.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(folder).flatMap((file) => (file.endsWith('.onnx') ? [file.slice(0, -5)] : []));
const { rows, scores } = JSON.parse(readFileSync(`${folder}expected.json`, 'utf8')) as {
  rows: { shape: [number, number]; data: number[] };
  scores: Record<string, number[]>;
};
const x = Float32Array.from(rows.data);

async function found(bytes: Uint8Array, device: 'cpu' | 'tfjs-cpu', data = x, shape: readonly number[] = rows.shape) {
  const model = readOnnx(bytes);
  const run = (await openDevice(device)).compile((tensors) => model.run(tensors, tensors));
  return { model, outputs: await run({ ...model.weights, [model.inputs[0]!.name]: float32(data, shape) }) };
}

test('are all there', () => {
  expect(files.sort()).toEqual(Object.keys(scores).sort());
});

describe.each(files)('%s', (name) => {
  const bytes = readFileSync(`${folder}${name}.onnx`);

  test.each(['cpu', 'tfjs-cpu'] as const)('says on %s what the original program says', async (device) => {
    const { model, outputs } = await found(bytes, device);
    expect(model.differentiable).toBe(false);
    const output = outputs[model.outputs.at(-1)!.name]!;
    expect(output.shape).toEqual([rows.shape[0], scores[name]!.length / rows.shape[0]]);
    scores[name]!.forEach((value, at) => expect(Math.abs(output.data[at]! - value)).toBeLessThan(1e-5));
  });

  test('has the labels of ONNX Runtime', async () => {
    const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
    const label = session.outputNames[0]!;
    const fed = { [session.inputNames[0]!]: new Tensor('float32', x, rows.shape) };
    const expected = (await session.run(fed, [label]))[label]!;
    const { outputs } = await found(bytes, 'tfjs-cpu');
    const numbers = Array.from(expected.data as Float32Array, Number);
    numbers.forEach((value, at) => expect(outputs[label]!.data[at]).toBeCloseTo(value, 5));
  });
});

const attribute = {
  ints: (name: string, ints: number[]): Schema.IAttributeProto => ({ name, type: 7, ints }),
  floats: (name: string, floats: number[]): Schema.IAttributeProto => ({ name, type: 6, floats }),
  int: (name: string, i: number): Schema.IAttributeProto => ({ name, type: 2, i }),
  strings: (name: string, strings: string[]): Schema.IAttributeProto => ({
    name,
    type: 8,
    strings: strings.map((text) => new TextEncoder().encode(text)),
  }),
  tensor: (name: string, dataType: number, values: number[]): Schema.IAttributeProto => {
    const data = dataType === 1 ? { floatData: values } : { int32Data: values };
    return { name, type: 4, t: { dataType, dims: [values.length], ...data } };
  },
};

const info = (name: string): Schema.IValueInfoProto => ({ name, type: { tensorType: { elemType: 1 } } });

function modelOf(opType: string, list: Schema.IAttributeProto[], version: number): Uint8Array {
  const node = { name: 'forest', opType, domain: 'ai.onnx.ml', input: ['x'], output: ['y'], attribute: list };
  const imports = [
    { domain: '', version: 20 },
    { domain: 'ai.onnx.ml', version },
  ];
  return encoded({ name: 'g', node: [node], input: [info('x')], output: [info('y')] }, 20, { opsetImport: imports });
}

/** One tree of two levels, each inner node of its own mode. */
const regressor = (
  modes: readonly [string, string, string],
  more: Schema.IAttributeProto[] = [],
): Schema.IAttributeProto[] => [
  attribute.int('n_targets', 1),
  attribute.ints('nodes_treeids', Array<number>(7).fill(0)),
  attribute.ints('nodes_nodeids', [0, 1, 2, 3, 4, 5, 6]),
  attribute.ints('nodes_featureids', [0, 1, 1, 0, 0, 0, 0]),
  attribute.strings('nodes_modes', [...modes, 'LEAF', 'LEAF', 'LEAF', 'LEAF']),
  attribute.floats('nodes_values', [0, 1, -1, 0, 0, 0, 0]),
  attribute.ints('nodes_truenodeids', [1, 3, 5, 0, 0, 0, 0]),
  attribute.ints('nodes_falsenodeids', [2, 4, 6, 0, 0, 0, 0]),
  attribute.ints('nodes_missing_value_tracks_true', [1, 0, 1, 0, 0, 0, 0]),
  attribute.ints('target_treeids', [0, 0, 0, 0]),
  attribute.ints('target_nodeids', [3, 4, 5, 6]),
  attribute.ints('target_ids', [0, 0, 0, 0]),
  attribute.floats('target_weights', [1, 2, 4, 8]),
  ...more,
];

const ensemble = (): Schema.IAttributeProto[] => [
  attribute.int('n_targets', 2),
  attribute.int('aggregate_function', 1),
  attribute.int('post_transform', 0),
  attribute.ints('tree_roots', [0, 2]),
  attribute.ints('nodes_featureids', [0, 1, 1]),
  attribute.tensor('nodes_modes', 2, [0, 3, 1]),
  attribute.tensor('nodes_splits', 1, [0, 1, -1]),
  attribute.ints('nodes_truenodeids', [1, 0, 3]),
  attribute.ints('nodes_trueleafs', [0, 1, 1]),
  attribute.ints('nodes_falsenodeids', [1, 2, 4]),
  attribute.ints('nodes_falseleafs', [1, 1, 1]),
  attribute.ints('leaf_targetids', [0, 1, 0, 1, 0]),
  attribute.tensor('leaf_weights', 1, [1, 2, 4, 8, 16]),
];

const grid = [-1, 0, 1, NaN].flatMap((a) => [-1, 0, 1, NaN].map((b) => [a, b]));

test.each([
  ['TreeEnsembleRegressor', 3, regressor(['BRANCH_LEQ', 'BRANCH_LT', 'BRANCH_GTE'])],
  [
    'TreeEnsembleRegressor',
    3,
    regressor(['BRANCH_GT', 'BRANCH_EQ', 'BRANCH_NEQ'], [attribute.floats('base_values', [0.5])]),
  ],
  ['TreeEnsemble', 5, ensemble()],
] as const)('%s, opset %i, walks as ONNX Runtime does, also where numbers are missing', async (op, version, list) => {
  const bytes = modelOf(op, [...list], version);
  const data = Float32Array.from(grid.flat());
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const { y } = await session.run({ x: new Tensor('float32', data, [grid.length, 2]) });
  for (const device of ['cpu', 'tfjs-cpu'] as const) {
    const { outputs } = await found(bytes, device, data, [grid.length, 2]);
    expect([...outputs.y!.data]).toEqual([...(y!.data as Float32Array)]);
  }
});

test.each([
  ['BRANCH_MEMBER', regressor(['BRANCH_MEMBER', 'BRANCH_LT', 'BRANCH_GTE']), 'nodes_modes: expected LEAF, BRANCH_LEQ'],
  ['lost nodes', regressor(['BRANCH_LEQ', 'BRANCH_LT', 'BRANCH_GTE']).map((one) => (one.name === 'nodes_truenodeids' ? attribute.ints(one.name, [9, 3, 5, 0, 0, 0, 0]) : one)), 'tree 0 has no node 9'], // prettier-ignore
  ['features that are not there', regressor(['BRANCH_LEQ', 'BRANCH_LT', 'BRANCH_GTE']).map((one) => (one.name === 'nodes_featureids' ? attribute.ints(one.name, [7, 1, 1, 0, 0, 0, 0]) : one)), 'its trees ask for feature 7, and it is given 2'], // prettier-ignore
])('refuses %s', async (_, list, message) => {
  const error: unknown = await found(modelOf('TreeEnsembleRegressor', list, 3), 'tfjs-cpu', Float32Array.of(1, 2), [1, 2]).catch((thrown: unknown) => thrown); // prettier-ignore
  expect(error).toBeInstanceOf(OnnxError);
  expect((error as Error).message).toContain(
    `ONNX model, operator TreeEnsembleRegressor of domain "ai.onnx.ml", node "forest": ${message}`,
  );
});

test('refuses a tree that leads back to itself', async () => {
  const list = ensemble().map((one) => {
    if (one.name === 'nodes_truenodeids') return attribute.ints(one.name, [1, 0, 2]);
    return one.name === 'nodes_trueleafs' ? attribute.ints(one.name, [0, 1, 0]) : one;
  });
  const asked = found(modelOf('TreeEnsemble', list, 5), 'tfjs-cpu', Float32Array.of(1, 2), [1, 2]);
  await expect(asked).rejects.toThrow('node "forest": a tree leads back to itself');
});
