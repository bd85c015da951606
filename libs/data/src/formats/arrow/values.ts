// Values of one column in a range of rows of an Arrow record batch; nulls are refused.
import { InputError } from '@jetdemon/workflow';
import { DataType, Precision, Vector, type Data, type RecordBatch } from 'apache-arrow';
import type { ColumnValues } from '../format.ts';
import { halfValues } from '../half.ts';
import { numbered, plainOf, type Numbers } from '../values.ts';
import { isText, type Column } from './columns.ts';

export function valuesOf(
  file: string,
  batch: RecordBatch,
  { name, path }: Column,
  start: number,
  end: number,
): ColumnValues {
  let data: Data = batch.data;
  let [from, to, depth] = [start, end, 0];
  let offsets: Int32Array | undefined;
  for (;;) {
    if (data.nullCount > 0) {
      const found = `${data.nullCount} in a record batch: drop or fill them`;
      throw InputError.at({ file, column: name }, `expected no nulls, found ${found}`);
    }
    if (from > data.length || to > data.length) throw new Error(`column ${name} ends early`);
    const { type } = data;
    if (isText(type)) {
      const vector = new Vector([data]);
      return numbered(Array.from({ length: to - from }, (_, at) => String(vector.get(from + at))));
    }
    if (DataType.isStruct(type)) data = childOf(data, path[depth++]!, name);
    else if (DataType.isFixedSizeList(type)) {
      [from, to] = [from * type.listSize, to * type.listSize];
      data = childOf(data, 0, name);
    } else if (DataType.isList(type) || DataType.isLargeList(type)) {
      const own: ArrayLike<number | bigint> = data.valueOffsets.subarray(from, to + 1);
      if (own.length !== to - from + 1) throw new Error(`the offsets of column ${name} end early`);
      offsets = rebased(own, name);
      from = Number(own[0]);
      to = from + offsets.at(-1)!;
      data = childOf(data, 0, name);
    } else return { values: plainOf(numbersOf(data, from, to, name), file, name), ...(offsets && { offsets }) };
  }
}

function childOf({ children }: Data, at: number, name: string): Data {
  const child: Data | undefined = children[at];
  if (!child) throw new Error(`column ${name} has no values`);
  return child;
}

function rebased(offsets: ArrayLike<number | bigint>, name: string): Int32Array {
  const first = Number(offsets[0]);
  const out = new Int32Array(offsets.length);
  for (let i = 1; i < out.length; i++) {
    out[i] = Number(offsets[i]) - first;
    if (!(first >= 0 && out[i]! >= out[i - 1]!)) throw new Error(`the offsets of column ${name} decrease`);
  }
  return out;
}

function numbersOf({ type, values }: Data, from: number, to: number, name: string): Numbers {
  if (DataType.isBool(type)) {
    const bits: Uint8Array = values;
    if (to > bits.length * 8) throw new Error(`column ${name} ends early`);
    return Uint8Array.from({ length: to - from }, (_, i) => (bits[(from + i) >> 3]! >> ((from + i) & 7)) & 1);
  }
  // A copy: what Arrow gives is a view that would keep the whole record batch in memory.
  const own: Numbers = values.slice(from, to);
  if (own.length !== to - from) throw new Error(`column ${name} ends early`);
  if (!DataType.isFloat(type) || type.precision !== Precision.HALF) return own;
  const half = halfValues();
  return Float32Array.from(own as Uint16Array, (bits) => half[bits]!);
}
