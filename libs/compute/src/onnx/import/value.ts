// Values while a model is evaluated: tensors, or elements that are known because they depend on shapes and constants only.
import * as tf from '@tensorflow/tfjs-core';
import { onBackend } from '../../tensors/backend.ts';
import { broadcastShape, spread } from '../../tensors/broadcast.ts';
import { OnnxError } from './errors.ts';
import { requireFew, sizeOfShape } from './limits.ts';
import { ofRank, type Repeated, writtenOut } from './repeated.ts';
import { type Elements, elementsFor, elementsOf, isInteger, type OnnxType, types } from './types.ts';

export class Value {
  private written: Elements | undefined;

  private constructor(
    readonly type: OnnxType,
    readonly shape: readonly number[],
    private readonly computed: tf.Tensor | undefined,
    /** Known elements, as few of them as tell all; undefined for what is computed, and for rows of columns. */
    readonly repeated: Repeated | undefined,
    /** Known values that stand beside each other along the last axis. */
    readonly columns: readonly Value[] | undefined,
  ) {}

  static of(tensor: tf.Tensor, type: OnnxType): Value {
    // What has no elements is known, and TensorFlow.js' compiled kernels take none.
    if (tensor.size === 0) return Value.constant(type, tensor.shape, elementsFor(type, 0));
    return new Value(type, tensor.shape, tf.cast(tensor, types[type].dtype), undefined, undefined);
  }

  static constant(type: OnnxType, shape: readonly number[], elements: Elements): Value {
    return new Value(type, shape, undefined, { shape, elements }, undefined);
  }

  /** Known elements that are the same all along the axes on which `repeated` has an extent of 1. */
  static repeated(type: OnnxType, shape: readonly number[], repeated: Repeated): Value {
    return new Value(type, shape, undefined, ofRank(repeated, shape.length), undefined);
  }

  /** Known values of an extent of 1 along their last axis, put beside each other there. */
  static ofColumns(columns: readonly Value[]): Value {
    const [{ type, shape }] = columns as [Value];
    return new Value(type, [...shape.slice(0, -1), columns.length], undefined, undefined, columns);
  }

  static integers(values: readonly number[]): Value {
    return Value.constant('int64', [values.length], elementsOf('int64', values.map(BigInt)));
  }

  get isKnown(): boolean {
    return this.computed === undefined;
  }

  /** Elements in row-major order, when they are known. @throws OnnxError for more than may be known beforehand */
  get known(): Elements | undefined {
    if (this.computed) return undefined;
    this.written ??= this.repeated
      ? writtenOut(this.type, this.repeated, this.shape)
      : besideEachOther(this.type, this.columns!, this.shape);
    return this.written;
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
    const shape = [...this.shape];
    const { dtype } = types[this.type];
    if (dtype === 'float32' && this.repeated?.elements.length === 1 && this.size > 1)
      return tf.fill(shape, this.repeated.elements[0] as number, dtype);
    const data = this.known!;
    if (data instanceof Uint8Array) return tf.tensor(data, shape, 'bool');
    if (data instanceof BigInt64Array) return tf.tensor(Int32Array.from(data, fitting), shape, 'int32');
    for (const value of data)
      if (Number.isFinite(value) && !Number.isFinite(Math.fround(value)))
        throw new OnnxError(`the number ${value} is beyond float32, in which it would be computed`);
    return tf.tensor(Float32Array.from(data), shape, 'float32');
  }
}

function besideEachOther(type: OnnxType, columns: readonly Value[], shape: readonly number[]): Elements {
  const width = columns.length;
  const size = shape.reduce((a, b) => a * b, 1);
  requireFew(size);
  const out = elementsFor(type, size);
  columns.forEach(({ known }, column) => {
    for (let row = 0; row < known!.length; row++) out[row * width + column] = known![row]!;
  });
  return out;
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
  if (values.some(({ isKnown }) => !isKnown)) return Value.of(move(values.map((value) => value.tensor())), type);
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
  if (x.shape.join() === target.join()) return x;
  if (x.isKnown && x.size > 0)
    return Value.repeated(x.type, target, x.repeated ?? { shape: x.shape, elements: x.known! });
  return moved([x], ([t]) => spread(t!, target));
}

/** Integers that must be known before the model runs: axes, shapes, sizes. @throws OnnxError when they depend on data */
export function knownIntegers(value: Value, what: string): number[] {
  if (!value.isKnown)
    throw new OnnxError(
      `its ${what} depends on the values of the inputs, where only their shapes are known beforehand`,
    );
  if (!isInteger(value.type)) throw new OnnxError(`expected integers for its ${what}, found ${value.type}`);
  return Array.from(value.known as BigInt64Array, Number);
}

/** One number that must be known before the model runs. */
export function knownNumber(value: Value, what: string): number {
  if (!value.isKnown || value.size !== 1)
    throw new OnnxError(`expected one number for its ${what} that does not depend on the inputs`);
  return Number(value.known![0]);
}
