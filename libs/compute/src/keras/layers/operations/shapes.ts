// Functions of tensors that change shapes alone.
import * as tf from '@tensorflow/tfjs-core';
import { first, type Operation } from './operation.ts';

export const reshaped: Operation = (given) => {
  const x = first(given);
  const target = given.numbers(1, 'newshape', 'shape');
  const size = target.filter((extent) => extent !== -1).reduce((a, b) => a * b, 1);
  return tf.reshape(
    x,
    target.map((extent) => (extent === -1 ? x.size / size : extent)),
  );
};

export const transposed: Operation = (given) => {
  const x = first(given);
  return tf.transpose(x, given.given(1, 'axes', 'perm') === null ? undefined : given.numbers(1, 'axes', 'perm'));
};

export const joined: Operation = (given) => {
  const tensors = given.tensors(0, 'xs', 'values');
  return tf.concat(tensors, given.axis(1, tensors[0]!.rank, 0));
};

export const stacked: Operation = (given) => {
  const tensors = given.tensors(0, 'x', 'values');
  return tf.stack(tensors, given.axis(1, tensors[0]!.rank + 1, 0));
};

export const expanded: Operation = (given) => {
  const x = first(given);
  return tf.expandDims(x, given.axis(1, x.rank + 1));
};

export const squeezed: Operation = (given) => {
  const x = first(given);
  return tf.squeeze(x, given.given(1, 'axis') === null ? undefined : given.axes(1, x.rank));
};
