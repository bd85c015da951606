// A large matrix product in the same process and runtime as the workload: what the rates of dense layers are held against.
import { float32, type Device } from '@jetdemon/compute';
import * as tf from '@tensorflow/tfjs-core';
import { isEager } from './workload.ts';

/**
 * GFLOP/s of products [n, n]·[n, n] in float32, the best of several; n is 2048, or 512 where nothing native runs.
 *
 * A GPU does many in a row, so that the way to it and back does not count for much.
 */
export async function productRate(device: Device, seconds: number): Promise<number> {
  const n = isEager(device) && device.name !== 'tfjs-node-gpu' ? 512 : 2048;
  const inARow = device.name === 'webgpu' || device.name === 'cuda' ? 64 : 1;
  const matrix = (phase: number) =>
    float32(
      Float32Array.from({ length: n * n }, (_, i) => Math.sin(i + phase) / n),
      [n, n],
    );
  const inputs = { a: matrix(0), b: matrix(1) };
  const multiply = device.compile(({ a, b }) => {
    let product = a as tf.Tensor2D;
    for (let i = 0; i < inARow; i++) product = tf.matMul(product, b as tf.Tensor2D);
    return { corner: tf.slice(product, [0, 0], [1, 1]) };
  });
  await multiply(inputs);
  let best = Infinity;
  const start = performance.now();
  do {
    const before = performance.now();
    await multiply(inputs);
    best = Math.min(best, performance.now() - before);
  } while (performance.now() - start < seconds * 1000);
  return (inARow * 2 * n ** 3) / best / 1e6;
}
