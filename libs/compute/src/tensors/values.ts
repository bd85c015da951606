// Values at rest: their checks, and their way into and out of TensorFlow.js.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensors, TensorValue, Values } from './device.ts';
import { SignatureError } from '../errors.ts';

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/** A float32 value from numbers or an array that is used as it is. */
export function float32(data: Float32Array | readonly number[], shape: readonly number[] = [data.length]): TensorValue {
  return { data: data instanceof Float32Array ? data : Float32Array.from(data), shape, dtype: 'float32' };
}

/** An int32 value from numbers or an array that is used as it is. */
export function int32(data: Int32Array | readonly number[], shape: readonly number[] = [data.length]): TensorValue {
  return { data: data instanceof Int32Array ? data : Int32Array.from(data), shape, dtype: 'int32' };
}

/** A float32 number without axes. */
export function scalar(value: number): TensorValue {
  return float32([value], []);
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, extent) => size * extent, 1);
}

/** Shapes and types under their names, `x:float32[256,3]`: what a specialisation is keyed by. */
export function signatureOf(values: Readonly<Record<string, { shape: readonly number[]; dtype: string }>>): string {
  return Object.keys(values)
    .sort()
    .map((name) => `${name}:${values[name]!.dtype}[${values[name]!.shape.join(',')}]`)
    .join(' ');
}

/** @throws SignatureError when the array does not fit the declared type or shape */
export function checkValue(name: string, { data, shape, dtype }: TensorValue): void {
  if (!(dtype in arrays)) throw new SignatureError(`${name}: expected dtype float32, int32 or bool, found ${dtype}`);
  if (!(data instanceof arrays[dtype]))
    throw new SignatureError(
      `${name}: expected a ${arrays[dtype].name} for ${dtype}, found ${Object.prototype.toString.call(data).slice(8, -1)}`,
    );
  if (data.length !== sizeOf(shape))
    throw new SignatureError(
      `${name}: expected ${sizeOf(shape)} values for shape [${shape.join(', ')}], found ${data.length}`,
    );
}

/** Tensors on the present TensorFlow.js backend. */
export function toTensors(values: Values): Tensors {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      checkValue(name, value);
      return [name, tf.tensor(value.data, [...value.shape], value.dtype)];
    }),
  );
}

/** A copy of a tensor's values. */
export function fromTensor(tensor: tf.Tensor): TensorValue {
  const dtype = dtypeOf(tensor);
  return { data: arrays[dtype].from(tensor.dataSync()), shape: [...tensor.shape], dtype };
}

export function dtypeOf(tensor: { dtype: string; shape: readonly number[] }): TensorValue['dtype'] {
  if (tensor.dtype === 'float32' || tensor.dtype === 'int32' || tensor.dtype === 'bool') return tensor.dtype;
  throw new SignatureError(`expected a float32, int32 or bool tensor, found ${tensor.dtype}`);
}

/** @throws SignatureError when the next state has other names, shapes or types than the present one */
export function checkState(now: string, next: string): void {
  if (now !== next) throw new SignatureError(`a step must keep the shape of its state: expected ${now}, found ${next}`);
}
