// Numbers of any width as the four kinds that readers give; anything that would lose a digit is refused.
import { InputError } from '@jetdemon/workflow';
import type { ColumnValues } from './format.ts';

export type Plain = ColumnValues['values'];
export type Integer64 = BigInt64Array | BigUint64Array;
export type Numbers = Plain | Int8Array | Int16Array | Uint16Array | Uint32Array | Integer64;

/** float32, float64, int32 and uint8 as they are; narrower integers as int32, wider ones as float64 if exact. */
export function plainOf(values: Numbers, file: string, column: string): Plain {
  if (values instanceof Int8Array || values instanceof Int16Array || values instanceof Uint16Array) {
    return Int32Array.from(values);
  }
  if (values instanceof Uint32Array) return Float64Array.from(values);
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) return exact(values, file, column);
  return values;
}

function exact(values: Integer64, file: string, column: string): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    out[i] = Number(values[i]!);
    if (BigInt(out[i]!) !== values[i]!) {
      throw InputError.at({ file, column }, `expected integers that a float64 holds exactly, found ${values[i]}`);
    }
  }
  return out;
}

/** Pieces of one column after each other; all of the same kind. */
export function join(pieces: readonly Plain[]): Plain {
  const [first] = pieces;
  if (!first) return new Float64Array(0);
  if (pieces.length === 1) return first;
  const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const out = new (first.constructor as new (length: number) => Plain)(total);
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

/** Ranges of rows of one column after each other. */
export function concatenated(parts: readonly ColumnValues[], ragged: boolean): ColumnValues {
  const values: Plain = join(parts.map((part) => part.values));
  if (!ragged) return { values };
  if (parts.length === 1) return { values, offsets: parts[0]!.offsets! };
  const offsets = new Int32Array(parts.reduce((sum, part) => sum + part.offsets!.length - 1, 1));
  let [row, base] = [0, 0];
  for (const part of parts) {
    for (let i = 1; i < part.offsets!.length; i++) offsets[++row] = base + part.offsets![i]!;
    base = offsets[row]!;
  }
  return { values, offsets };
}

/** One text per row, as numbers of the different ones. */
export function numbered(texts: Iterable<string>): ColumnValues {
  const known = new Map<string, number>();
  const values: number[] = [];
  for (const text of texts) {
    let number = known.get(text);
    if (number === undefined) known.set(text, (number = known.size));
    values.push(number);
  }
  return { values: Int32Array.from(values), words: [...known.keys()] };
}

/** Ranges of rows of one column of text after each other. */
export function concatenatedText(parts: readonly ColumnValues[]): ColumnValues {
  return numbered(parts.flatMap(({ values, words }) => Array.from(values, (at) => words![at]!)));
}
