// Gradients that TensorFlow.js lacks, or has wrong for broadcast inputs or other axes than the last. Registered for all
// devices alike, so that a function has the same gradient everywhere.
import * as tf from '@tensorflow/tfjs-core';
// The CommonJS bundle of tfjs-core carries no gradients; that of tfjs-layers registers all of them as it loads.
import '@tensorflow/tfjs-layers';

type Saved = [a: tf.Tensor, b: tf.Tensor];
type Slope = (dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

/** Sums a gradient over the axes along which its input was broadcast. */
function unbroadcast(gradient: tf.Tensor, like: tf.Tensor): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(like.shape, gradient.shape);
  return axes.length === 0 ? gradient : tf.reshape(tf.sum(gradient, axes), like.shape);
}

function registerBinary(kernelName: string, slopeA: Slope, slopeB: Slope): void {
  register({
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc(dy, saved) {
      const [a, b] = saved as Saved;
      return {
        a: () => unbroadcast(slopeA(dy as tf.Tensor, a, b), a),
        b: () => unbroadcast(slopeB(dy as tf.Tensor, a, b), b),
      };
    },
  });
}

/** Truth values do not change with their inputs; without a gradient `tf.where` could not be differentiated. */
function registerConstant(kernelName: string, inputs: readonly string[]): void {
  register({
    kernelName,
    inputsToSave: [...inputs],
    gradFunc: (_, saved) =>
      Object.fromEntries(inputs.map((name, index) => [name, () => tf.zeros(saved[index]!.shape)])),
  });
}

/** `tf.registerGradient` warns when it replaces one. */
function register(gradient: tf.GradConfig): void {
  if (tf.getGradient(gradient.kernelName)) tf.unregisterGradient(gradient.kernelName);
  tf.registerGradient(gradient);
}

const chosen = (condition: tf.Tensor, dy: tf.Tensor): tf.Tensor => tf.mul(dy, tf.cast(condition, 'float32'));

for (const kernel of ['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'LogicalAnd', 'LogicalOr'])
  registerConstant(kernel, ['a', 'b']);
for (const kernel of ['LogicalNot', 'IsNan', 'IsInf', 'IsFinite']) registerConstant(kernel, ['x']);

registerBinary(
  'Maximum',
  (dy, a, b) => chosen(tf.greaterEqual(a, b), dy),
  (dy, a, b) => chosen(tf.less(a, b), dy),
);
registerBinary(
  'Minimum',
  (dy, a, b) => chosen(tf.lessEqual(a, b), dy),
  (dy, a, b) => chosen(tf.greater(a, b), dy),
);
registerBinary(
  'SquaredDifference',
  (dy, a, b) => tf.mul(dy, tf.mul(2, tf.sub(a, b))),
  (dy, a, b) => tf.mul(dy, tf.mul(2, tf.sub(b, a))),
);

register({
  kernelName: 'Cumsum',
  gradFunc: (dy, _, attributes) => ({
    x: () => tf.cumsum(dy as tf.Tensor, attributes.axis as number, Boolean(attributes.exclusive), !attributes.reverse),
  }),
});

/** ∂Πx/∂x_i is the product of the others: those before it times those after it, also where some are zero. */
register({
  kernelName: 'Prod',
  inputsToSave: ['x'],
  gradFunc(dy, saved, attributes) {
    const x = saved[0]!;
    const axes = tf.util.parseAxisParam(attributes.axis as number[], x.shape);
    const rest = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    const order = [...rest, ...axes];
    const back = order.map((_, axis) => order.indexOf(axis));
    return {
      x() {
        const moved = tf.transpose(x, order);
        const outer = rest.map((axis) => x.shape[axis]!);
        const flat = tf.reshape(moved, [...outer, -1]);
        const others = tf.mul(tf.cumprod(flat, rest.length, true, false), tf.cumprod(flat, rest.length, true, true));
        const slopes = tf.mul(tf.reshape(dy as tf.Tensor, [...outer, 1]), others);
        return tf.transpose(tf.reshape(slopes, moved.shape), back);
      },
    };
  },
});
