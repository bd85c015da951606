// Elements written by indices that hold the axes of batch and heads, as PyTorch exports `y[:, :, i, j] = x`: what is known
// beforehand does not grow with them. Expected numbers are the assignment itself, written out.
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openDevice } from '../../devices/open-device.ts';
import { footprint } from '../../symbolic/footprint.ts';
import { readOnnx } from './read.ts';
import { encoded } from './testing/model.ts';

const particles = 40;
const pairs = Array.from({ length: particles }, (_, i) =>
  Array.from({ length: i + 1 }, (_, j) => [i, j] as const),
).flat();
const heads = 8;

const integers = (name: string, values: readonly number[], dims = [values.length]) => ({
  name,
  dims,
  dataType: 7,
  rawData: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
});
const node = (opType: string, input: string[], output: string, attribute: object[] = []) => ({
  ...{ opType, input, output: [output], name: output, attribute },
});
const axis = (value: number) => ({ name: 'axis', type: 2, i: value });
const info = (name: string) => ({ name, type: { tensorType: { elemType: 1 } } });

/** x [N, heads, pairs] -> y [N, heads, particles, particles] with y[n, h, i, j] = x[n, h, pair], and 0 above the diagonal. */
const bytes = encoded({
  name: 'pairs',
  input: [info('x')],
  output: [info('y')],
  initializer: [
    integers('zero', [0], []),
    integers('one', [1], []),
    integers('first', [0]),
    integers('second', [1]),
    integers('heads', [heads]),
    integers('count of heads', [heads], []),
    integers('square', [particles, particles]),
    integers('pairs', [pairs.length]),
    integers('last', [3]),
    ...(['i', 'j'] as const).map((name, at) => integers(name, pairs.map((pair) => pair[at]!))), // prettier-ignore
    integers('along n', [-1, 1, 1]),
    integers('along heads', [1, -1, 1]),
  ],
  node: [
    node('Shape', ['x'], 'shape'),
    node('Gather', ['shape', 'first'], 'N'),
    node('Gather', ['shape', 'zero'], 'n'),
    node('Range', ['zero', 'n', 'one'], 'batch'),
    node('Range', ['zero', 'count of heads', 'one'], 'head'),
    node('Reshape', ['batch', 'along n'], 'batch column'),
    node('Reshape', ['head', 'along heads'], 'head column'),
    node('Concat', ['N', 'heads', 'pairs'], 'full', [axis(0)]),
    ...['batch column', 'head column', 'i', 'j'].flatMap((name) => [
      node('Expand', [name, 'full'], `wide ${name}`),
      node('Unsqueeze', [`wide ${name}`, 'last'], `column ${name}`),
    ]),
    node('Concat', ['column batch column', 'column head column', 'column i', 'column j'], 'indices', [axis(-1)]),
    node('Concat', ['N', 'heads', 'square'], 'shape of y', [axis(0)]),
    node('ConstantOfShape', ['shape of y'], 'zeros'),
    node('ScatterND', ['zeros', 'indices', 'x'], 'y'),
  ],
});

test.each(['cpu', 'tfjs-cpu'] as const)('are written to their places, and slopes come back, on %s', async (name) => {
  const model = readOnnx(bytes);
  const device = await openDevice(name);
  const n = 3;
  const x = Float32Array.from({ length: n * heads * pairs.length }, (_, at) => Math.sin(at));
  const weights = Float32Array.from({ length: n * heads * particles ** 2 }, (_, at) => Math.cos(at));
  const run = device.compile(({ x: given, w }) => ({
    y: model.run({}, { x: given! }).y!,
    slope: tf.grad((t: tf.Tensor) => tf.sum(tf.mul(model.run({}, { x: t }).y!, w!)))(given!),
  }));
  const { y, slope } = await run({
    x: { data: x, shape: [n, heads, pairs.length], dtype: 'float32' },
    w: { data: weights, shape: [n, heads, particles, particles], dtype: 'float32' },
  });
  const expected = new Float32Array(weights.length);
  const back = new Float32Array(x.length);
  x.forEach((value, at) => {
    const [i, j] = pairs[at % pairs.length]!;
    const place = (Math.floor(at / pairs.length) * particles + i) * particles + j;
    expected[place] = value;
    back[at] = weights[place]!;
  });
  expect(y!.data).toEqual(expected);
  expect(slope!.data).toEqual(back);
});

test('are not held for every jet: 1,024 of them would be 27 million indices', () => {
  const model = readOnnx(bytes);
  const asked = (n: number) => ({ x: { shape: [n, heads, pairs.length], dtype: 'float32' as const } });
  expect(1024 * heads * pairs.length * 4).toBeGreaterThan(2 ** 24);
  const [few, many] = [2, 1024].map((n) => footprint(({ x }) => model.run({}, { x: x! }), asked(n)));
  expect(many! / few!).toBeCloseTo(512, 0);
});
