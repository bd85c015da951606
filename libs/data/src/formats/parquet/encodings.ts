// The values of one page of a Parquet column as numbers: plain, by dictionary, delta, split into streams of bytes.
// Thrift and delta are hyparquet's.
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { halfValues } from '../half.ts';
import { decodeHybrid } from './levels.ts';
import { prefixed, type Page } from './page.ts';
import type { Leaf } from './schema.ts';
import { plainOf, type Numbers, type Plain } from '../values.ts';

/** Texts as numbers of the different ones. */
export class Words {
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

/** The values of a dictionary. */
export function decodeDictionary(
  bytes: Uint8Array,
  count: number,
  words: Words | undefined,
  leaf: Leaf,
  file: string,
): Plain {
  return words ? words.decode(bytes, count) : plainOf(decodePlain(bytes, count, leaf), file, leaf.name);
}

/** @param count of the values that are there */
export function decodeValues(
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
  // A copy: typed arrays must begin at a multiple of their width, and a slice of a Buffer is none.
  const buffer = new ArrayBuffer(size);
  new Uint8Array(buffer).set(bytes.subarray(0, size));
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
