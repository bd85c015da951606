// One page of a Parquet column: decompressed, its levels decoded. Every length a page claims is checked before anything is made of it.
import { InputError } from '@jetdemon/workflow';
import { decompressLz4, decompressLz4Raw } from 'hyparquet-compressors';
import { decompressPage } from 'hyparquet/src/datapage.js';
import type { ColumnMetaData, Compressors, Encoding, PageHeader } from 'hyparquet/src/types.js';
import { brotliDecompressSync, unzipSync } from 'node:zlib';
import { unzstd } from '../zstd.ts';
import { decodeHybrid } from './levels.ts';
import type { Leaf } from './schema.ts';

/** Most values that one page may claim: 64 times what any writer puts there. */
export const maxPageValues = 2 ** 26;
export const maxPageBytes = 2 ** 30;

const compressors: Compressors = {
  GZIP: (input, length) => unzipSync(input, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
  ZSTD: (input, length) => unzstd(input, length),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

export interface Page {
  readonly count: number;
  readonly encoding: Encoding;
  readonly repetition?: Int32Array;
  readonly definition?: Int32Array;
  /** Encoded values. */
  readonly bytes: Uint8Array;
}

/** A count that is one, of at most so many. */
export function counted(count: number | undefined, most: number): number {
  if (count === undefined || !(count >= 0 && count <= most)) throw new Error(`a page claims ${count} values`);
  return count;
}

export function openPage(
  page: Uint8Array,
  header: PageHeader,
  { codec }: ColumnMetaData,
  leaf: Leaf,
  most: number,
): Page {
  const widths = [leaf.maxRepetition, leaf.maxDefinition].map((level) => 32 - Math.clz32(level)) as [number, number];
  const v2 = header.data_page_header_v2;
  if (header.type === 'DATA_PAGE_V2' && v2) {
    const count = counted(v2.num_values, most);
    const [first, second] = [v2.repetition_levels_byte_length, v2.definition_levels_byte_length];
    if (!(first >= 0 && second >= 0 && first + second <= page.length))
      throw new Error('levels are longer than their page');
    const rest = page.subarray(first + second);
    const size = header.uncompressed_page_size - first - second;
    return {
      count,
      encoding: v2.encoding,
      repetition: widths[0] ? decodeHybrid(page.subarray(0, first), widths[0], count) : undefined,
      definition: widths[1] ? decodeHybrid(page.subarray(first, first + second), widths[1], count) : undefined,
      bytes: v2.is_compressed && rest.length > 0 ? decompressPage(rest, size, codec, compressors) : rest,
    };
  }
  const v1 = header.data_page_header;
  if (header.type !== 'DATA_PAGE' || !v1) throw new Error('a page has no header');
  const count = counted(v1.num_values, most);
  let rest = decompressPage(page, header.uncompressed_page_size, codec, compressors);
  const levels = (width: number, encoding: Encoding): Int32Array | undefined => {
    if (width === 0) return undefined;
    if (encoding !== 'RLE') throw new Error(`levels are encoded as ${encoding}`);
    const [own, after] = prefixed(rest);
    rest = after;
    return decodeHybrid(own, width, count);
  };
  const repetition = levels(widths[0], v1.repetition_level_encoding);
  const definition = levels(widths[1], v1.definition_level_encoding);
  return { count, encoding: v1.encoding, repetition, definition, bytes: rest };
}

/** What a 32-bit length announces, and what follows it. */
export function prefixed(bytes: Uint8Array): [Uint8Array, Uint8Array] {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  if (4 + length > bytes.length) throw new Error('levels are longer than their page');
  return [bytes.subarray(4, 4 + length), bytes.subarray(4 + length)];
}

/** The values of a page that holds a dictionary. */
export function dictionaryBytes(page: Uint8Array, header: PageHeader, { codec }: ColumnMetaData): Uint8Array {
  return decompressPage(page, header.uncompressed_page_size, codec, compressors);
}

/**
 * How many values a page holds; a null among them is an InputError.
 *
 * @param firstRow row of the first value; of lists, the last row that began before it
 */
export function presentIn({ count, definition, repetition }: Page, leaf: Leaf, firstRow: number, file: string): number {
  if (!definition) return count;
  const { maxDefinition, itemDefinition } = leaf;
  let [present, row] = [0, firstRow - (repetition ? 0 : 1)];
  for (let at = 0; at < count; at++) {
    const level = definition[at]!;
    if (!repetition || repetition[at] === 0) row++;
    if (level === maxDefinition) present++;
    else if (level >= itemDefinition || level < itemDefinition - 1) {
      throw InputError.at({ file, row, column: leaf.name }, 'expected no nulls, found one: drop or fill them');
    }
  }
  return present;
}
