// Schema of an RNTuple: fields in a tree, and the physical columns that hold their numbers; from header and footer.
// Source: the RNTuple Binary Format Specification 1.0.0.0, "Header Envelope" and "Footer Envelope".
import { openEnvelope, type Cursor, type Locator } from './envelope.ts';

export type Role = 'leaf' | 'collection' | 'record' | 'other';

export interface Field {
  readonly id: number;
  readonly parent: number;
  readonly role: Role;
  readonly name: string;
  readonly type: string;
  /** Items of a fixed array: 1 for all else. */
  readonly size: number;
}

export interface PhysicalColumn {
  readonly id: number;
  readonly field: number;
  /** Number of the column type. */
  readonly type: number;
  /** Bits of an element in the file. */
  readonly bits: number;
  /** Which of several ways to write its field. */
  readonly representation: number;
  /** First element that is in the file, of a column that was added later: those before are 0. */
  readonly from: number;
  /** Of quantised floats. */
  readonly range?: readonly [least: number, greatest: number];
}

export interface Schema {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly columns: readonly PhysicalColumn[];
  /** Physical columns by field: its own, or those that it is another name of. */
  readonly columnsOf: ReadonlyMap<number, readonly PhysicalColumn[]>;
}

export interface PageListLink {
  readonly length: number;
  readonly locator: Locator;
  readonly clusters: number;
}

const roles: readonly Role[] = ['leaf', 'collection', 'record', 'other', 'other'];

interface Described {
  readonly fields: Field[];
  readonly columns: PhysicalColumn[];
  readonly aliases: { readonly column: number; readonly field: number }[];
}

function describe(cursor: Cursor, known: Described): void {
  cursor.list((item) =>
    item.record(() => {
      item.at += 8; // versions of the field and of its type
      const [parent, role, flags] = [item.u32(), item.u16(), item.u16()];
      const [name, type] = [item.text(), item.text()];
      item.text(); // alias of the type
      item.text(); // description
      const size = flags & 1 ? item.u64() : 1;
      known.fields.push({ id: known.fields.length, parent, role: roles[role] ?? 'other', name, type, size });
    }),
  );
  cursor.list((item) =>
    item.record(() => {
      const [type, bits, field, flags, representation] = [item.u16(), item.u16(), item.u32(), item.u16(), item.u16()];
      const from = flags & 1 ? Math.abs(item.i64()) : 0;
      const range = flags & 2 ? ([item.f64(), item.f64()] as const) : undefined;
      known.columns.push({ id: known.columns.length, field, type, bits, representation, from, range });
    }),
  );
  cursor.list((item) => item.record(() => known.aliases.push({ column: item.u32(), field: item.u32() })));
  cursor.list((item) => item.record(() => undefined)); // what streamers need
}

/** @param header and @param footer unpacked @throws Error where either is damaged, or of a later version */
export async function schemaOf(
  header: Uint8Array,
  footer: Uint8Array,
): Promise<{ readonly schema: Schema; readonly checksum: bigint; readonly pageLists: readonly PageListLink[] }> {
  const { cursor, checksum } = await openEnvelope(header, 'header');
  cursor.featureFlags();
  const name = cursor.text();
  cursor.text(); // description
  cursor.text(); // writer
  const known: Described = { fields: [], columns: [], aliases: [] };
  describe(cursor, known);
  const { cursor: end } = await openEnvelope(footer, 'footer');
  end.featureFlags();
  if (end.bits64() !== checksum) throw new Error('the footer is one of another header');
  end.record(() => describe(end, known));
  const pageLists = end.list((item) =>
    item.record(() => {
      item.at += 16; // first entry and number of entries: the clusters say so too
      const clusters = item.u32();
      return { clusters, length: item.u64(), locator: item.locator() };
    }),
  );
  const columnsOf = new Map<number, PhysicalColumn[]>();
  const add = (field: number, column: PhysicalColumn): void => {
    columnsOf.set(field, [...(columnsOf.get(field) ?? []), column]);
  };
  for (const column of known.columns) add(column.field, column);
  for (const { field, column } of known.aliases) {
    const found = known.columns[column];
    if (!found) throw new Error(`a field is another name of column ${column}, which is not there`);
    add(field, found);
  }
  const { fields, columns } = known;
  if (fields.some(({ parent }) => parent >= fields.length)) throw new Error('a field has no parent');
  return { schema: { name, fields, columns, columnsOf }, checksum, pageLists };
}
