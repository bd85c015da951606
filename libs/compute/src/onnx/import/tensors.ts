// Tensors stored in a model: initializers, constants and tensor attributes, raw or typed.
import type { onnx as Schema } from 'onnx-proto';
import { OnnxError, shown } from './errors.ts';
import { sizeOfShape } from './limits.ts';
import { type Elements, elementsFor, isInteger, type OnnxType, typeOf, types } from './types.ts';
import { fromHalf } from '../../tensors/half.ts';

/** A tensor whose values are known. */
export interface Constant {
  readonly type: OnnxType;
  readonly shape: readonly number[];
  readonly data: Elements;
}

type Stored = number | bigint | { toString(): string };

/** @throws OnnxError for external data, another number of elements than the shape has, a type without counterpart */
export function readTensor(proto: Schema.ITensorProto, where: string): Constant {
  const what = `${where} ${shown(proto.name ?? '')}`.replace(/ ""$/, '');
  const type = typeOf(proto.dataType, what);
  const shape = (proto.dims ?? []).map(Number);
  const size = sizeOfShape(shape, what);
  if (proto.dataLocation === 1 || (proto.externalData?.length ?? 0) > 0)
    throw new OnnxError(
      `${what}: its values are in another file (external data); save the model as one file, ` +
        `in Python onnx.save(onnx.load('model.onnx'), 'one-file.onnx')`,
    );
  if (proto.segment) throw new OnnxError(`${what}: it is stored in segments, which are not supported`);
  const raw = proto.rawData;
  const data =
    raw && raw.length > 0 ? fromRaw(raw, type, size, what) : fromTyped(typedOf(proto, type), type, size, what);
  return { type, shape, data };
}

const wrong = (what: string, size: number, found: string): OnnxError =>
  new OnnxError(`${what}: expected ${size} elements for its shape, found ${found}`);

function fromRaw(raw: Uint8Array, type: OnnxType, size: number, what: string): Elements {
  const { bytes } = types[type];
  if (raw.length !== size * bytes) throw wrong(what, size, `${raw.length} bytes of ${type}`);
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const read: Record<OnnxType, (at: number) => number | bigint> = {
    float32: (at) => view.getFloat32(at, true),
    float64: (at) => view.getFloat64(at, true),
    float16: (at) => fromHalf(view.getUint16(at, true)),
    bfloat16: (at) => fromBrain(view.getUint16(at, true)),
    bool: (at) => truth(view.getUint8(at), what),
    uint8: (at) => BigInt(view.getUint8(at)),
    int8: (at) => BigInt(view.getInt8(at)),
    uint16: (at) => BigInt(view.getUint16(at, true)),
    int16: (at) => BigInt(view.getInt16(at, true)),
    int32: (at) => BigInt(view.getInt32(at, true)),
    uint32: (at) => BigInt(view.getUint32(at, true)),
    int64: (at) => view.getBigInt64(at, true),
    uint64: (at) => signed64(view.getBigUint64(at, true), what),
  };
  const elements = elementsFor(type, size);
  for (let index = 0; index < size; index++) elements[index] = read[type](index * bytes);
  return elements;
}

/** The field in which a type is stored when it is not raw. */
function typedOf(proto: Schema.ITensorProto, type: OnnxType): readonly Stored[] {
  if (type === 'float32') return proto.floatData ?? [];
  if (type === 'float64') return proto.doubleData ?? [];
  if (type === 'int64') return (proto.int64Data ?? []) as Stored[];
  if (type === 'uint32' || type === 'uint64') return (proto.uint64Data ?? []) as Stored[];
  return proto.int32Data ?? [];
}

function fromTyped(stored: readonly Stored[], type: OnnxType, size: number, what: string): Elements {
  if (stored.length !== size) throw wrong(what, size, `${stored.length} of ${type}`);
  const elements = elementsFor(type, size);
  const range = types[type].range;
  stored.forEach((value, index) => {
    if (!isInteger(type)) {
      const number = Number(value);
      elements[index] =
        type === 'float16'
          ? fromHalf(number)
          : type === 'bfloat16'
            ? fromBrain(number)
            : type === 'bool'
              ? truth(number, what)
              : number;
      return;
    }
    const integer = BigInt(value.toString());
    if (integer < range![0] || integer > range![1])
      throw new OnnxError(`${what}: expected values of ${type}, found ${integer}`);
    elements[index] = type === 'uint64' ? signed64(integer, what) : integer;
  });
  return elements;
}

function truth(byte: number, what: string): number {
  if (byte !== 0 && byte !== 1) throw new OnnxError(`${what}: expected 0 or 1 for a truth value, found ${byte}`);
  return byte;
}

function signed64(value: bigint, what: string): bigint {
  if (value >= 1n << 63n) throw new OnnxError(`${what}: expected values below 2^63, found ${value}`);
  return value;
}

/** The upper half of a binary32. */
function fromBrain(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, (bits & 0xffff) * 65536);
  return view.getFloat32(0);
}
