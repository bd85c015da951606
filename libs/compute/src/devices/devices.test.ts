// Promises of every device: values, gradients, steps that keep their state, one specialisation per signature.
import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  adam,
  adamState,
  float32,
  int32,
  openDevice,
  packing,
  packRows,
  scalar,
  spreadRows,
  sumRows,
} from '../index.ts';
import { SignatureError, SymbolicReadError, UnsupportedKernelError } from '../index.ts';
import type { Device, DeviceName, StepFunction, Tensors, TensorValue, Values } from '../index.ts';

const names: DeviceName[] = ['cpu', 'tfjs-cpu', 'tfjs-wasm'];
const wave = (...shape: number[]): TensorValue =>
  float32(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => 0.6 * Math.sin(2.3 * i + shape.length)),
    shape,
  );

/** A dense network fitted to sin(3x): loss, gradient and Adam in one step. */
const fit: StepFunction = (state, { x, y }) => {
  const parameters = Object.fromEntries(Object.entries(state).filter(([name]) => !name.startsWith('adam/')));
  const order = Object.keys(parameters);
  const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
    const [w0, b0, w1, b1] = tensors as [tf.Tensor2D, tf.Tensor1D, tf.Tensor2D, tf.Tensor1D];
    const h = tf.tanh(tf.add(tf.matMul(x as tf.Tensor2D, w0), b0));
    return tf.mean(tf.squaredDifference(tf.add(tf.matMul(h as tf.Tensor2D, w1), b1), y!)) as tf.Scalar;
  })(Object.values(parameters));
  const gradients = Object.fromEntries(order.map((name, index) => [name, grads[index]!]));
  const next = adam({ parameters, gradients, moments: state, learningRate: 0.02 });
  return { state: { ...next.parameters, ...next.moments }, outputs: { loss: value } };
};
const weights: Values = { w0: wave(1, 16), b0: wave(16), w1: wave(16, 1), b1: wave(1) };
const initial: Values = { ...weights, ...adamState(weights) };
const x = float32(
  Array.from({ length: 32 }, (_, i) => i / 16 - 1),
  [32, 1],
);
const batch: Values = {
  x,
  y: float32(
    (x.data as Float32Array).map((value) => Math.sin(3 * value)),
    [32, 1],
  ),
};

async function train(device: Device, steps: number): Promise<{ losses: number[]; state: Values }> {
  const step = device.compileStep(fit, initial);
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) losses.push((await step.run(batch)).loss!.data[0]!);
  const state = await step.read();
  await step.dispose();
  return { losses, state };
}

function expectClose(actual: Values, expected: Values, relative: number): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, { data, shape }] of Object.entries(expected)) {
    expect(actual[name]!.shape).toEqual(shape);
    const scale = Math.max(1e-3, ...[...data].map(Math.abs));
    data.forEach((value, i) => {
      if (Math.abs(actual[name]!.data[i]! - value) > relative * scale)
        expect(`${name}[${i}] ${actual[name]!.data[i]}`).toBe(value);
    });
  }
}

test('training gives the same weights on every device, and learns', async () => {
  const [reference, ...others] = await Promise.all(
    ['tfjs-cpu', 'cpu', 'tfjs-wasm'].map(async (name) => train(await openDevice(name as DeviceName), 60)),
  );
  expect(reference!.losses.at(-1)!).toBeLessThan(reference!.losses[0]! / 10);
  for (const other of others) expectClose(other.state, reference!.state, 2e-4);
});

