// Jets from Arrow IPC files, whole or one record batch at a time; anything wrong is one InputError.
// Accepts lists of float16, float32 and float64, 32- and 64-bit offsets, absolute and axis-relative angles.
import { InputError, verifyArrow } from '@jetdemon/workflow';
import { DataType, Precision, RecordBatchReader, type Data, type RecordBatch, type Schema } from 'apache-arrow';
import { open, type FileHandle } from 'node:fs/promises';
import { checkJets } from '../jets/check.ts';
import { registerCodecs } from '../formats/arrow/codecs.ts';
import { openBytes } from '../formats/bytes.ts';
import { halfValues } from '../formats/half.ts';
import {
  concatenate,
  hardest,
  type Jets,
  type NumericArray,
  type ReferenceColumn,
  roles,
  type Role,
} from '../jets/jets.ts';
import { coordinates, type JetLayout } from '../jets/layout.ts';
import {
  axisKeys,
  checkSchema,
  fieldOf,
  hasLabels,
  hasPartition,
  isNumeric,
  layoutOf,
  scaleOf,
  type Coordinate,
} from './schema.ts';
import { wrapPhi } from '../jets/wrap-phi.ts';

export interface ReadOptions {
  /** Whether constituents must be in descending pT; false for attacked jets, which keep the order of the original. */
  readonly sorted?: boolean;
  /** Slots of the layout instead of those that the file states; the hardest so many constituents of each jet are kept. */
  readonly constituents?: number;
  /** Names of the classes instead of those that the file states; a file without labels has jets of one class. */
  readonly classes?: readonly string[];
}

/**
 * All jets of an Arrow IPC file, checked. pT comes out in TeV and angles in radians whatever the file's units;
 * numeric columns beyond `label` and `partition` become `reference`; other columns are left behind.
 */
export async function readJets(file: string, options: ReadOptions = {}): Promise<Jets> {
  const chunks: Jets[] = [];
  for await (const chunk of readJetChunks(file, options)) chunks.push(chunk);
  return concatenate(chunks);
}

/** The jets of one record batch after the other, each checked; never holds more than one. */
export async function* readJetChunks(
  file: string,
  { sorted = true, constituents, classes }: ReadOptions = {},
): AsyncGenerator<Jets, void, undefined> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw InputError.at({ file }, `expected a readable Arrow file, found ${error.code ?? error.message}`);
  });
  try {
    await checkEnds(handle, file);
    registerCodecs();
    await orDamaged(file, () => verified(file));
    const reader = await orDamaged(file, async () =>
      (await RecordBatchReader.from(handle)).open({ autoDestroy: false }),
    );
    const layout = withClasses(layoutOf(reader.schema, file), classes);
    checkSchema(reader.schema, layout, file);
    let rows = 0;
    for (let index = 0; index < reader.numRecordBatches; index++) {
      const batch = await orDamaged(file, async () => reader.readRecordBatch(index));
      if (!batch) throw damaged(file, `record batch ${index} is missing`);
      if (batch.numRows === 0) continue;
      const whole = decode(batch, reader.schema, layout, file, rows);
      checkJets(whole, file, { sorted, firstRow: rows, anyLength: constituents !== undefined });
      const jets = constituents === undefined ? whole : hardest(whole, constituents);
      rows += jets.count;
      yield jets;
    }
    if (rows === 0) throw InputError.at({ file }, 'expected at least 1 jet, found 0 rows');
  } finally {
    await handle.close();
  }
}

/** Looks at every length that the file claims: apache-arrow takes them on trust, and memory with them. */
async function verified(file: string): Promise<void> {
  const bytes = await openBytes(file, 'Arrow');
  try {
    await verifyArrow(bytes);
  } finally {
    await bytes.close();
  }
}

const magic = 'ARROW1';

async function checkEnds(handle: FileHandle, file: string): Promise<void> {
  const { size } = await handle.stat();
  const textAt = async (position: number): Promise<string> => {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(magic.length), 0, magic.length, Math.max(0, position));
    return buffer.toString('latin1', 0, bytesRead);
  };
  if ((await textAt(0)) !== magic) {
    const hint = 'write it in the Arrow IPC file format (Feather 2)';
    throw InputError.at({ file }, `expected an Arrow file (first bytes ${magic}), found something else: ${hint}`);
  }
  if ((await textAt(size - magic.length)) !== magic) {
    throw damaged(file, `its ${size} bytes do not end with ${magic}: it is truncated`);
  }
}

function damaged(file: string, why: string): InputError {
  return InputError.at({ file }, `expected a whole Arrow file, but ${why}; make or copy it again`);
}

async function orDamaged<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof InputError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw damaged(file, `it could not be decoded (${message})`);
  }
}

const withClasses = (layout: JetLayout, classes: readonly string[] | undefined): JetLayout =>
  classes ? { ...layout, classes } : layout;

