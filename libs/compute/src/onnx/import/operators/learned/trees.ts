// Ensembles of decision trees of ONNX-ML: what their forests say, with what stands before and after it.
import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient } from '../../../../tensors/without-gradient.ts';
import { OnnxError } from '../../errors.ts';
import { operator } from '../../operator.ts';
import { Value } from '../../value.ts';
import { walked } from './forest.ts';
import { floats, listed, numbered } from './read-forest.ts';

const transforms = ['NONE', 'SOFTMAX', 'LOGISTIC', 'SOFTMAX_ZERO', 'PROBIT'] as const;
type Transform = (typeof transforms)[number];

function transformed(x: tf.Tensor, transform: Transform): tf.Tensor {
  if (transform === 'NONE') return x;
  if (transform === 'LOGISTIC') return tf.sigmoid(x);
  if (transform === 'SOFTMAX') return tf.softmax(x);
  throw new OnnxError(`post_transform: ${transform} is not supported`);
}

export const ensembleRegressor = operator(1, 1, (call, x) => {
  const { attributes } = call;
  const targets = attributes.int('n_targets', 1);
  const how = attributes.choice('aggregate_function', ['SUM', 'AVERAGE', 'MIN', 'MAX'], 'SUM');
  if (how === 'MIN' || how === 'MAX') throw new OnnxError(`aggregate_function: ${how} is not supported`);
  const transform = attributes.choice('post_transform', transforms, 'NONE');
  const base = floats(call, 'base_values');
  const forest = listed(call, 'target', targets);
  const sum = walked(x!.tensor(), forest);
  const mean = how === 'AVERAGE' ? tf.div(sum, forest.roots.length) : sum;
  return Value.of(transformed(based(mean, base), transform), 'float32');
});

function based(scores: tf.Tensor, base: readonly number[] | undefined): tf.Tensor {
  if (!base || base.length === 0) return scores;
  if (base.length !== scores.shape[1])
    throw new OnnxError(`base_values: expected ${scores.shape[1]}, found ${base.length}`);
  return tf.add(scores, tf.tensor2d(Float32Array.from(base), [1, base.length]));
}

/**
 * Labels and probabilities. Of two classes whose leaves speak of one alone its score is that of the second, and the first
 * has the rest: as in ONNX Runtime, where the leaves say more than the specification.
 */
export const ensembleClassifier = operator(1, 1, (call, x) => {
  const { attributes } = call;
  const numbers = attributes.get('ints', 'classlabels_int64s');
  const classes = (numbers ?? attributes.get('strings', 'classlabels_strings') ?? []).length;
  const transform = attributes.choice('post_transform', transforms, 'NONE');
  const base = floats(call, 'base_values') ?? [];
  if (classes < 2) throw new OnnxError(`expected two classes or more, found ${classes}`);
  const named = new Set(attributes.get('ints', 'class_ids') ?? []);
  const positive = (floats(call, 'class_weights') ?? []).every((weight) => weight >= 0);
  const alone = classes === 2 && named.size === 1;
  const forest = listed(call, 'class', classes);
  const sums = walked(x!.tensor(), forest);
  if (!alone) {
    if (classes === 2 && base.some((value) => value !== 0))
      throw new OnnxError('base_values of two classes are not supported');
    const scores = based(sums, base.length === classes ? base : undefined);
    return [labels(scores, numbers), Value.of(transformed(scores, transform), 'float32')];
  }
  if (positive && transform !== 'NONE')
    throw new OnnxError(`leaves of one class, none of them below 0, with post_transform ${transform} mean something else in ONNX Runtime than in the program that made them`); // prettier-ignore
  if (base.length > 1) throw new OnnxError(`base_values: expected at most one, found ${base.length}`);
  const sum = tf.add(tf.sum(sums, 1, true), base[0] ?? 0);
  const pair = positive ? tf.concat([tf.sub(1, sum), sum], 1) : tf.concat([tf.neg(sum), sum], 1);
  const scores = transform === 'LOGISTIC' ? tf.sigmoid(pair) : transform === 'NONE' ? pair : undefined;
  if (!scores) throw new OnnxError(`post_transform: ${transform} of leaves of one class is not supported`);
  return [labels(pair, numbers), Value.of(scores, 'float32')];
});

/** The class of the largest score; null where classes are named by text. */
function labels(scores: tf.Tensor, numbers: readonly number[] | undefined): Value | null {
  if (!numbers) return null;
  const table = tf.tensor1d(Int32Array.from(numbers), 'int32');
  return Value.of(
    withoutGradient(() => tf.gather(table, tf.cast(tf.argMax(scores, 1), 'int32'))),
    'int64',
  );
}

/** Opset 5 of ONNX-ML: nodes and leaves apart, modes and aggregates by number. */
export const ensemble = operator(1, 1, (call, x) => {
  const { attributes } = call;
  const targets = attributes.int('n_targets', 1);
  const how = attributes.int('aggregate_function', 1);
  if (how !== 0 && how !== 1) throw new OnnxError(`aggregate_function: expected 0 or 1, found ${how}`);
  const transform = transforms[attributes.int('post_transform', 0)];
  if (!transform) throw new OnnxError('post_transform: expected 0 to 4');
  if (attributes.has('membership_values')) throw new OnnxError('membership_values are not supported');
  const forest = numbered(call, targets);
  const sum = walked(x!.tensor(), forest);
  return Value.of(transformed(how === 0 ? tf.div(sum, forest.roots.length) : sum, transform), 'float32');
});
