// What a model is refused for, one case each: the whole message, which names the place and what could be done.
import type { onnx as Schema } from 'onnx-proto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openDevice } from '../../devices/open-device.ts';
import { OnnxError, readOnnx } from './index.ts';
import { encoded, inputsOf, modelOf } from './testing/model.ts';

const info = (name: string): Schema.IValueInfoProto => ({ name, type: { tensorType: { elemType: 1 } } });
const node = (opType: string, more: Schema.INodeProto = {}): Schema.INodeProto => ({
  name: 'the-node',
  opType,
  input: ['x'],
  output: ['y'],
  ...more,
});
const graph = (nodes: Schema.INodeProto[], more: Schema.IGraphProto = {}): Schema.IGraphProto => ({
  name: 'g',
  node: nodes,
  input: [info('x')],
  output: [info('y')],
  ...more,
});
const weight = (more: Schema.ITensorProto): Uint8Array =>
  encoded(
    graph([node('Add', { input: ['x', 'w'] })], { initializer: [{ name: 'w', dataType: 1, dims: [2], ...more }] }),
  );

const pfn = readFileSync(fileURLToPath(new URL('peers/pfn-torchscript.onnx', import.meta.url)));

const refusals: Readonly<Record<string, readonly [bytes: Uint8Array, message: string | RegExp]>> = {
  'an operator that ONNX does not have': [
    encoded(graph([node('Frobnicate')])),
    'ONNX model, operator Frobnicate, node "the-node": there is no such operator in ONNX up to opset 21',
  ],
  'an operator that is left out': [
    encoded(graph([node('LSTM')])),
    'ONNX model, operator LSTM, node "the-node": recurrent layers are not supported; export the model with its cell written out',
  ],
  'an operator of another domain': [
    encoded(graph([node('MyOp', { domain: 'my.company' })])),
    'ONNX model, operator MyOp of domain "my.company", node "the-node": operators of other domains than that of ONNX are not supported; export with standard operators',
  ],
  "an operator of ONNX Runtime's optimiser": [
    encoded(graph([node('FusedGemm', { domain: 'com.microsoft' })])),
    'ONNX model, operator FusedGemm of domain "com.microsoft", node "the-node": it belongs to ONNX Runtime alone, whose optimiser puts it there; use the model as it was before',
  ],
  'an operator in a function of the model': [
    encoded(graph([node('F', { domain: 'own' })]), 20, {
      functions: [
        {
          name: 'F',
          domain: 'own',
          input: ['a'],
          output: ['b'],
          node: [node('LSTM', { input: ['a'], output: ['b'] })],
        },
      ],
    }),
    /^ONNX model, operator LSTM, node "the-node": recurrent layers/,
  ],
  'an opset that is too new': [
    encoded(graph([node('Relu')]), 22),
    'ONNX model: expected opset 9 to 21, found 22 in the model; export it with opset_version=20 or convert it with onnx.version_converter',
  ],
  'external data': [
    weight({ dataLocation: 1, externalData: [{ key: 'location', value: 'model.data' }] }),
    `ONNX model: initializer "w": its values are in another file (external data); save the model as one file, in Python onnx.save(onnx.load('model.onnx'), 'one-file.onnx')`,
  ],
  'NaN in a weight': [weight({ floatData: [1, NaN] }), 'ONNX model: weight "w" holds NaN'],
  'a weight that is too short': [
    weight({ floatData: [1] }),
    'ONNX model: initializer "w": expected 2 elements for its shape, found 1 of float32',
  ],
  strings: [
    weight({ dataType: 8, stringData: [new Uint8Array(), new Uint8Array()] }),
    /^ONNX model: initializer "w": expected one of float32, .*, found element type string$/,
  ],
  'no bytes': [new Uint8Array(), 'ONNX model: it has no graph with outputs: no ONNX model, or one that is cut off'],
  'a file that is cut off': [
    pfn.subarray(0, Math.floor(pfn.length / 2)),
    `ONNX model: ${Math.floor(pfn.length / 2)} bytes that are no ONNX model, or one that is cut off`,
  ],
  text: [
    new TextEncoder().encode('<!DOCTYPE html>'),
    'ONNX model: 15 bytes that are no ONNX model, or one that is cut off',
  ],
  'an input that nothing makes': [
    encoded(graph([node('Add', { input: ['x', 'z'] })])),
    'ONNX model, operator Add, node "the-node": nothing before it makes its input "z"',
  ],
  'an output that nothing makes': [
    encoded(graph([node('Relu', { output: ['z'] })])),
    'ONNX model: nothing makes the output "y"',
  ],
  'a sequence as input': [
    encoded(graph([node('Relu')], { input: [{ name: 'x', type: { sequenceType: {} } }] })),
    'ONNX model: input "x": expected a tensor, found a sequence, map, optional or untyped value',
  ],
};

