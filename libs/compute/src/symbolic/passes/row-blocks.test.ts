import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { reachable } from '../graph.ts';
import { trace } from '../trace.ts';

/** Rows of the products of `rows` rows with a layer of `width` units and as many inputs. */
function rowsOfProducts(rows: number, width: number): number[] {
  const signature = {
    x: { shape: [rows, width], dtype: 'float32' as const },
    w: { shape: [width, width], dtype: 'float32' as const },
  };
  const layer = ({ x, w }: tf.NamedTensorMap) => ({ y: tf.relu(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D)) });
  const { outputs } = trace(layer, signature, { forCpu: true });
  return reachable(Object.values(outputs)).flatMap(({ origin, shape }) =>
    origin.kind === 'node' && origin.op === 'Gemm' ? [shape[0]!] : [],
  );
}

test.each([
  [64, 4],
  [128, 8],
  [256, 16],
  [512, 16],
])('a layer of %i units is cut into %i blocks, half a MiB each or 512 rows', (width, blocks) => {
  const found = rowsOfProducts(8192, width);
  expect(found.length).toBe(blocks);
  expect(found.reduce((a, b) => a + b)).toBe(8192);
  for (const some of found) expect(some * width * 4).toBe(Math.max(2 ** 19, 512 * width * 4));
});

test('rows that fit into one block are left whole', () => {
  expect(rowsOfProducts(2560, 64)).toEqual([2560]);
});
