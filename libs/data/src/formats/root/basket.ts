// The entries of one basket of a ROOT branch: header (TKey and TBasket), decompression, where each entry begins.
// Formats: TKey and TBasket of ROOT's io/doc/TFile.
import type { Basket } from './branch.ts';
import { unpack } from './compression.ts';

export interface Entries {
  readonly count: number;
  readonly data: Uint8Array;
  /** [count + 1] bytes within `data`; absent where every entry is as long as the next. */
  readonly offsets?: Int32Array;
}

/** No basket is larger: ROOT's own limit is 1 GiB. */
const maxBytes = 2 ** 30;

/** @param bytes as they lie in the file @param varying whether entries have lengths of their own */
export async function decodeBasket(bytes: Uint8Array, varying: boolean): Promise<Entries> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [size, version, length, keyLength] = [view.getInt32(0), view.getInt16(4), view.getInt32(6), view.getInt16(14)];
  if (size !== bytes.length || keyLength < 18 || keyLength > size || !(length >= 0 && length <= maxBytes)) {
    throw new Error(`a basket claims ${size} bytes`);
  }
  let at = version > 1000 ? 34 : 26;
  for (let string = 0; string < 3; string++) {
    const short = view.getUint8(at);
    at += short === 255 ? 5 + view.getUint32(at + 1) : 1 + short;
  }
  at += 2 + 4; // version and buffer size of the TBasket
  if (view.getInt32(at) < 0) at++; // fIOBits follow
  const [count, last] = [view.getInt32(at + 4), view.getInt32(at + 8)];
  const packed = bytes.subarray(keyLength);
  const data = packed.length === length ? packed : await unpack(packed, length, 'a basket');
  return entriesOf(data, count, last - keyLength, keyLength, varying);
}

/** The same of a basket that lies in the tree itself. */
export function embeddedEntries(
  { fNevBuf, fLast, fKeylen, fEntryOffset, fBufferRef }: Basket,
  varying: boolean,
): Entries {
  const view = fBufferRef?.arr;
  const data = view ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : new Uint8Array(0);
  if (!varying) return entriesOf(data, fNevBuf, fLast - fKeylen, fKeylen, false);
  return {
    count: fNevBuf,
    data,
    offsets: ascending(fEntryOffset ?? new Int32Array(0), fNevBuf, fKeylen, fLast - fKeylen),
  };
}

function entriesOf(data: Uint8Array, count: number, border: number, keyLength: number, varying: boolean): Entries {
  if (!(count >= 0 && border >= 0 && border <= data.length)) throw new Error(`a basket claims ${count} entries`);
  const own = data.subarray(0, border);
  if (!varying) return { count, data: own };
  if (border === data.length && count <= 1)
    return { count, data: own, offsets: Int32Array.of(0, border).subarray(0, count + 1) };
  // After the entries: how many offsets follow, and the offsets from the beginning of the key.
  const view = new DataView(data.buffer, data.byteOffset + border, data.length - border);
  if (view.byteLength < 4 + 4 * count) throw new Error('a basket has no offsets of its entries');
  const raw = new Int32Array(count);
  for (let entry = 0; entry < count; entry++) raw[entry] = view.getInt32(4 + 4 * entry);
  return { count, data: own, offsets: ascending(raw, count, keyLength, border) };
}

function ascending(raw: Int32Array, count: number, keyLength: number, border: number): Int32Array {
  if (!(count >= 0 && count <= raw.length)) throw new Error('a basket has no offsets of its entries');
  const offsets = new Int32Array(count + 1);
  offsets[count] = border;
  for (let entry = count - 1; entry >= 0; entry--) {
    offsets[entry] = raw[entry]! - keyLength;
    if (!(offsets[entry]! >= 0 && offsets[entry]! <= offsets[entry + 1]!))
      throw new Error('the offsets of a basket decrease');
  }
  return offsets;
}