describe.each(names)('%s', (name) => {
  test('a step keeps its state, also across shapes of its inputs', async () => {
    const device = await openDevice(name);
    const step = device.compileStep(
      ({ total }, { x: input }) => ({
        state: { total: tf.add(total!, tf.sum(input!)) },
        outputs: { n: tf.scalar(input!.size) },
      }),
      { total: scalar(1) },
    );
    expect((await step.run({ x: float32([1, 2]) })).n!.data[0]).toBe(2);
    expect((await step.run({ x: float32([1, 2, 3]) })).n!.data[0]).toBe(3);
    await step.run({ x: float32([10, 20]) });
    expect((await step.read()).total!.data[0]).toBe(40);
    step.write({ total: scalar(5) });
    await step.run({ x: float32([1, 1]) });
    expect((await step.read()).total!.data[0]).toBe(7);
    await step.dispose();
  });

  test('steps that are not awaited follow each other', async () => {
    const device = await openDevice(name);
    const step = device.compileStep(({ n }) => ({ state: { n: tf.add(tf.mul(n!, 2), 1) }, outputs: {} }), {
      n: scalar(0),
    });
    await Promise.all(Array.from({ length: 5 }, () => step.run({})));
    expect((await step.read()).n!.data[0]).toBe(31);
    await step.dispose();
  });

  test.runIf(name === 'cpu')('whatever else waits has its turn while steps follow each other', async () => {
    const device = await openDevice(name);
    const step = device.compileStep(({ n }) => ({ state: { n: tf.add(n!, 1) }, outputs: {} }), { n: scalar(0) });
    let turns = 0;
    const timer = setInterval(() => turns++, 10);
    const begin = performance.now();
    while (performance.now() - begin < 200) await step.run({});
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
    await step.dispose();
  });

  test('what is read and what was given stay as they are', async () => {
    const device = await openDevice(name);
    const start = { w: float32([1, 2]) };
    const step = device.compileStep(({ w }) => ({ state: { w: tf.mul(w!, 2) }, outputs: {} }), start);
    await step.run({});
    const read = await step.read();
    await step.run({});
    await step.run({});
    expect([...start.w.data]).toEqual([1, 2]);
    expect([...read.w!.data]).toEqual([2, 4]);
    await step.dispose();
  });

  test('functions are traced once per signature, at most', async () => {
    const device = await openDevice(name);
    let runs = 0;
    const double = device.compile(({ x: input }) => ({ y: (runs++, tf.mul(input!, 2)) }));
    for (const size of [2, 2, 3, 2, 3])
      expect((await double({ x: float32(new Float32Array(size).fill(1)) })).y!.shape).toEqual([size]);
    expect(runs).toBe(name === 'cpu' ? 2 : 5);
  });

  test('tensors from outside are constants, integers and truth values come back as they are', async () => {
    const device = await openDevice(name);
    const outside = tf.tensor1d([10, 20]);
    const run = device.compile(({ i }) => ({
      f: tf.add(tf.cast(i!, 'float32'), outside),
      i: tf.add(i!, tf.scalar(1, 'int32')),
      b: tf.greater(i!, 1),
      same: i!,
    }));
    const { f, i, b, same } = await run({ i: int32([1, 2]) });
    expect([...f!.data]).toEqual([11, 22]);
    expect(i).toEqual({ data: Int32Array.of(2, 3), shape: [2], dtype: 'int32' });
    expect(b).toEqual({ data: Uint8Array.of(0, 1), shape: [2], dtype: 'bool' });
    expect([...same!.data]).toEqual([1, 2]);
    expect([...outside.dataSync()]).toEqual([10, 20]);
    outside.dispose();
  });

  test('inputs and states that do not fit are refused', async () => {
    const device = await openDevice(name);
    const run = device.compile(({ x: input }) => ({ y: input! }));
    await expect(run({ x: float32([1, 2, 3], [2, 2]) })).rejects.toThrow(SignatureError);
    const grow = device.compileStep(({ w }) => ({ state: { w: tf.concat([w!, w!]) }, outputs: {} }), {
      w: float32([1]),
    });
    await expect(grow.run({})).rejects.toThrow('a step must keep the shape of its state');
    expect(() => grow.write({ w: float32([1, 2]) })).toThrow(SignatureError);
  });

  test('no tensors are left behind', async () => {
    const device = await openDevice(name);
    await train(device, 1);
    const before = tf.memory().numTensors;
    await train(device, 3);
    await device.compile(({ x: input }) => ({ y: tf.sum(tf.square(input!)) }))({ x: float32([1, 2]) });
    expect(tf.memory().numTensors).toBe(before);
  });

  test('packed constituents have the sums and gradients of padded ones', async () => {
    const device = await openDevice(name);
    const counts = [3, 0, 5, 1];
    const slots = 5;
    const { data } = wave(4, slots, 3);
    counts.forEach((count, jet) => data.fill(0, (jet * slots + count) * 3, (jet + 1) * slots * 3));
    const layers = (rows: tf.Tensor, { w, v }: Tensors): tf.Tensor =>
      tf.relu(tf.matMul(tf.relu(tf.matMul(rows as tf.Tensor2D, w as tf.Tensor2D)) as tf.Tensor2D, v as tf.Tensor2D));
    const gradients = (sums: (jets: tf.Tensor, w: tf.Tensor, v: tf.Tensor) => tf.Tensor, inputs: Tensors): Tensors => {
      const { value, grads } = tf.valueAndGrads(
        (jets: tf.Tensor, w: tf.Tensor, v: tf.Tensor) => tf.sum(tf.square(sums(jets, w, v))) as tf.Scalar,
      )([inputs.jets!, inputs.w!, inputs.v!]);
      return { value, dJets: grads[0]!, dW: grads[1]!, dV: grads[2]! };
    };
    const values = {
      jets: float32(data as Float32Array, [20, 3]),
      w: wave(3, 6),
      v: wave(6, 4),
      ...packing(counts, slots, 4),
    };
    const packed = await device.compile((inputs) => {
      const [slotOfRow, rowOfSlot, jetOfRow] = [inputs.slotOfRow, inputs.rowOfSlot, inputs.jetOfRow] as [
        tf.Tensor1D,
        tf.Tensor2D,
        tf.Tensor1D,
      ];
      return gradients(
        (jets, w, v) =>
          sumRows(
            layers(packRows(jets as tf.Tensor2D, slotOfRow, rowOfSlot), { w, v }) as tf.Tensor2D,
            jetOfRow,
            rowOfSlot,
          ),
        inputs,
      );
    })(values);
    const padded = await device.compile((inputs) =>
      gradients((jets, w, v) => tf.sum(tf.reshape(layers(jets, { w, v }), [4, slots, 4]), 1), inputs),
    )(values);
    expectClose(packed, padded, 1e-5);
  });
});

