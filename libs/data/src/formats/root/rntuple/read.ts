// Numbers of an RNTuple for a range of entries: the clusters that have them, their pages, unpacked, checked and decoded.
import type { FileBytes } from '../../bytes.ts';
import type { ColumnValues } from '../../format.ts';
import { concatenated, concatenatedText, numbered, plainOf, type Numbers } from '../../values.ts';
import { unpack } from '../compression.ts';
import type { Cluster, Page } from './clusters.ts';
import type { NtupleColumn } from './columns.ts';
import { bytesOf, decodePage } from './encodings.ts';
import { xxh3 } from './envelope.ts';
import type { PhysicalColumn } from './schema.ts';

/** The last page of each column, decoded: ranges are mostly read in order. */
export type KeptPages = Map<PhysicalColumn, { readonly page: Page; readonly values: Numbers }>;

export interface NtupleSource {
  readonly file: string;
  readonly bytes: FileBytes;
  readonly kept: KeptPages;
}

/** Entries `start` to `end` of one column. */
export async function readEntries(
  source: NtupleSource,
  clusters: readonly Cluster[],
  column: NtupleColumn,
  start: number,
  end: number,
): Promise<ColumnValues> {
  const parts: ColumnValues[] = [];
  for (const cluster of clusters) {
    const [from, to] = [Math.max(start, cluster.first), Math.min(end, cluster.first + cluster.entries)];
    if (from < to) parts.push(await inCluster(source, cluster, column, from - cluster.first, to - cluster.first));
  }
  if (column.column.text) return parts.length === 1 ? parts[0]! : concatenatedText(parts);
  if (parts.length > 0) return concatenated(parts, column.column.ragged);
  return { values: new Float64Array(0), ...(column.column.ragged && { offsets: new Int32Array(1) }) };
}

async function inCluster(
  source: NtupleSource,
  cluster: Cluster,
  { column, index, items, each }: NtupleColumn,
  from: number,
  to: number,
): Promise<ColumnValues> {
  const plain = (values: Numbers) => plainOf(values, source.file, column.name);
  if (!index) return { values: plain(await elements(source, cluster, items!, cluster.entries * each, from * each, to * each)) }; // prettier-ignore
  const ends = await elements(source, cluster, index, cluster.entries, Math.max(0, from - 1), to);
  const all = Int32Array.from(from === 0 ? [0, ...Array.from(ends, Number)] : Array.from(ends, Number));
  for (let entry = 1; entry < all.length; entry++)
    if (all[entry]! < all[entry - 1]!) throw new Error(`the lists of ${column.name} end before they begin`);
  const offsets = all.map((end) => end - all[0]!);
  if (!items) return { values: offsets.slice(1).map((end, entry) => end - offsets[entry]!) };
  const values = await elements(source, cluster, items, undefined, all[0]! * each, all.at(-1)! * each);
  if (!column.text) return { values: plain(values), offsets };
  const bytes = Buffer.from(values as Uint8Array);
  return numbered(
    Array.from({ length: to - from }, (_, row) => bytes.toString('utf8', offsets[row], offsets[row + 1])),
  );
}

/**
 * Elements of a column in a cluster, counted from its beginning.
 *
 * @param total how many it must have; of a column that was added later the first are 0
 */
async function elements(
  { bytes, kept }: NtupleSource,
  { columns }: Cluster,
  column: PhysicalColumn,
  total: number | undefined,
  from: number,
  to: number,
): Promise<Numbers> {
  const { pages, suppressed } = columns[column.id] ?? { pages: [], suppressed: false };
  if (suppressed) throw new Error('a column is written in another way in some clusters');
  const there = pages.reduce((sum, page) => sum + page.elements, 0);
  const missing = total === undefined ? 0 : total - there;
  if (missing < 0 || (missing > 0 && column.from === 0 && columns.length > column.id))
    throw new Error(`a column has ${there} of ${total} elements`);
  const zeros = Math.max(0, Math.min(to, missing) - from);
  const parts: Numbers[] = [];
  let first = missing;
  for (const page of pages) {
    const [begin, end] = [Math.max(from, first), Math.min(to, first + page.elements)];
    if (begin < end) {
      let last = kept.get(column);
      if (last?.page !== page) {
        const { at, size } = page.locator;
        const stored = await bytes.read(at, at + size + (page.checked ? 8 : 0));
        const packed = stored.subarray(0, size);
        if (page.checked && Buffer.from(stored).readBigUInt64LE(size) !== (await xxh3())(packed))
          throw new Error('the checksum of a page is another');
        const length = bytesOf(column, page.elements);
        const whole = size === length ? packed : await unpack(packed, length, 'a page');
        last = { page, values: decodePage(whole, column, page.elements) };
        kept.set(column, last);
      }
      parts.push(last.values.subarray(begin - first, end - first));
    }
    first += page.elements;
  }
  const found = parts.reduce((sum, part) => sum + part.length, zeros);
  if (found !== to - from) throw new Error(`a column has ${first} elements, lists end at ${to}`);
  return joined(zeros, parts, decodePage(new Uint8Array(0), column, 0));
}

function joined(zeros: number, parts: readonly Numbers[], none: Numbers): Numbers {
  if (zeros === 0 && parts.length === 1) return parts[0]!;
  const length = parts.reduce((sum, part) => sum + part.length, zeros);
  const out = new (none.constructor as new (length: number) => Numbers)(length);
  let at = zeros;
  for (const part of parts) {
    (out as Float32Array).set(part as Float32Array, at);
    at += part.length;
  }
  return out;
}
