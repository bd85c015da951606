// Values while a model is evaluated: tensors, or elements that are known because they depend on shapes and constants only.
import * as tf from '@tensorflow/tfjs-core';
import { onBackend } from '../../tensors/backend.ts';
import { broadcastShape, spread } from '../../tensors/broadcast.ts';
import { OnnxError } from './errors.ts';
import { requireFew, sizeOfShape } from './limits.ts';
import { type Elements, elementsFor, elementsOf, isInteger, type OnnxType, types } from './types.ts';

export class Value {
  private constructor(
    readonly type: OnnxType,
    readonly shape: readonly number[],
    /** Elements in row-major order, when they are known. */
    readonly known: Elements | undefined,
    private readonly computed: tf.Tensor | undefined,
  ) {}

  static of(tensor: tf.Tensor, type: OnnxType): Value {
    // What has no elements is known, and TensorFlow.js' compiled kernels take none.
    if (tensor.size === 0) return Value.constant(type, tensor.shape, elementsFor(type, 0));
    return new Value(type, tensor.shape, undefined, tf.cast(tensor, types[type].dtype));
  }

  static constant(type: OnnxType, shape: readonly number[], elements: Elements): Value {
    return new Value(type, shape, elements, undefined);
  }

  static integers(values: readonly number[]): Value {
    return Value.constant('int64', [values.length], elementsOf('int64', values.map(BigInt)));
  }

  get rank(): number {
    return this.shape.length;
  }

  get size(): number {
    return this.shape.reduce((a, b) => a * b, 1);
  }

  /** @throws OnnxError for known integers beyond int32 and known numbers beyond float32 */
  tensor(): tf.Tensor {
    if (this.computed) return this.computed;
    const data = this.known!;
    const shape = [...this.shape];
    if (data instanceof Uint8Array) return tf.tensor(data, shape, 'bool');
    if (data instanceof BigInt64Array) return tf.tensor(Int32Array.from(data, fitting), shape, 'int32');
    for (const value of data)
      if (Number.isFinite(value) && !Number.isFinite(Math.fround(value)))
        throw new OnnxError(`the number ${value} is beyond float32, in which it would be computed`);
    return tf.tensor(Float32Array.from(data), shape, 'float32');
  }
}

function fitting(value: bigint): number {
  if (value < -(2n ** 31n) || value >= 2n ** 31n)
    throw new OnnxError(`the integer ${value} does not fit int32, in which TensorFlow.js would compute it`);
  return Number(value);
}

/**
 * An operator that moves elements and changes none. Known ones are moved by their positions, so that one description
 * serves tensors and exact integers alike.
 */
export function moved(values: readonly Value[], move: (tensors: tf.Tensor[]) => tf.Tensor): Value {
  const { type } = values[0]!;
  if (values.some((value) => value.type !== type))
    throw new OnnxError(`expected inputs of one type, found ${values.map((value) => value.type).join(', ')}`);
  if (values.some(({ known }) => !known)) return Value.of(move(values.map((value) => value.tensor())), type);
  let offset = 0;
  const pools = values.map(({ known, size }) => ({ known: known!, start: (offset += size) - size, size }));
  let positions!: ArrayLike<number>;
  let shape!: number[];
  // Handed out beside tf.tidy, which would look for tensors in every element of what it returns.
  onBackend('cpu', () =>
    tf.tidy(() => {
      const places = values.map((value, index) => {
        const { start, size } = pools[index]!;
        return tf.tensor(
          Int32Array.from({ length: size }, (_, place) => start + place),
          [...value.shape],
          'int32',
        );
      });
      const result = move(places);
      [positions, shape] = [result.dataSync(), result.shape];
    }),
  );
  requireFew(positions.length);
  const all = pools.length === 1 ? pools[0]!.known : joined(type, pools, offset);
  const elements = elementsFor(type, positions.length);
  for (let index = 0; index < positions.length; index++) elements[index] = all[positions[index]!]!;
  return Value.constant(type, shape, elements);
}

function joined(type: OnnxType, pools: readonly { known: Elements; start: number }[], size: number): Elements {
  const elements = elementsFor(type, size);
  for (const { known, start } of pools) for (let i = 0; i < known.length; i++) elements[start + i] = known[i]!;
  return elements;
}

/** ONNX' Expand: both ways, so that extents of 1 in `shape` leave the larger ones of `x`. */
export function expanded(x: Value, shape: readonly number[]): Value {
  const target = broadcastShape([x.shape, shape]);
  sizeOfShape(target, 'a tensor made larger');
  return x.shape.join() === target.join() ? x : moved([x], ([t]) => spread(t!, target));
}

/** Integers that must be known before the model runs: axes, shapes, sizes. @throws OnnxError when they depend on data */
export function knownIntegers(value: Value, what: string): number[] {
  if (!value.known)
    throw new OnnxError(
      `its ${what} depends on the values of the inputs, where only their shapes are known beforehand`,
    );
  if (!isInteger(value.type)) throw new OnnxError(`expected integers for its ${what}, found ${value.type}`);
  return Array.from(value.known as BigInt64Array, Number);
}

/** One number that must be known before the model runs. */
export function knownNumber(value: Value, what: string): number {
  if (!value.known || value.size !== 1)
    throw new OnnxError(`expected one number for its ${what} that does not depend on the inputs`);
  return Number(value.known[0]);
}
