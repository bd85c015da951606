// Operands of TensorFlow.js' cpu backend that broadcast are repeated by a plain loop before its kernels get them: these look for
// the place of every single number in arrays that they make for it, some ten times as long. What they compute of two
// numbers stays theirs, and so do the bits.
import * as tf from '@tensorflow/tfjs-core';

interface CpuBackend extends tf.KernelBackend {
  readonly data: tf.DataStorage<{ readonly values: tf.TypedArray }>;
  makeTensorInfo(shape: readonly number[], dtype: tf.DataType, values: tf.TypedArray): tf.TensorInfo;
  disposeIntermediateTensorInfo(info: tf.TensorInfo): void;
}

const same = (a: readonly number[], b: readonly number[]) => a.length === b.length && a.every((x, i) => x === b[i]);

/** Values of a shape, [...from] -> [...to], in an array of the same kind. */
export function repeated<T extends tf.TypedArray | Float64Array>(
  values: T,
  from: readonly number[],
  to: readonly number[],
): T {
  const aligned = [...Array<number>(to.length - from.length).fill(1), ...from];
  const strides = tf.util.computeStrides(aligned).concat(1);
  const steps = aligned.map((extent, axis) => (extent === 1 ? 0 : strides[axis]!));
  const out = new (values.constructor as new (size: number) => T)(tf.util.sizeFromShape([...to]));
  const last = to.length - 1;
  const [inner, step] = [to[last]!, steps[last]!];
  const at = new Int32Array(to.length);
  for (let start = 0, done = 0; done < out.length; done += inner) {
    if (step === 0) out.fill(values[start]!, done, done + inner);
    else for (let i = 0; i < inner; i++) out[done + i] = values[start + i]!;
    for (let axis = last - 1; axis >= 0; axis--) {
      start += steps[axis]!;
      if (++at[axis]! < to[axis]!) break;
      start -= at[axis]! * steps[axis]!;
      at[axis] = 0;
    }
  }
  return out;
}

/** A kernel of two operands that gets both in the shape of the result. */
function repeating(kernelFunc: tf.KernelFunc): tf.KernelFunc {
  return (given) => {
    const [{ a, b }, backend] = [given.inputs as { a: tf.TensorInfo; b: tf.TensorInfo }, given.backend as CpuBackend];
    const isPlain = [a, b].every(({ dtype }) => dtype !== 'complex64' && dtype !== 'string');
    if (!isPlain || same(a.shape, b.shape)) return kernelFunc(given);
    const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const made: tf.TensorInfo[] = [];
    const whole = (info: tf.TensorInfo) => {
      if (same(info.shape, shape)) return info;
      const values = repeated(backend.data.get(info.dataId).values, info.shape, shape);
      made.push(backend.makeTensorInfo(shape, info.dtype, values));
      return made.at(-1)!;
    };
    const result = kernelFunc({ ...given, inputs: { a: whole(a), b: whole(b) } });
    made.forEach((info) => backend.disposeIntermediateTensorInfo(info));
    return result;
  };
}

const names =
  'Add Sub Multiply RealDiv FloorDiv Mod Pow SquaredDifference Maximum Minimum Atan2 Equal NotEqual Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr';

for (const kernelName of names.split(' ')) {
  const kernel = tf.getKernel(kernelName, 'cpu');
  tf.unregisterKernel(kernelName, 'cpu');
  tf.registerKernel({ ...kernel, kernelFunc: repeating(kernel.kernelFunc) });
}
