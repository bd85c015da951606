// What the native API gives, beside what the Node binding gives of the same models.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { encode } from '../../onnx/encode.ts';
import { Graph, type Value } from '../../symbolic/graph.ts';
import { optionsOf, runtime, sessionEntries } from '../session.ts';
import { nativeApi } from './api.ts';
import { type Model, NativeSession } from './session.ts';

const numbers = (...shape: number[]): Tensor => {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return new Tensor(
    'float32',
    Float32Array.from({ length: size }, (_, at) => Math.sin(size + 2.3 * at)),
    shape,
  );
};

const rows = 300;
const feeds = { x: numbers(rows, 40), w: numbers(40, 30), n: new Tensor('int32', Int32Array.of(7, -8, 9), [3]) };

/** x [rows, 40] · w [40, 30], whether that is above 0, and a row of it for each of the whole numbers n. */
function model(): Model {
  const graph = new Graph();
  const x = graph.input('x', [rows, 40], 'float32');
  const w = graph.input('w', [40, 30], 'float32');
  const n = graph.input('n', [3], 'int32');
  const product = graph.node('MatMul', [x, w], [rows, 30], 'float32');
  const above = graph.node('Greater', [product, graph.fill(0, [], 'float32')], [rows, 30], 'bool');
  const outputs: Record<string, Value> = {
    product,
    above,
    twice: graph.node('Add', [n, n], [3], 'int32'),
    picked: graph.node('Gather', [product, n], [3, 30], 'float32'),
  };
  return { bytes: encode(graph.inputs, outputs), inputs: ['x', 'w', 'n'], outputs };
}

async function open(given = model(), threads = 1): Promise<NativeSession> {
  return new NativeSession(await runtime(), await nativeApi(), given, { threads, options: sessionEntries });
}

describe.runIf(process.platform === 'linux')('the native API', () => {
  test.each([1, 2])('gives every bit of the Node binding, in %s threads', async (threads) => {
    const session = await open(model(), threads);
    const binding = await InferenceSession.create(model().bytes, optionsOf('cpu', threads));
    const expected = await binding.run(feeds);
    for (const found of [session.run(feeds, {}), await session.runBeside(feeds, {})]) {
      expect(Object.keys(found)).toEqual(['product', 'above', 'twice', 'picked']);
      for (const [name, { type, dims, data }] of Object.entries(expected)) {
        expect(found[name]!.type).toBe(type);
        expect(found[name]!.dims).toEqual(dims);
        expect(found[name]!.data).toEqual(data);
      }
    }
    session.release();
    await binding.release();
  });

  test('writes to where an output shall lie', async () => {
    const session = await open();
    const memory = new Float32Array(rows * 30 + 2).fill(-5);
    const product = new Tensor('float32', memory.subarray(1, -1), [rows, 30]);
    expect(session.run(feeds, { product, above: null })['product']).toBe(product);
    expect(memory.subarray(1, -1)).toEqual(session.run(feeds, {})['product']!.data);
    expect([memory[0], memory.at(-1)]).toEqual([-5, -5]);
    session.release();
  });

  test('reads what arrays hold at each run, and leaves feeds alone that the model does not have', async () => {
    const session = await open();
    const n = new Tensor('int32', Int32Array.of(1, 2, 3), [3]);
    const run = () => [...(session.run({ ...feeds, n, more: numbers(2) }, {})['twice']!.data as Int32Array)];
    expect(run()).toEqual([2, 4, 6]);
    (n.data as Int32Array).fill(4);
    expect(run()).toEqual([8, 8, 8]);
    session.release();
  });

  test('runs in several threads at once, each on tensors of its own', async () => {
    const session = await open();
    const asked = Array.from({ length: 12 }, (_, at) => {
      const x = numbers(rows, 40);
      (x.data as Float32Array).forEach((value, i, all) => (all[i] = (at - 6) * value));
      return { ...feeds, x };
    });
    const beside = await Promise.all(asked.map((one) => session.runBeside(one, {})));
    const inTurn = asked.map((one) => session.run(one, {}));
    expect(beside.map(({ product }) => product!.data)).toEqual(inTurn.map(({ product }) => product!.data));
    session.release();
  });

  test('throws what the runtime says, and goes on', async () => {
    const session = await open();
    const wrong = { ...feeds, n: new Tensor('int32', Int32Array.of(0, 1, rows), [3]) };
    const said = /Gather.*indices element out of data bounds, idx=300/s;
    expect(() => session.run(wrong, {})).toThrow(said);
    await expect(session.runBeside(wrong, {})).rejects.toThrow(said);
    expect(session.run(feeds, {})['twice']!.data).toEqual(Int32Array.of(14, -16, 18));
    session.release();
    await expect(open({ ...model(), bytes: Uint8Array.of(1, 2, 3) })).rejects.toThrow(/protobuf/i);
  });
});