function decode(batch: RecordBatch, schema: Schema, layout: JetLayout, file: string, firstRow: number): Jets {
  const columnOf = (name: string): Data => {
    const data = batch.data.children[schema.fields.indexOf(fieldOf(schema, name, file))]!;
    const nulls = data.nullCount + (data.children[0]?.nullCount ?? 0);
    if (nulls > 0) throw InputError.at({ file, column: name }, `expected no nulls, found ${nulls}: drop or fill them`);
    return data;
  };
  const numeric = (name: string): NumericArray => {
    const values: NumericArray = columnOf(name).values.subarray(0, batch.numRows);
    if (values.length < batch.numRows) throw damaged(file, `column ${name} ends early`);
    return values;
  };
  const label = hasLabels(schema) ? (numeric('label').slice() as Uint8Array) : new Uint8Array(batch.numRows);
  const offsets = rebased(columnOf('pt'), 'pt', file);
  const list = <A extends NumericArray>(name: string, valuesOf: (data: Data) => A): A => {
    const data = columnOf(name);
    const row = rebased(data, name, file).findIndex((offset, at) => offset !== offsets[at]);
    if (row > 0) {
      const place = { file, row: firstRow + row - 1, column: name };
      throw InputError.at(place, 'expected as many values as pt has, found another number');
    }
    const values = valuesOf(data);
    if (values.length < offsets[batch.numRows]!) throw damaged(file, `column ${name} ends early`);
    return values;
  };
  const coordinate = (name: Coordinate): Float32Array =>
    list(name, (data) => floats(data, scaleOf(fieldOf(schema, name, file), name, file)));
  const [ptTeV, eta, phi] = [coordinate('pt'), coordinate('eta'), coordinate('phi')];
  const others = layout.features.slice(coordinates).map(({ name }) => [name, list(name, numbers)] as const);
  for (const [name, values] of Object.entries({ eta, phi })) {
    const axis = schema.metadata.get(axisKeys[name as 'eta' | 'phi']);
    if (axis !== undefined) addAxis(values, offsets, numeric(axis), name === 'phi');
  }
  return {
    layout,
    count: batch.numRows,
    offsets,
    ptTeV,
    eta,
    phi,
    ...(others.length > 0 && { features: Object.fromEntries(others) }),
    label,
    partition: hasPartition(schema) ? (numeric('partition').slice() as Uint8Array) : undefined,
    reference: referenceColumns(schema, numeric),
  };
}

const roleOf = (stated: string | undefined): { role?: Role } => {
  const role = roles.find((one) => one === stated);
  return role ? { role } : {};
};

function referenceColumns(schema: Schema, numeric: (name: string) => NumericArray): Jets['reference'] {
  const own = new Set(['label', 'partition']);
  const columns = schema.fields
    .filter(({ name, type }) => !own.has(name) && isNumeric(type))
    .map(({ name, metadata }): [string, ReferenceColumn] => [
      name,
      // A copy: what Arrow gives is a view that would keep the whole record batch in memory.
      {
        values: numeric(name).slice(),
        unit: metadata.get('unit') ?? '1',
        description: metadata.get('description') ?? '',
        ...roleOf(metadata.get('role')),
      },
    ]);
  return columns.length ? Object.fromEntries(columns) : undefined;
}

/** Offsets from 0 whatever slice of a longer column was written, as 32-bit integers. */
function rebased({ valueOffsets, length }: Data, column: string, file: string): Int32Array {
  const first = Number(valueOffsets[0] ?? 0);
  const offsets = new Int32Array(length + 1);
  for (let row = 0; row < length; row++) {
    offsets[row + 1] = Number(valueOffsets[row + 1]) - first;
    if (offsets[row + 1]! < offsets[row]!)
      throw damaged(file, `the offsets of column ${column} decrease at row ${row}`);
  }
  return offsets;
}

/** A copy of what the lists hold, in its own type; half precision becomes float32. */
function numbers(data: Data): NumericArray {
  const child: Data = data.children[0]!;
  if (DataType.isFloat(child.type) && child.type.precision === Precision.HALF) return floats(data, 1);
  const [start, end] = [Number(data.valueOffsets[0] ?? 0), Number(data.valueOffsets[data.length] ?? 0)];
  return (child.values as NumericArray).slice(start, end);
}

function floats(data: Data, scale: number): Float32Array {
  const child: Data = data.children[0]!;
  const [start, end] = [Number(data.valueOffsets[0] ?? 0), Number(data.valueOffsets[data.length] ?? 0)];
  const values: NumericArray = child.values.subarray(start, end);
  // a copy, as in `numbers`
  if (scale === 1 && values instanceof Float32Array) return values.slice();
  const out = new Float32Array(values.length);
  if (DataType.isFloat(child.type) && child.type.precision === Precision.HALF) {
    const half = halfValues();
    for (let i = 0; i < values.length; i++) out[i] = half[values[i]!]! * scale;
  } else {
    for (let i = 0; i < values.length; i++) out[i] = values[i]! * scale;
  }
  return out;
}

function addAxis(values: Float32Array, offsets: Int32Array, axis: NumericArray, wrap: boolean): void {
  for (let row = 0; row + 1 < offsets.length; row++) {
    const at = axis[row]!;
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) {
      const value = values[i]! + at;
      values[i] = wrap ? wrapPhi(value) : value;
    }
  }
}
