// Every operator of the table against ONNX Runtime, on data made here, eager and compiled; each is a node of one model.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { openDevice } from '../../devices/open-device.ts';
import { operators } from './operators/index.ts';
import { readOnnx } from './read.ts';
import { smooth, steps } from './testing/cases.ts';
import { inputsOf, modelOf } from './testing/model.ts';

const cases = [...smooth, ...steps];

test('each operator of the table has a case', () => {
  const asked = new Set(cases.map(({ op }) => op));
  expect(Object.keys(operators).filter((name) => !asked.has(name))).toEqual([]);
});

const bytes = modelOf(cases);
const inputs = inputsOf(cases);
const expected = await expectedOutputs();
const model = readOnnx(bytes);

async function expectedOutputs() {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3, graphOptimizationLevel: 'disabled' });
  const feeds = Object.entries(inputs).map(([name, { data, shape, type }]) => {
    const held = type === 'int64' ? BigInt64Array.from(data as Int32Array, BigInt) : data;
    return [name, new Tensor(type as 'float32', held as Float32Array, shape)];
  });
  return session.run(Object.fromEntries(feeds));
}

describe.each(['tfjs-cpu', 'cpu'] as const)('on %s', async (name) => {
  const device = await openDevice(name);
  const found = await device.compile((tensors) => model.run(tensors, tensors))({ ...model.weights, ...inputs });

  test.each(cases.map((row, at) => [row.op, at, row] as const))('%s, node %i', (_, at, { makes = ['float32'] }) => {
    makes.forEach((__, index) => {
      const output = `${at}:y${index}`;
      expect(found[output]!.shape).toEqual(expected[output]!.dims);
      const numbers = Array.from(expected[output]!.data as Float32Array, Number);
      const scale = Math.max(1, ...numbers.map(Math.abs));
      numbers.forEach((value, place) => {
        expect(Math.abs(found[output]!.data[place]! - value) / scale, `${output}[${place}]`).toBeLessThan(2e-6);
      });
    });
  });
});
