// Clusters of an RNTuple: which entries each has, and where the pages of each column lie. Sources: the specification
// 1.0.0.0, "Page List Envelope".
import { openEnvelope, type Locator } from './envelope.ts';

export interface Page {
  readonly elements: number;
  readonly locator: Locator;
  /** Whether eight bytes of checksum follow it. */
  readonly checked: boolean;
}

export interface ColumnPages {
  readonly pages: readonly Page[];
  /** Whether another representation holds the numbers of this cluster. */
  readonly suppressed: boolean;
}

export interface Cluster {
  readonly first: number;
  readonly entries: number;
  /** By physical column; columns that were added later are missing in early clusters. */
  readonly columns: readonly ColumnPages[];
}

/** @param checksum of the header */
export async function clustersIn(bytes: Uint8Array, checksum: bigint): Promise<Cluster[]> {
  const { cursor } = await openEnvelope(bytes, 'page list');
  if (cursor.bits64() !== checksum) throw new Error('a page list is one of another header');
  const summaries = cursor.list((item) =>
    item.record(() => {
      const first = item.u64();
      const flagged = item.bits64();
      if (flagged >> 56n) throw new Error('a cluster holds some of its columns only, which no version does');
      return { first, entries: Number(flagged & ((1n << 56n) - 1n)) };
    }),
  );
  const columns = cursor.list((cluster) =>
    cluster.list((column) => {
      const { items, rest } = column.listWith(
        (page) => {
          const elements = page.i32();
          return { elements: Math.abs(elements), locator: page.locator(), checked: elements < 0 };
        },
        (after) => ({ suppressed: after.i64() < 0 }),
      );
      return { pages: items, ...rest };
    }),
  );
  if (columns.length !== summaries.length) throw new Error(`${columns.length} clusters of ${summaries.length}`);
  return summaries.map((summary, at) => ({ ...summary, columns: columns[at]! }));
}
