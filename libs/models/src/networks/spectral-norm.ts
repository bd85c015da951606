// Upper bounds on the spectral norm of a matrix that hold whatever the matrix is, unlike those of a power iteration.
import * as tf from '@tensorflow/tfjs-core';

/** Squarings: the bound is at most rank^(1 / 2^squarings) times the norm, 1.07 for rank 64 and 6 squarings. */
const SQUARINGS = 6;

/**
 * ‖W‖₂ ≤ ‖(WᵀW)^(2^(n−1))‖_F^(1/2^n), by n squarings, n = 6: Gram iteration, theorem 3.1 of arXiv:2305.16173. Differentiable; `[1, 1]`.
 *
 * The Frobenius norm of a matrix is the root of the sum of the squares of its singular values, so no smaller than the
 * largest of them; squaring the Gram matrix squares each, which leaves the largest alone in the limit.
 */
export function spectralNormBound(matrix: tf.Tensor2D): tf.Tensor {
  const norm = (of: tf.Tensor) => tf.sqrt(tf.add(tf.sum(tf.square(of), [0, 1], true), 1e-30));
  let gram = matrix;
  // the logarithm of what was taken out, so that powers neither overflow nor vanish
  let log: tf.Tensor = tf.zeros([1, 1]);
  const [rows, columns] = matrix.shape;
  for (let at = 0; at < SQUARINGS; at++) {
    const size = norm(gram);
    log = tf.add(log, tf.div(tf.log(size), 2 ** at));
    const scaled = tf.div(gram, size) as tf.Tensor2D;
    // of the two Gram matrices, whose norms are the same, the smaller one
    gram = tf.matMul(scaled, scaled, at > 0 || rows > columns, at === 0 && rows <= columns);
  }
  return tf.exp(tf.add(log, tf.div(tf.log(norm(gram)), 2 ** SQUARINGS)));
}

/** The same in double precision, of a row-major matrix. */
export function spectralNormBoundOf(values: ArrayLike<number>, [rows, columns]: readonly [number, number]): number {
  const tall = rows > columns;
  const size = tall ? columns : rows;
  const inner = tall ? rows : columns;
  let [a, along] = [Float64Array.from(values), inner];
  const at = (matrix: Float64Array, row: number, k: number, first: boolean) =>
    first && tall ? matrix[k * columns + row]! : matrix[row * (first ? columns : size) + k]!;
  let log = 0;
  for (let squaring = 0; squaring < SQUARINGS; squaring++) {
    const norm = frobenius(a);
    if (norm === 0) return 0;
    log += Math.log(norm) / 2 ** squaring;
    a = a.map((value) => value / norm);
    const gram = new Float64Array(size * size);
    for (let i = 0; i < size; i++)
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let k = 0; k < along; k++) sum += at(a, i, k, squaring === 0) * at(a, j, k, squaring === 0);
        gram[i * size + j] = sum;
        gram[j * size + i] = sum;
      }
    [a, along] = [gram, size];
  }
  return Math.exp(log + Math.log(frobenius(a)) / 2 ** SQUARINGS);
}

function frobenius(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
