// Matrix products and sums of products over labelled axes.
import * as tf from '@tensorflow/tfjs-core';
import { einsum, matMul } from '../../../tensors/einsum.ts';
import { OnnxError } from '../errors.ts';
import { type Operator, operator } from '../operator.ts';
import { Value } from '../value.ts';

/** α · A' · B' + β · C. */
const gemm = operator(2, 3, ({ attributes, inputs }, a, b) => {
  const [alpha, beta] = [attributes.float('alpha', 1), attributes.float('beta', 1)];
  const [transposeA, transposeB] = [attributes.flag('transA'), attributes.flag('transB')];
  if (a!.rank !== 2 || b!.rank !== 2) throw new OnnxError(`expected matrices, found ranks ${a!.rank} and ${b!.rank}`);
  const bare = tf.matMul(a!.tensor(), b!.tensor(), transposeA, transposeB);
  const scaled = alpha === 1 ? bare : tf.mul(bare, alpha);
  const c = inputs[2]?.tensor();
  if (!c) return Value.of(scaled, a!.type);
  return Value.of(tf.add(scaled, beta === 1 ? c : tf.mul(c, beta)), a!.type);
});

export const matrices = {
  Einsum: operator(1, Infinity, ({ attributes }, ...inputs) => {
    const tensors = inputs.map((value) => value.tensor());
    return Value.of(einsum(attributes.required('string', 'equation'), tensors), inputs[0]!.type);
  }),
  Gemm: gemm,
  MatMul: operator(2, 2, (_, a, b) => Value.of(matMul(a!.tensor(), b!.tensor()), a!.type)),
} satisfies Record<string, Operator>;
