// Sums, means, extremes and norms along axes, and running sums.
import * as tf from '@tensorflow/tfjs-core';
import { extreme } from '../../../tensors/extreme.ts';
import { spread } from '../../../tensors/broadcast.ts';
import { withoutGradient } from '../../../tensors/without-gradient.ts';
import { OnnxError } from '../errors.ts';
import { axesOf, axisOf, type Call, type Operator, operator } from '../operator.ts';
import { elementsOf, isInteger } from '../types.ts';
import { knownIntegers, moved, Value } from '../value.ts';

interface Reduction {
  readonly tensor: (x: tf.Tensor, axes: number[], keep: boolean) => tf.Tensor;
  /** What no elements at all make. */
  readonly empty: number;
  /** Of exact integers, where shapes are computed. */
  readonly integers?: (values: readonly bigint[]) => bigint;
}

/** Axes are an attribute, or an input from opset 13 (ReduceSum) and 18 (the others) on. */
const reduction = ({ tensor, empty, integers }: Reduction): Operator =>
  operator(1, 2, (call, x) => {
    const { attributes, inputs } = call;
    const keep = attributes.flag('keepdims', true);
    const nothing = attributes.flag('noop_with_empty_axes');
    const given = inputs[1] ? knownIntegers(inputs[1], 'axes') : [...(attributes.get('ints', 'axes') ?? [])];
    if (given.length === 0 && nothing) return x!;
    const axes = given.length === 0 ? x!.shape.map((_, axis) => axis) : axesOf(given, x!.rank);
    const shape = x!.shape.flatMap((extent, axis) => (axes.includes(axis) ? (keep ? [1] : []) : [extent]));
    if (x!.size === 0) {
      const results = Array<number>(shape.reduce((a, b) => a * b, 1)).fill(empty);
      return Value.constant(x!.type, shape, elementsOf(x!.type, isInteger(x!.type) ? results.map(BigInt) : results));
    }
    if (x!.known && integers && isInteger(x!.type)) {
      const rest = x!.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
      const rows = moved([x!], ([t]) => tf.transpose(t!, [...rest, ...axes])).known as BigInt64Array;
      const count = axes.reduce((product, axis) => product * x!.shape[axis]!, 1);
      const size = shape.reduce((a, b) => a * b, 1);
      const results = Array.from({ length: size }, (_, row) =>
        integers([...rows.subarray(row * count, (row + 1) * count)]),
      );
      return Value.constant(x!.type, shape, elementsOf(x!.type, results));
    }
    if (x!.type === 'bool' && !/Max|Min/.test(call.operator))
      throw new OnnxError('expected numbers, found truth values');
    const of = x!.type === 'bool' ? tf.cast(x!.tensor(), 'int32') : x!.tensor();
    return Value.of(axes.length === 0 ? tensor(of, [], keep) : tf.reshape(tensor(of, axes, keep), shape), x!.type);
  });

/** Euclidean norm; its gradient at 0 is 0. */
export function norm(x: tf.Tensor, axes: number[], keep: boolean): tf.Tensor {
  return tf.customGrad((...given) => {
    const [input, save] = given as [tf.Tensor, tf.GradSaveFunc];
    const kept = tf.sqrt(tf.sum(tf.square(input), axes, true));
    save([input, kept]);
    return {
      value: keep ? kept : tf.squeeze(kept, axes),
      gradFunc: (dy: tf.Tensor, [x, length]: tf.Tensor[]) => {
        const zero = tf.equal(length!, 0);
        const slope = tf.div(tf.reshape(dy, length!.shape), tf.where(zero, tf.onesLike(length!), length!));
        return tf.mul(x!, tf.where(zero, tf.zerosLike(slope), slope));
      },
    };
  })(x);
}

const floats = (x: tf.Tensor): tf.Tensor => tf.cast(x, 'float32');
const total = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n);
const best = (values: readonly bigint[], better: (a: bigint, b: bigint) => boolean): bigint =>
  values.reduce((a, b) => (better(b, a) ? b : a));

/** Index of an extreme along one axis: the first of equals, or the last. */
const argument = (which: 'max' | 'min'): Operator =>
  operator(1, 1, ({ attributes }, x) => {
    const axis = axisOf(attributes.int('axis', 0), x!.rank);
    const keep = attributes.flag('keepdims', true);
    const last = attributes.flag('select_last_index');
    const index = withoutGradient(() => {
      const find = which === 'max' ? tf.argMax : tf.argMin;
      const t = floats(x!.tensor());
      if (!last) return find(t, axis);
      return tf.sub(tf.scalar(x!.shape[axis]! - 1, 'int32'), find(tf.reverse(t, axis), axis));
    });
    return Value.of(keep ? tf.expandDims(index, axis) : index, 'int64');
  });

const cumulativeSum = operator(2, 2, ({ attributes }, x, axis) => {
  const [at] = knownIntegers(axis!, 'axis');
  const [exclusive, reverse] = [attributes.flag('exclusive'), attributes.flag('reverse')];
  return Value.of(tf.cumsum(x!.tensor(), axisOf(at ?? 0, x!.rank), exclusive, reverse), x!.type);
});

/** log Σ exp(x), the largest taken out first. */
function logSumExp(x: tf.Tensor, axes: number[], keep: boolean): tf.Tensor {
  if (axes.length === 0) return x;
  const peak = withoutGradient(() => {
    const found = tf.max(x, axes, true);
    return tf.where(tf.isFinite(found), found, tf.zerosLike(found));
  });
  const sum = tf.add(tf.log(tf.sum(tf.exp(tf.sub(x, spread(peak, x.shape))), axes, true)), peak);
  return keep ? sum : tf.squeeze(sum, axes);
}

export const axesFromCall = (call: Call, rank: number): number[] =>
  axesOf(call.attributes.get('ints', 'axes') ?? [], rank);

export const reductions = {
  ArgMax: argument('max'),
  ArgMin: argument('min'),
  CumSum: cumulativeSum,
  ReduceL1: reduction({ empty: 0, tensor: (x, axes, keep) => tf.sum(tf.abs(x), axes, keep) }),
  ReduceL2: reduction({ empty: 0, tensor: (x, axes, keep) => norm(floats(x), axes, keep) }),
  ReduceLogSum: reduction({ empty: -Infinity, tensor: (x, axes, keep) => tf.log(tf.sum(x, axes, keep)) }),
  ReduceLogSumExp: reduction({ empty: -Infinity, tensor: (x, axes, keep) => logSumExp(floats(x), axes, keep) }),
  ReduceMax: reduction({
    empty: -Infinity,
    tensor: (x, axes, keep) => (axes.length === 0 ? x : extreme(x, axes, keep, 'max')),
    integers: (values) => best(values, (a, b) => a > b),
  }),
  ReduceMean: reduction({ empty: NaN, tensor: (x, axes, keep) => tf.mean(x, axes, keep) }),
  ReduceMin: reduction({
    empty: Infinity,
    tensor: (x, axes, keep) => (axes.length === 0 ? x : extreme(x, axes, keep, 'min')),
    integers: (values) => best(values, (a, b) => a < b),
  }),
  ReduceProd: reduction({
    empty: 1,
    tensor: (x, axes, keep) => tf.prod(x, axes, keep),
    integers: (values) => values.reduce((a, b) => a * b, 1n),
  }),
  ReduceSum: reduction({ empty: 0, tensor: (x, axes, keep) => tf.sum(x, axes, keep), integers: total }),
  ReduceSumSquare: reduction({ empty: 0, tensor: (x, axes, keep) => tf.sum(tf.square(x), axes, keep) }),
} satisfies Record<string, Operator>;
