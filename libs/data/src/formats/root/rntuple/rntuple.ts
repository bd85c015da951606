// RNTuple, ROOT's successor of TTree: its anchor, then header, footer and page lists, all with checksums; a table whose columns
// are fields. Read is what the specification 1.0.0.0 says of numbers, lists of numbers, records and texts; no later feature.
import { InputError } from '@jetdemon/workflow';
import type { FileBytes } from '../../bytes.ts';
import type { ColumnValues, FileTable } from '../../format.ts';
import { distinct } from '../../tables.ts';
import { unpack } from '../compression.ts';
import { clustersIn, type Cluster } from './clusters.ts';
import { ntupleColumns, type NtupleColumn } from './columns.ts';
import { xxh3, type Locator } from './envelope.ts';
import { readEntries, type KeptPages } from './read.ts';
import { schemaOf } from './schema.ts';

/** Where the anchor lies: the bytes of a TKey, and how long its contents are unpacked. */
export interface AnchorKey {
  readonly at: number;
  readonly size: number;
  readonly keyLength: number;
  readonly length: number;
}

export interface Ntuple extends FileTable {
  read(column: string, start: number, end: number): Promise<ColumnValues>;
}

/** Byte count, version of the class, then four numbers of 16 bits and seven of 64, and their checksum. */
const anchorLength = 6 + 64 + 8;
const maxBytes = 2 ** 30;

/** @param name as its key is called, with its folder */
export async function openNtuple(file: string, bytes: FileBytes, name: string, key: AnchorKey): Promise<Ntuple> {
  const { at, size, keyLength, length } = key;
  const stored = await bytes.read(at + keyLength, at + size);
  const anchor = stored.length === length ? stored : await unpack(stored, length, 'an anchor');
  if (anchor.length < anchorLength) throw new Error(`an anchor of ${anchor.length} bytes`);
  const view = Buffer.from(anchor.buffer, anchor.byteOffset, anchor.byteLength);
  const [epoch, major, minor, patch] = [6, 8, 10, 12].map((offset) => view.readUInt16BE(offset)) as [number, number, number, number]; // prettier-ignore
  if (epoch !== 1) {
    const found = [epoch, major, minor, patch].join('.');
    throw InputError.at({ file }, `expected an RNTuple of version 1, found ${found} (${name}): write it again with a ROOT or uproot of 2025 or later`); // prettier-ignore
  }
  if ((await xxh3())(anchor.subarray(6, 70)) !== view.readBigUInt64BE(70)) throw new Error('the checksum of its anchor is another'); // prettier-ignore
  const u64 = (offset: number): number => Number(view.readBigUInt64BE(offset));
  const block = async (locator: Locator, full: number): Promise<Uint8Array> => {
    if (!(full >= 0 && full <= maxBytes)) throw new Error(`an envelope claims ${full} bytes`);
    const packed = await bytes.read(locator.at, locator.at + locator.size);
    return packed.length === full ? packed : unpack(packed, full, 'an envelope');
  };
  const header = await block({ at: u64(14), size: u64(22) }, u64(30));
  const footer = await block({ at: u64(38), size: u64(46) }, u64(54));
  const { schema, checksum, pageLists } = await schemaOf(header, footer);
  const clusters: Cluster[] = [];
  for (const { locator, length: full, clusters: count } of pageLists) {
    const found = await clustersIn(await block(locator, full), checksum);
    if (found.length !== count) throw new Error(`a page list has ${found.length} clusters of ${count}`);
    clusters.push(...found);
  }
  let rows = 0;
  for (const { first, entries } of clusters.sort((a, b) => a.first - b.first)) {
    if (first !== rows) throw new Error(`entries ${rows} to ${first} are in no cluster`);
    rows += entries;
  }
  if (rows >= 2 ** 31) throw new Error(`it claims ${rows} entries`);
  const sources = ntupleColumns(schema);
  const columns = distinct(sources.map(({ column }) => column));
  const named = new Map<string, NtupleColumn>(sources.map((source, i) => [columns[i]!.name, { ...source, column: columns[i]! }])); // prettier-ignore
  const kept: KeptPages = new Map();
  const read: Ntuple['read'] = (column, start, end) => readEntries({ file, bytes, kept }, clusters, named.get(column)!, start, end); // prettier-ignore
  return { name, rows, columns, read };
}
