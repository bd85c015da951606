// One column chunk of a Parquet file, page by page: levels to offsets, encoded values to numbers.
// Thrift, delta and snappy are hyparquet's; every length a page claims is checked before anything is made of it.
import { InputError } from '@jetdemon/workflow';
import { decompressLz4, decompressLz4Raw } from 'hyparquet-compressors';
import { decompress as unzstd } from 'fzstd';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import type { ColumnMetaData, Compressors, DataReader, Encoding, PageHeader } from 'hyparquet/src/types.js';
import { brotliDecompressSync, unzipSync } from 'node:zlib';
import { halfValues } from '../half.ts';
import { decodeHybrid } from './levels.ts';
import type { Leaf } from './schema.ts';
import { concatenated, plainOf, type Numbers, type Plain } from '../values.ts';

export interface Chunk {
  readonly values: Plain;
  /** [rows + 1] for a column of lists. */
  readonly offsets?: Int32Array;
  /** What the values number, for a column of text. */
  readonly words?: readonly string[];
}

/** Most values that one page may claim: 64 times what any writer puts there. */
const maxPageValues = 2 ** 26;
const maxPageBytes = 2 ** 30;

const compressors: Compressors = {
  GZIP: (input, length) => unzipSync(input, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
  ZSTD: (input, length) => unzstd(input, new Uint8Array(length)),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

interface Page {
  readonly count: number;
  readonly encoding: Encoding;
  readonly repetition?: Int32Array;
  readonly definition?: Int32Array;
  /** Encoded values. */
  readonly bytes: Uint8Array;
}

/** @param rows of the row group that the chunk belongs to @param firstRow its first one, in the file */
export function decodeChunk(
  bytes: Uint8Array,
  chunk: ColumnMetaData,
  leaf: Leaf,
  rows: number,
  firstRow: number,
  file: string,
): Chunk {
  const total = Number(chunk.num_values);
  const reader: DataReader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  const pieces: Plain[] = [];
  const offsets = leaf.maxRepetition > 0 ? new Int32Array(rows + 1) : undefined;
  const words = leaf.text ? new Words() : undefined;
  let dictionary: Plain | undefined;
  let [seen, row, items] = [0, 0, 0];
  while (seen < total) {
    const header = parquetHeader(reader);
    const size = header.compressed_page_size;
    if (!(size >= 0 && reader.offset + size <= bytes.length)) throw new Error(`a page claims ${size} bytes`);
    const page = bytes.subarray(reader.offset, reader.offset + size);
    reader.offset += size;
    if (!(header.uncompressed_page_size >= 0 && header.uncompressed_page_size <= maxPageBytes)) {
      throw new Error(`a page claims ${header.uncompressed_page_size} bytes`);
    }
    if (header.type === 'DICTIONARY_PAGE') {
      const count = counted(header.dictionary_page_header?.num_values, maxPageValues);
      const plain = decompressPage(page, header.uncompressed_page_size, chunk.codec, compressors);
      dictionary = words ? words.decode(plain, count) : plainOf(decodePlain(plain, count, leaf), file, leaf.name);
    } else if (header.type === 'DATA_PAGE' || header.type === 'DATA_PAGE_V2') {
      const data = openPage(page, header, chunk, leaf, Math.min(maxPageValues, total - seen));
      const present = presentIn(data, leaf, firstRow + (offsets ? row - 1 : seen), file);
      pieces.push(decodeValues(data, present, dictionary, words, leaf, file));
      if (offsets) {
        for (let i = 0; i < data.count; i++) {
          if (data.repetition![i] === 0 && row++ >= rows) throw new Error('a column has more rows than its row group');
          if (row === 0) throw new Error('a column begins within a row');
          if (data.definition![i]! >= leaf.itemDefinition) items++;
          offsets[row] = items;
        }
      }
      seen += data.count;
    } else if (header.type !== 'INDEX_PAGE') throw new Error(`a page has the type ${String(header.type)}`);
  }
  if ((offsets ? row : total) !== rows)
    throw new Error(`column ${leaf.name} has ${offsets ? row : total} rows of ${rows}`);
  const { values } = concatenated(
    pieces.map((piece) => ({ values: piece })),
    false,
  );
  return { values, offsets, ...(words && { words: words.all() }) };
}

function counted(count: number | undefined, most: number): number {
  if (count === undefined || !(count >= 0 && count <= most)) throw new Error(`a page claims ${count} values`);
  return count;
}

function openPage(page: Uint8Array, header: PageHeader, { codec }: ColumnMetaData, leaf: Leaf, most: number): Page {
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
function prefixed(bytes: Uint8Array): [Uint8Array, Uint8Array] {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  if (4 + length > bytes.length) throw new Error('levels are longer than their page');
  return [bytes.subarray(4, 4 + length), bytes.subarray(4 + length)];
}

/** Texts as numbers of the different ones. */
class Words {
  readonly #known = new Map<string, number>();

  /** `count` texts, each after its length in 32 bits. */
  decode(bytes: Uint8Array, count: number): Int32Array {
    const out = new Int32Array(count);
    let rest = bytes;
    for (let i = 0; i < count; i++) {
      const [own, after] = prefixed(rest);
      const text = Buffer.from(own).toString('utf8');
      const number = this.#known.get(text) ?? this.#known.size;
      this.#known.set(text, number);
      out[i] = number;
      rest = after;
    }
    return out;
  }

  all(): string[] {
    return [...this.#known.keys()];
  }
}

/**
 * How many values a page holds; a null among them is an InputError.
 *
 * @param firstRow row of the first value; of lists, the last row that began before it
 */
function presentIn({ count, definition, repetition }: Page, leaf: Leaf, firstRow: number, file: string): number {
  if (!definition) return count;
  let [present, row] = [0, firstRow - (repetition ? 0 : 1)];
  for (const [at, level] of definition.entries()) {
    if (!repetition || repetition[at] === 0) row++;
    if (level === leaf.maxDefinition) present++;
    else if (level >= leaf.itemDefinition || level < leaf.itemDefinition - 1) {
      const message = `row ${row}, column ${leaf.name}: expected no nulls, found one: drop or fill them`;
      throw new InputError(message, `${file}:`);
    }
  }
  return present;
}

function decodeValues(
  page: Page,
  count: number,
  dictionary: Plain | undefined,
  words: Words | undefined,
  leaf: Leaf,
  file: string,
): Plain {
  const { bytes, encoding } = page;
  const { type } = leaf.element;
  if (encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY') {
    if (!dictionary) throw new Error('a page refers to a dictionary that is not there');
    const indices = count === 0 ? new Int32Array(0) : decodeHybrid(bytes.subarray(1), bytes[0] ?? 33, count);
    const out = new (dictionary.constructor as new (length: number) => Plain)(count);
    for (let i = 0; i < count; i++) {
      const value = dictionary[indices[i]!];
      if (value === undefined) throw new Error('a page refers beyond its dictionary');
      out[i] = value;
    }
    return out;
  }
  if (encoding === 'RLE' && type === 'BOOLEAN') return Uint8Array.from(decodeHybrid(prefixed(bytes)[0], 1, count));
  if (encoding === 'DELTA_BINARY_PACKED' && (type === 'INT32' || type === 'INT64')) {
    const out = type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count);
    const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
    if (count > 0) deltaBinaryUnpack(reader, count, out);
    return plainOf(signed(out, leaf), file, leaf.name);
  }
  if (encoding === 'BYTE_STREAM_SPLIT' && !words)
    return plainOf(decodePlain(unsplit(bytes, count, leaf), count, leaf), file, leaf.name);
  if (encoding === 'PLAIN' && words) return words.decode(bytes, count);
  if (encoding !== 'PLAIN' || words) throw new Error(`values of type ${type} are encoded as ${encoding}`);
  return plainOf(decodePlain(bytes, count, leaf), file, leaf.name);
}

const widthOf = ({ element }: Leaf): number => {
  if (element.type === 'FIXED_LEN_BYTE_ARRAY') return 2;
  return element.type === 'INT32' || element.type === 'FLOAT' ? 4 : 8;
};

function decodePlain(bytes: Uint8Array, count: number, leaf: Leaf): Numbers {
  const { type } = leaf.element;
  if (type === 'BOOLEAN') {
    if (count > bytes.length * 8) throw new Error('a page ends within its values');
    return Uint8Array.from({ length: count }, (_, i) => (bytes[i >> 3]! >> (i & 7)) & 1);
  }
  const size = count * widthOf(leaf);
  if (size > bytes.length) throw new Error('a page ends within its values');
  // A copy: typed arrays must begin at a multiple of their width.
  const { buffer } = bytes.slice(0, size);
  switch (type) {
    case 'FLOAT':
      return new Float32Array(buffer);
    case 'DOUBLE':
      return new Float64Array(buffer);
    case 'INT32':
      return signed(new Int32Array(buffer), leaf);
    case 'INT64':
      return signed(new BigInt64Array(buffer), leaf);
    default: {
      const half = halfValues();
      return Float32Array.from(new Uint16Array(buffer), (bits) => half[bits]!);
    }
  }
}

/** The same bits without a sign where the schema says so. */
function signed(values: Int32Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>, { type }: Leaf): Numbers {
  if (type === 'uint32') return new Uint32Array(values.buffer);
  return type === 'uint64' ? new BigUint64Array(values.buffer) : values;
}

function unsplit(bytes: Uint8Array, count: number, leaf: Leaf): Uint8Array {
  const width = widthOf(leaf);
  if (count * width > bytes.length || leaf.element.type === 'BOOLEAN') throw new Error('a page ends within its values');
  const out = new Uint8Array(count * width);
  for (let byte = 0; byte < width; byte++) {
    for (let i = 0; i < count; i++) out[i * width + byte] = bytes[byte * count + i]!;
  }
  return out;
}
