// The numbers of one branch of a ROOT tree for a range of entries: which baskets hold them, and how they lie in those.
import type { FileBytes } from '../bytes.ts';
import { decodeNumbers } from '../dtype.ts';
import type { ColumnValues } from '../format.ts';
import { decodeBasket, embeddedEntries, type Entries } from './basket.ts';
import type { Basket, Branch, BranchColumn } from './branch.ts';
import { referencesIn, type References } from './references.ts';
import { concatenated, concatenatedText, numbered, plainOf, type Plain } from '../values.ts';

/** The last basket of each column, decoded: ranges are mostly read in order. */
export type Kept = Map<BranchColumn, { readonly first: number; readonly entries: Entries }>;

interface Place {
  readonly first: number;
  readonly end: number;
  readonly seek: number;
  readonly size: number;
  readonly embedded?: Basket;
}

/** The baskets of a branch that hold some of the entries asked for. */
function basketsOf(
  { fName, fBasketEntry, fBasketSeek, fBasketBytes, fBaskets, ...branch }: Branch,
  start: number,
  end: number,
): Place[] {
  if (branch.fFileName !== '') throw new Error(`branch ${fName} lies in another file, ${branch.fFileName}`);
  const places: Place[] = [];
  for (let basket = 0, first = 0; first < end; basket++) {
    const embedded = fBaskets.arr[basket] ?? undefined;
    const flushed = basket < branch.fWriteBasket;
    const next = flushed ? Number(fBasketEntry[basket + 1] ?? branch.fEntries) : first + (embedded?.fNevBuf ?? 0);
    if (!(Number.isSafeInteger(next) && next > first)) throw new Error(`branch ${fName} ends at entry ${first}`);
    const [seek, size] = [Number(fBasketSeek[basket] ?? 0), Number(fBasketBytes[basket] ?? 0)];
    if (next > start) places.push({ first, end: next, seek, size, ...(seek === 0 && { embedded }) });
    first = next;
  }
  return places;
}

/** Entries `start` to `end` of one column; only the baskets that hold them are read. */
export async function readColumn(
  file: string,
  bytes: FileBytes,
  column: BranchColumn,
  start: number,
  end: number,
  kept: Kept,
): Promise<ColumnValues> {
  const parts: ColumnValues[] = [];
  for (const place of basketsOf(column.branch, start, end)) {
    let last = kept.get(column);
    if (last?.first !== place.first) {
      const varying = column.entryBytes === undefined && !(column.column.text && column.branch.fEntryOffsetLen === 0);
      const entries = place.embedded
        ? embeddedEntries(place.embedded, varying)
        : await decodeBasket(await bytes.read(place.seek, place.seek + place.size), varying);
      if (entries.count !== place.end - place.first) {
        throw new Error(`a basket of ${column.column.name} has ${entries.count} of ${place.end - place.first} entries`);
      }
      last = { first: place.first, entries };
      kept.set(column, last);
    }
    const [from, to] = [Math.max(start, place.first) - place.first, Math.min(end, place.end) - place.first];
    parts.push(valuesOf(file, column, last.entries, from, to));
  }
  if (column.column.text) return concatenatedText(parts);
  return parts.length > 0 ? concatenated(parts, column.column.ragged) : empty(column);
}

const empty = ({ column }: BranchColumn): ColumnValues => ({
  values: new Float64Array(0),
  ...(column.ragged && { offsets: new Int32Array(1) }),
});

function valuesOf(
  file: string,
  source: BranchColumn,
  { data, offsets }: Entries,
  from: number,
  to: number,
): ColumnValues {
  const { column, each, skip, entryBytes } = source;
  const dtype = source.dtype!;
  if (entryBytes !== undefined) {
    const layout = { offset: from * entryBytes + skip, stride: entryBytes, count: to - from, each };
    return { values: unpacked(source, plainOf(decodeNumbers(data, dtype, layout), file, column.name)) };
  }
  if (column.text) return numbered(textsOf(data, offsets ?? textOffsets(data), from, to));
  if (source.references) return referencesOf(source.references, data, offsets!, from, to);
  const width = each * dtype.size;
  const items = new Int32Array(to - from + 1);
  for (let entry = from; entry < to; entry++) {
    const room = offsets![entry + 1]! - offsets![entry]! - skip;
    // An empty vector may be written without its header.
    const count = room < 0 && offsets![entry + 1] === offsets![entry] ? 0 : room / width;
    if (!Number.isInteger(count) || count < 0) throw new Error(`an entry of ${column.name} has ${room} bytes of items`);
    items[entry - from + 1] = items[entry - from]! + count;
  }
  const numbers = skip === 0 ? data.subarray(offsets![from], offsets![to]) : gathered(data, offsets!, from, skip, items, width); // prettier-ignore
  const layout = { offset: 0, stride: width, count: items.at(-1)!, each };
  return {
    values: unpacked(source, plainOf(decodeNumbers(numbers, dtype, layout), file, column.name)),
    offsets: items,
  };
}

/** The items of entries from `from` on, without the `skip` bytes before those of each. */
function gathered(
  data: Uint8Array,
  offsets: Int32Array,
  from: number,
  skip: number,
  items: Int32Array,
  width: number,
): Uint8Array {
  const out = new Uint8Array(items.at(-1)! * width);
  for (let row = 0, to = 0; row + 1 < items.length; row++) {
    let at = offsets[from + row]! + skip;
    // byte by byte: a view of every entry costs more
    for (const end = items[row + 1]! * width; to < end;) out[to++] = data[at++]!;
  }
  return out;
}

/** Where texts begin that follow each other, of a writer that says it nowhere else. */
function textOffsets(data: Uint8Array): Int32Array {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const offsets = [0];
  for (let at = 0; at < bytes.length; offsets.push(at)) at += bytes[at] === 255 ? 5 + bytes.readUInt32BE(at + 1) : 1 + bytes[at]!; // prettier-ignore
  return Int32Array.from(offsets);
}

/** Texts, each behind its length: a byte or, from 255 on, four more. */
function textsOf(data: Uint8Array, offsets: Int32Array, from: number, to: number): string[] {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: to - from }, (_, at) => {
    const [begin, end] = [offsets[from + at]!, offsets[from + at + 1]!];
    if (begin === end) return '';
    const long = bytes[begin] === 255;
    const start = begin + (long ? 5 : 1);
    const length = long ? bytes.readUInt32BE(begin + 1) : bytes[begin]!;
    if (start + length !== end) throw new Error(`a text of ${length} bytes in ${end - start}`);
    return bytes.toString('utf8', start, end);
  });
}

/** Of entries `from` to `to`: unique IDs, or the objects that have them. */
function referencesOf(
  which: keyof References,
  data: Uint8Array,
  offsets: Int32Array,
  from: number,
  to: number,
): ColumnValues {
  const items = new Int32Array(to - from + 1);
  const values: number[] = [];
  for (let entry = from; entry < to; entry++) {
    for (const value of referencesIn(data.subarray(offsets[entry], offsets[entry + 1]))[which]) values.push(value);
    items[entry - from + 1] = values.length;
  }
  return { values: which === 'ids' ? Float64Array.from(values) : Int32Array.from(values), offsets: items };
}

const unpacked = ({ range }: BranchColumn, values: Plain): Plain =>
  range ? Float64Array.from(values, (value) => range.low + range.step * value) : values;