test.each(['1', '2'])(
  'sums over thousands of rows of jets, and their gradients, agree with eager in %s threads',
  async (threads) => {
    vi.stubEnv('JETDEMON_THREADS', threads);
    const [jets, slots] = [160, 40];
    const counts = Array.from({ length: jets }, (_, jet) => (7 * jet) % (slots + 1));
    const values: Values = {
      jets: wave(jets * slots, 3),
      w: wave(3, 64),
      v: wave(64, 64),
      u: wave(64, 2),
      ...packing(counts, slots),
    };
    const names = ['jets', 'w', 'v', 'u'];
    const run = (inputs: Tensors): Tensors => {
      const [slotOfRow, rowOfSlot, jetOfRow] = [inputs.slotOfRow, inputs.rowOfSlot, inputs.jetOfRow] as [tf.Tensor1D, tf.Tensor2D, tf.Tensor1D]; // prettier-ignore
      const loss = (...[x, w, v, u]: tf.Tensor[]) => {
        const rows = tf.relu(
          tf.matMul(packRows(x as tf.Tensor2D, slotOfRow, rowOfSlot), w as tf.Tensor2D),
        ) as tf.Tensor2D;
        const told = spreadRows(tf.div(sumRows(rows, jetOfRow, rowOfSlot), slots) as tf.Tensor2D, jetOfRow, rowOfSlot);
        const both = tf.relu(tf.add(tf.matMul(rows, v as tf.Tensor2D), told)) as tf.Tensor2D;
        return tf.mean(tf.square(sumRows(tf.matMul(both, u as tf.Tensor2D), jetOfRow, rowOfSlot))) as tf.Scalar;
      };
      const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => inputs[name]!));
      return { value, ...Object.fromEntries(names.map((name, at) => [`slope of ${name}`, grads[at]!])) };
    };
    const [compiled, eager] = await Promise.all(['cpu', 'tfjs-cpu'].map((name) => openDevice(name as DeviceName)));
    expect(values.slotOfRow!.shape[0]).toBeGreaterThan(2048); // enough to be cut into blocks
    expectClose(await compiled!.compile(run)(values), await eager!.compile(run)(values), 1e-4);
    vi.unstubAllEnvs();
  },
);

