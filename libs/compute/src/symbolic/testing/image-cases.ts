// Rows of the comparison in kernels.test.ts for what works on images and windows, and for what TensorFlow.js' own suite
// has found in other kernels.
import * as tf from '@tensorflow/tfjs-core';
import type { TensorValue } from '../../tensors/device.ts';
import { float32, int32 } from '../../tensors/values.ts';

type T = tf.Tensor;
type Row = [name: string, run: (...inputs: T[]) => T | T[], inputs: TensorValue[], options?: { gradient?: false }];

/** Distinct numbers of both signs. */
const wave = (phase: number, ...shape: number[]): TensorValue =>
  float32(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(1.7 * i + phase) + 0.013 * i),
    shape,
  );
const bool = (shape: number[], ...values: number[]): TensorValue => ({
  data: Uint8Array.from(values),
  shape,
  dtype: 'bool',
});

const image = wave(0, 2, 6, 5, 3);
const square = wave(0, 1, 6, 6, 3);
const volume = wave(0, 1, 4, 5, 3, 2);
const of4 = (x: T): tf.Tensor4D => x as tf.Tensor4D;
const values = { gradient: false } as const;

const convolutions = (['same', 'valid', 1] as const).flatMap((pad) =>
  [1, 2].flatMap((stride): Row[] => [
    [
      `conv2d, stride ${stride}, pad ${pad}`,
      (x, w) => tf.conv2d(of4(x), of4(w), stride, pad),
      [image, wave(1, 3, 2, 3, 4)],
    ],
    [
      `depthwiseConv2d, stride ${stride}, pad ${pad}`,
      (x, w) => tf.depthwiseConv2d(of4(x), of4(w), stride, pad),
      [image, wave(1, 3, 2, 3, 2)],
    ],
    [`maxPool, stride ${stride}, pad ${pad}`, (x) => tf.maxPool(of4(x), 3, stride, pad), [image]],
    // TensorFlow.js divides the slope by the whole window even where its own mean does not count the padding.
    [
      `avgPool, stride ${stride}, pad ${pad}`,
      (x) => tf.avgPool(of4(x), 3, stride, pad),
      [image],
      pad === 'valid' ? {} : values,
    ],
  ]),
);

