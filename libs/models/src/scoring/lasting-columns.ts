// Columns of the jets that go along to their scores: named weights, and where each row came from.
import { originNames, type JetRows, type NumericArray } from '@jetdemon/data';
import { scores } from '@jetdemon/artifacts';
import { InputError, type ColumnValues, type FlatColumn } from '@jetdemon/workflow';

type NumberType = 'float32' | 'float64' | 'uint8' | 'uint16' | 'int32';

export interface LastingColumns {
  readonly schema: Readonly<Record<string, FlatColumn & { readonly type: NumberType }>>;
  readonly values: Readonly<Record<string, ColumnValues[NumberType]>>;
}

/** The columns with a role at `rows`, but for the nominal weight, which scores have anyway, and the jet's identity. */
export function lastingColumns({ reference = {} }: JetRows, rows: Int32Array, file: string): LastingColumns {
  const own = scores.files['scores.arrow'].columns;
  const schema: Record<string, LastingColumns['schema'][string]> = {};
  const values: Record<string, ColumnValues[NumberType]> = {};
  for (const [name, { values: all, unit, description, role }] of Object.entries(reference)) {
    if (role === undefined || name === 'weight' || name === originNames.jet) continue;
    if (name in own)
      throw InputError.at({ file, column: name }, 'expected another name than that of a column of scores');
    const type = typeOf(all);
    schema[name] = { type, unit, description };
    values[name] = new arrays[type](Array.from(rows, (row) => all[row]!));
  }
  return { schema, values };
}

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  int32: Int32Array,
} as const;

/** The same type where tables have it, else the next one that holds all of its numbers. */
function typeOf(values: NumericArray): NumberType {
  const same = (Object.keys(arrays) as NumberType[]).find((type) => values instanceof arrays[type]);
  return same ?? (values instanceof Uint32Array ? 'float64' : 'int32');
}