test.each(Object.entries(refusals))('refuses %s', (_, [bytes, message]) => {
  let error: unknown;
  try {
    readOnnx(bytes);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(OnnxError);
  if (typeof message === 'string') expect((error as Error).message).toBe(message);
  else expect((error as Error).message).toMatch(message);
});

const runs: Readonly<Record<string, readonly [row: Parameters<typeof modelOf>[0][number], message: string]>> = {
  'a shape that depends on data': [
    { op: 'Reshape', inputs: [[2, 3], { fed: [3, 2] }] },
    'ONNX model, operator Reshape, node "0": its shape depends on the values of the inputs, where only their shapes are known beforehand',
  ],
  'an attribute that nobody reads': [
    { op: 'Relu', inputs: [[2, 3]], attributes: { twist: 1 } },
    'ONNX model, operator Relu, node "0": it has an attribute "twist", which is not supported',
  ],
  'training mode': [
    { op: 'Dropout', inputs: [[2, 3], null, { known: [1], shape: [], type: 'bool' }] },
    'ONNX model, operator Dropout, node "0": it is in training mode; export the model for inference (model.eval())',
  ],
  'shapes that do not fit': [
    { op: 'MatMul', inputs: [[2, 3], [2, 3]] }, // prettier-ignore
    'ONNX model, operator MatMul, node "0": expected matrices whose inner axes agree, found [2, 3] and [2, 3]',
  ],
  'an integer beyond int32': [
    { op: 'Add', inputs: [{ fed: [1] }, { known: [2 ** 40] }], makes: ['int64'] },
    'ONNX model, operator Add, node "0": the integer 1099511627776 does not fit int32, in which TensorFlow.js would compute it',
  ],
};

test.each(Object.entries(runs))('refuses to compute %s', async (_, [row, message]) => {
  const model = readOnnx(modelOf([row]));
  const device = await openDevice('tfjs-cpu');
  const error = await device
    .compile((tensors) => model.run(tensors, tensors))({ ...model.weights, ...inputsOf([row]) })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(OnnxError);
  expect((error as Error).message).toBe(message);
});

test('refuses inputs that are missing, or of another shape or type', async () => {
  const model = readOnnx(pfn);
  const device = await openDevice('tfjs-cpu');
  const run = device.compile((tensors) => model.run(tensors, tensors));
  const data = new Float32Array(12);
  const messages = [
    [{}, 'input "jets": expected a tensor, found none'],
    [
      { jets: { data, shape: [4, 3], dtype: 'float32' } },
      'input "jets": expected float32[batch, 10, 3], found float32[4, 3]',
    ],
    [
      { jets: { data: new Int32Array(30), shape: [1, 10, 3], dtype: 'int32' } },
      'input "jets": expected float32[batch, 10, 3], found int32[1, 10, 3]',
    ],
  ] as const;
  for (const [inputs, message] of messages)
    await expect(run({ ...model.weights, ...inputs })).rejects.toThrow(`ONNX model: ${message}`);
});
