// Normalisations of a trained model.
import * as tf from '@tensorflow/tfjs-core';
import { KerasError } from '../errors.ts';
import { axisOf, dropping, type Layer, passing } from '../layer.ts';

/** Numbers per element of some axes, in their places. */
const along = (numbers: tf.Tensor, shape: readonly number[], axes: ReadonlySet<number>): tf.Tensor =>
  tf.reshape(
    numbers,
    shape.map((extent, axis) => (axes.has(axis) ? extent : 1)),
  );

const batchNormalization: Layer = ({ config, weights }) => {
  const [axis] = config.numbers('axis', [-1]);
  const epsilon = config.number('epsilon', 1e-3);
  config.get('momentum');
  const gamma = config.flag('scale', true) ? weights.next('gamma') : undefined;
  const beta = config.flag('center', true) ? weights.next('beta') : undefined;
  const [mean, variance] = [weights.next('moving_mean'), weights.next('moving_variance')];
  return passing((x, call) => {
    const axes = new Set([axisOf(axis ?? -1, x.rank)]);
    const numbers = (of: typeof mean): tf.Tensor => along(call.value(of), x.shape, axes);
    const inverse = tf.rsqrt(tf.add(numbers(variance), epsilon));
    const factor = gamma ? tf.mul(inverse, numbers(gamma)) : inverse;
    const done = tf.mul(tf.sub(x, numbers(mean)), factor);
    return beta ? tf.add(done, numbers(beta)) : done;
  });
};

const layerNormalization: Layer = ({ config, weights }) => {
  const axes = config.numbers('axis', [-1]);
  const epsilon = config.number('epsilon', 1e-3);
  if (config.flag('rms_scaling', false)) throw new KerasError('rms_scaling is not supported');
  const gamma = config.flag('scale', true) ? weights.next('gamma') : undefined;
  const beta = config.flag('center', true) ? weights.next('beta') : undefined;
  return passing((x, call) => {
    const over = axes.map((axis) => axisOf(axis, x.rank));
    const centred = tf.sub(x, tf.mean(x, over, true));
    const done = tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), over, true), epsilon)));
    const numbers = (of: NonNullable<typeof gamma>): tf.Tensor => along(call.value(of), x.shape, new Set(over));
    const scaled = gamma ? tf.mul(done, numbers(gamma)) : done;
    return beta ? tf.add(scaled, numbers(beta)) : scaled;
  });
};

const unitNormalization: Layer = ({ config }) => {
  const axes = config.numbers('axis', [-1]);
  return passing((x) => {
    const over = axes.map((axis) => axisOf(axis, x.rank));
    return tf.mul(x, tf.rsqrt(tf.maximum(tf.sum(tf.square(x), over, true), 1e-12)));
  });
};

const groupNormalization: Layer = ({ config, weights }) => {
  const [groups, axis, epsilon] = [config.number('groups', 32), config.number('axis', -1), config.number('epsilon', 1e-3)]; // prettier-ignore
  const gamma = config.flag('scale', true) ? weights.next('gamma') : undefined;
  const beta = config.flag('center', true) ? weights.next('beta') : undefined;
  return dropping((x, call) => {
    const channels = x.shape.at(-1)!;
    if (axisOf(axis, x.rank) !== x.rank - 1) throw new KerasError(`expected axis -1, found ${axis}`);
    const count = groups === -1 ? channels : groups;
    if (!(count >= 1) || channels % count !== 0)
      throw new KerasError(`expected groups that divide ${channels} channels, found ${groups}`);
    const apart = tf.reshape(x, [x.shape[0]!, -1, count, channels / count]);
    const centred = tf.sub(apart, tf.mean(apart, [1, 3], true));
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), [1, 3], true), epsilon));
    const done = tf.reshape(tf.mul(centred, inverse), x.shape);
    const scaled = gamma ? tf.mul(done, call.value(gamma)) : done;
    return beta ? tf.add(scaled, call.value(beta)) : scaled;
  });
};

export const normalising = {
  BatchNormalization: batchNormalization,
  GroupNormalization: groupNormalization,
  LayerNormalization: layerNormalization,
  UnitNormalization: unitNormalization,
} satisfies Record<string, Layer>;
