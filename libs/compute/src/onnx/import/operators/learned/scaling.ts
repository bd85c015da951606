// What stands before and after trees in a pipeline of scikit-learn: scales, norms, chosen features, names of classes.
import * as tf from '@tensorflow/tfjs-core';
import { root } from '../../../../tensors/root.ts';
import { withoutGradient } from '../../../../tensors/without-gradient.ts';
import { OnnxError } from '../../errors.ts';
import { type Operator, operator } from '../../operator.ts';
import { Value } from '../../value.ts';

/** `x − offset` times `scale`, per feature. */
export const scaler = operator(1, 1, ({ attributes }, x) => {
  const numbers = (name: string, otherwise: number): tf.Tensor => {
    const found = attributes.get('floats', name) ?? [otherwise];
    if (found.length !== 1 && found.length !== x!.shape.at(-1)) throw new OnnxError(`${name}: expected ${x!.shape.at(-1)}, found ${found.length}`); // prettier-ignore
    return tf.tensor1d(Float32Array.from(found));
  };
  return Value.of(
    tf.mul(tf.sub(tf.cast(x!.tensor(), 'float32'), numbers('offset', 0)), numbers('scale', 1)),
    'float32',
  );
});

/** Rows of one norm. */
export const normalizer = operator(1, 1, ({ attributes }, x) => {
  const kind = attributes.choice('norm', ['MAX', 'L1', 'L2'], 'MAX');
  const t = x!.tensor();
  if (kind === 'MAX') throw new OnnxError('norm: MAX is not supported');
  const size = kind === 'L1' ? tf.sum(tf.abs(t), -1, true) : root(tf.sum(tf.square(t), -1, true));
  return Value.of(
    tf.div(
      t,
      tf.add(
        size,
        withoutGradient(() => tf.cast(tf.equal(size, 0), 'float32')),
      ),
    ),
    'float32',
  );
});

/** Elements along the last axis, by indices that are known. */
export const features = operator(2, 2, (_, x, indices) => {
  if (!indices!.known) throw new OnnxError('its indices depend on the values of the inputs');
  const places = Int32Array.from(indices!.known as BigInt64Array, Number);
  const width = x!.shape.at(-1)!;
  if (places.some((place) => place < 0 || place >= width)) throw new OnnxError(`expected indices below ${width}`);
  return Value.of(tf.gather(x!.tensor(), tf.tensor1d(places, 'int32'), x!.rank - 1), x!.type);
});

/** The numbers that ZipMap puts beside names, without the names. */
export const unzipped: Operator = operator(1, 1, ({ attributes }, x) => {
  attributes.ignore('classlabels_strings', 'classlabels_int64s');
  return x!;
});
