// Element types of ONNX tensors, and what each is held and computed as.
import { OnnxError } from './errors.ts';

interface TypeRow {
  readonly code: number;
  /** Bytes of an element in raw data. */
  readonly bytes: number;
  /** What TensorFlow.js computes it as. */
  readonly dtype: 'float32' | 'int32' | 'bool';
  /** Least and largest value of an integer. */
  readonly range?: readonly [bigint, bigint];
}

const signed = (bits: bigint): readonly [bigint, bigint] => [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
const unsigned = (bits: bigint): readonly [bigint, bigint] => [0n, (1n << bits) - 1n];

/** Half, bfloat16 and double precision are computed in single precision; all integers as int32, which they must fit. */
const table = {
  float32: { code: 1, bytes: 4, dtype: 'float32' },
  uint8: { code: 2, bytes: 1, dtype: 'int32', range: unsigned(8n) },
  int8: { code: 3, bytes: 1, dtype: 'int32', range: signed(8n) },
  uint16: { code: 4, bytes: 2, dtype: 'int32', range: unsigned(16n) },
  int16: { code: 5, bytes: 2, dtype: 'int32', range: signed(16n) },
  int32: { code: 6, bytes: 4, dtype: 'int32', range: signed(32n) },
  int64: { code: 7, bytes: 8, dtype: 'int32', range: signed(64n) },
  bool: { code: 9, bytes: 1, dtype: 'bool' },
  float16: { code: 10, bytes: 2, dtype: 'float32' },
  float64: { code: 11, bytes: 8, dtype: 'float32' },
  uint32: { code: 12, bytes: 4, dtype: 'int32', range: unsigned(32n) },
  uint64: { code: 13, bytes: 8, dtype: 'int32', range: unsigned(64n) },
  bfloat16: { code: 16, bytes: 2, dtype: 'float32' },
} as const satisfies Record<string, TypeRow>;

export type OnnxType = keyof typeof table;
export const types: Readonly<Record<OnnxType, TypeRow>> = table;

const refused: Readonly<Record<number, string>> = {
  0: 'undefined',
  8: 'string',
  14: 'complex64',
  15: 'complex128',
  17: 'float8e4m3fn',
  18: 'float8e4m3fnuz',
  19: 'float8e5m2',
  20: 'float8e5m2fnuz',
  21: 'uint4',
  22: 'int4',
  23: 'float4e2m1',
};

/** @throws OnnxError for strings, complex numbers and types below eight bits */
export function typeOf(code: number | null | undefined, what: string): OnnxType {
  for (const [name, row] of Object.entries(types)) if (row.code === code) return name as OnnxType;
  throw new OnnxError(
    `${what}: expected one of ${Object.keys(types).join(', ')}, found element type ${refused[code ?? 0] ?? code}`,
  );
}

export const isInteger = (type: OnnxType): boolean => types[type].range !== undefined;
export const isFloat = (type: OnnxType): boolean => types[type].dtype === 'float32';

/** Values known before the model runs: floats as they are stored, every integer exactly, truth values as 0 and 1. */
export type Elements = Float32Array | Float64Array | BigInt64Array | Uint8Array;

export function elementsFor(type: OnnxType, size: number): Elements {
  if (isInteger(type)) return new BigInt64Array(size);
  if (type === 'bool') return new Uint8Array(size);
  return type === 'float64' ? new Float64Array(size) : new Float32Array(size);
}

/** Elements of a type from numbers or big integers. */
export function elementsOf(type: OnnxType, values: readonly (number | bigint)[]): Elements {
  const elements = elementsFor(type, values.length);
  values.forEach((value, index) => (elements[index] = value));
  return elements;
}