export const imageRows: Row[] = [
  ...convolutions,
  ['conv2d, dilated', (x, w) => tf.conv2d(of4(x), of4(w), 1, 'same', 'NHWC', 2), [image, wave(1, 3, 2, 3, 4)], values],
  ['conv1d', (x, w) => tf.conv1d(x as tf.Tensor3D, w as tf.Tensor3D, 1, 'same'), [wave(0, 2, 6, 3), wave(1, 3, 3, 4)]],
  [
    'conv2dTranspose',
    (x, w) => tf.conv2dTranspose(of4(x), of4(w), [2, 12, 10, 4], 2, 'same'),
    [image, wave(1, 3, 2, 4, 3)],
  ],
  [
    'conv3d',
    (x, w) => tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, [1, 2, 1], 'same'),
    [volume, wave(1, 2, 3, 2, 2, 3)],
  ],
  ...(['linear', 'relu', 'elu'] as const).map((activation): Row => [
    `fused conv2d with bias and ${activation}`,
    (x, filter, bias) => tf.fused.conv2d({ x: of4(x), filter: of4(filter), strides: 1, pad: 'same', bias, activation }),
    [image, wave(1, 3, 2, 3, 4), wave(2, 4)],
  ]),
  ['maxPool with ties', (x) => tf.maxPool(of4(x), 2, 1, 'same'), [float32(new Float32Array(16).fill(2), [1, 4, 4, 1])]],
  ['maxPool3d', (x) => tf.maxPool3d(x as tf.Tensor5D, 2, 2, 'same'), [volume]],
  ['avgPool3d', (x) => tf.avgPool3d(x as tf.Tensor5D, 2, 1, 'valid'), [volume]],
  // The runtime may fold the zeros into the pool, which does not count them.
  [
    'zeros around an avgPool are counted',
    (x) =>
      tf.avgPool(
        tf.pad(of4(x), [
          [0, 0],
          [1, 1],
          [1, 1],
          [0, 0],
        ]),
        3,
        1,
        'valid',
      ),
    [image],
  ],
  [
    'zeros around a maxPool take part',
    (x) =>
      tf.maxPool(
        tf.pad(of4(tf.sub(x, 100)), [
          [0, 0],
          [1, 1],
          [1, 1],
          [0, 0],
        ]),
        3,
        1,
        'valid',
      ),
    [image],
  ],
  ['maxPool with a window in the padding', (x) => tf.maxPool(of4(x), 1, 2, 1), [image], values],
  ['avgPool with a window in the padding', (x) => tf.avgPool(of4(x), 1, 2, 1), [image], values],
  [
    'maxPool of integers',
    (x) => tf.maxPool(of4(x), 2, 1, 'valid'),
    [int32([2 ** 30 + 1, 5, -7, 3], [1, 2, 2, 1])],
    values,
  ],
  [
    'maxPoolWithArgmax',
    (x) => Object.values(tf.maxPoolWithArgmax(of4(x), 2, 1, 'same', true)) as T[],
    [wave(0, 2, 4, 5, 3)],
    values,
  ],
  // One square: the slopes of TensorFlow.js' cpu backend mix up height and width, and the images of a batch.
  ...[false, true].flatMap((align): Row[] => [
    [`resizeBilinear up, corners ${align}`, (x) => tf.image.resizeBilinear(of4(x), [9, 7], align), [square]],
    [`resizeBilinear down, corners ${align}`, (x) => tf.image.resizeBilinear(of4(x), [3, 4], align), [square]],
    [`resizeNearestNeighbor, corners ${align}`, (x) => tf.image.resizeNearestNeighbor(of4(x), [9, 3], align), [square]],
  ]),
  [
    'batchNorm',
    (x, mean, variance, offset, scale) => tf.batchNorm(x, mean, tf.square(variance), offset, scale),
    [wave(0, 4, 3), wave(1, 3), wave(2, 3), wave(3, 3), wave(4, 3)] as TensorValue[],
  ],
  ['localResponseNormalization', (x) => tf.localResponseNormalization(of4(x), 1, 1, 0.5, 0.7), [image]],
  ['einsum of matrices', (a, b) => tf.einsum('ij,jk->ki', a, b), [wave(0, 3, 4), wave(1, 4, 5)], values],
  [
    'einsum of batches',
    (a, b) => tf.einsum('bhqd,bhkd->bhqk', a, b),
    [wave(0, 2, 2, 3, 4), wave(1, 2, 2, 5, 4)],
    values,
  ],
  ['topk', (x) => Object.values(tf.topk(x, 3)) as T[], [float32([1, 5, 5, -2, 0, 7, 7, 7, -1, 3], [2, 5])], values],
  [
    'mirrorPad',
    (x) =>
      tf.mirrorPad(
        x,
        [
          [1, 2],
          [0, 2],
        ],
        'reflect',
      ),
    [wave(0, 4, 3)],
    values,
  ],
  [
    'symmetric pad',
    (x) =>
      tf.mirrorPad(
        x,
        [
          [1, 2],
          [3, 0],
        ],
        'symmetric',
      ),
    [wave(0, 4, 3)],
    values,
  ],
  [
    'spaceToBatchND',
    (x) =>
      tf.spaceToBatchND(
        x,
        [2, 2],
        [
          [1, 1],
          [0, 1],
        ],
      ),
    [image],
  ],
  [
    'batchToSpaceND',
    (x) =>
      tf.batchToSpaceND(
        x,
        [2, 1],
        [
          [1, 0],
          [0, 1],
        ],
      ),
    [image],
  ],
  ['depthToSpace', (x) => tf.depthToSpace(of4(x), 2), [wave(0, 1, 2, 3, 8)], values],
  ['diag', (x) => tf.diag(x), [wave(0, 4)], values],
  [
    'gather in batches',
    (x) =>
      tf.gather(
        x,
        tf.tensor2d(
          [
            [1, 0],
            [2, 2],
          ],
          [2, 2],
          'int32',
        ),
        1,
        1,
      ),
    [wave(0, 2, 3, 2)],
    values,
  ],

  [
    'where of bools',
    (c, a, b) => tf.where(c, a, b),
    [bool([4], 1, 1, 0, 0), bool([4], 0, 1, 0, 1), bool([4], 1, 0, 1, 0)],
    values,
  ],
  [
    'matMul of integers',
    (a, b) => tf.matMul(a, b),
    [int32([1, 2 ** 24 + 1, -3, 4], [2, 2]), int32([5, 6, 1, -8], [2, 2])],
    values,
  ],
  ['round of integers', (x) => tf.round(x), [int32([2 ** 30 + 1, -7])], values],
  ['prelu of integers', (x, slope) => tf.prelu(x, slope), [int32([-3, 4]), float32([0.5, 0.5])], values],
  ['range downwards', (x) => tf.add(x, tf.range(6, 0)), [wave(0, 6)], values],
  ['scatterND of one number', (x) => tf.scatterND(tf.tensor1d([1], 'int32'), x, [5]), [float32([3], [1])], values],
  [
    'bincount',
    (x, w) => tf.bincount(tf.cast(x, 'int32') as tf.Tensor1D, w as tf.Tensor1D, 4),
    [int32([1, 3, 1, 9]), wave(0, 4)],
    values,
  ],
];