test('layers on thousands of rows, which are cut into blocks, agree with eager', async () => {
  const values: Values = { x: wave(2500, 8), w: wave(8, 600), b: wave(600), v: wave(600, 3), y: wave(2500, 3) };
  const run = ({ x: rows, w, b, v, y }: Tensors): Tensors => {
    const loss = (w_: tf.Tensor, b_: tf.Tensor, v_: tf.Tensor, x_: tf.Tensor): tf.Scalar => {
      const h = tf.relu(tf.add(tf.matMul(x_ as tf.Tensor2D, w_ as tf.Tensor2D), b_));
      return tf.mean(tf.squaredDifference(tf.matMul(h as tf.Tensor2D, v_ as tf.Tensor2D), y!));
    };
    const { value, grads } = tf.valueAndGrads(loss)([w!, b!, v!, rows!]);
    return { value, dW: grads[0]!, dB: grads[1]!, dV: grads[2]!, dX: grads[3]! };
  };
  const [compiled, eager] = await Promise.all([openDevice('cpu'), openDevice('tfjs-wasm')]);
  expectClose(await compiled.compile(run)(values), await eager.compile(run)(values), 2e-5);
});

test('random chains of operations on random shapes agree with eager', async () => {
  const [compiled, eager] = [await openDevice('cpu'), await openDevice('tfjs-cpu')];
  const steps: ((x: tf.Tensor) => tf.Tensor)[] = [
    (x) => tf.tanh(x),
    (x) => tf.relu(x),
    (x) => tf.mul(x, tf.sum(x, 0, true)),
    (x) => tf.transpose(x),
    (x) => tf.sub(x, tf.mean(x)),
    (x) => tf.concat([x, tf.square(x)], 1),
    (x) => tf.matMul(x as tf.Tensor2D, x as tf.Tensor2D, false, true),
    (x) => tf.maximum(x, tf.mean(x, 1, true)),
    (x) => tf.slice(x, [0, 0], [1, -1]),
    (x) => tf.tile(x, [2, 1]),
    (x) => tf.cumsum(x, 1),
    (x) => tf.reverse(x, 0),
    (x) => tf.where(tf.greater(x, 0.1), x, tf.mul(x, 0.3)),
    (x) => tf.gather(x, tf.tensor1d([0, 0], 'int32'), 1),
    (x) => tf.softplus(x),
    (x) => tf.reshape(x, [-1, 1]),
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.nat(steps.length - 1), { minLength: 1, maxLength: 4 }),
      async (rows, columns, chain) => {
        const f = (input: tf.Tensor): tf.Tensor => chain.reduce((tensor, index) => steps[index]!(tensor), input);
        const run = ({ x: input }: Tensors): Tensors => ({
          y: f(input!),
          dx: tf.grad((t: tf.Tensor) => tf.mean(f(t)))(input!),
        });
        const values = { x: wave(rows, columns) };
        expectClose(await compiled.compile(run)(values), await eager.compile(run)(values), 1e-5);
      },
    ),
    { numRuns: 40, seed: 1 },
  );
});

describe('errors name what is wrong:', () => {
  test('values read while compiling', async () => {
    const { compile } = await openDevice('cpu');
    await expect(
      compile(({ x: input }) => ({ y: tf.scalar(input!.dataSync()[0]!) }))({ x: float32([1]) }),
    ).rejects.toThrow(SymbolicReadError);
  });

  test('a kernel that is not in the table', async () => {
    const { compile } = await openDevice('cpu');
    const run = compile(({ x: input }) => ({ y: tf.multinomial(input as tf.Tensor1D, 1, 7) }));
    await expect(run({ x: float32([1, 2]) })).rejects.toThrow(new UnsupportedKernelError('Multinomial').message);
  });

  test('a case of a kernel that cannot be compiled', async () => {
    const { compile } = await openDevice('cpu');
    const run = compile(({ x: input }) => ({ y: tf.slice(input!, 0, 0) }));
    await expect(run({ x: float32([1, 2]) })).rejects.toThrow('kernel Slice cannot be compiled: shape [0] is empty');
  });

  test.each([[[5]], [[-1]]])('an index out of range, %j', async (index) => {
    const { compile } = await openDevice('cpu');
    const run = compile(({ x: input, i }) => ({ y: tf.gather(input!, i as tf.Tensor1D) }));
    await expect(run({ x: float32([1, 2]), i: int32(index) })).rejects.toThrow('out of data bounds');
  });
});
