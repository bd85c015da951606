// The run-length and bit-packed hybrid of Parquet (levels, dictionary indices), never beyond what was asked for.
// A run may claim any length; hyparquet's own decoder would fill memory with it.

/** `count` values of `width` bits (0 to 32) from `bytes`. */
export function decodeHybrid(bytes: Uint8Array, width: number, count: number): Int32Array {
  const out = new Int32Array(count);
  if (width === 0) return out;
  if (width > 32) throw new Error(`expected at most 32 bits per value, found ${width}`);
  const valueBytes = (width + 7) >> 3;
  let at = 0;
  let filled = 0;
  while (filled < count) {
    let header = 0;
    let more = true;
    for (let shift = 0; more; shift += 7) {
      if (at >= bytes.length || shift > 28) throw new Error('a page ends within a run');
      const byte = bytes[at++]!;
      header += (byte & 0x7f) * 2 ** shift;
      more = byte >= 0x80;
    }
    const length = Math.floor(header / 2);
    if (length === 0) throw new Error('a run has length 0');
    if (header % 2 === 1) {
      const values = Math.min(length * 8, count - filled);
      if (at + Math.ceil((values * width) / 8) > bytes.length) throw new Error('a page ends within a run');
      unpack(bytes, at, width, out.subarray(filled, filled + values));
      filled += values;
      at += length * width;
    } else {
      if (at + valueBytes > bytes.length) throw new Error('a page ends within a run');
      let value = 0;
      for (let byte = 0; byte < valueBytes; byte++) value |= bytes[at++]! << (8 * byte);
      const values = Math.min(length, count - filled);
      out.fill(value, filled, filled + values);
      filled += values;
    }
  }
  return out;
}

function unpack(bytes: Uint8Array, start: number, width: number, out: Int32Array): void {
  if (width === 1) {
    for (let i = 0; i < out.length; i++) out[i] = (bytes[start + (i >> 3)]! >> (i & 7)) & 1;
    return;
  }
  let bit = start * 8;
  for (let i = 0; i < out.length; i++) {
    let value = 0;
    for (let done = 0; done < width;) {
      const within = bit & 7;
      const take = Math.min(8 - within, width - done);
      value |= ((bytes[Math.floor(bit / 8)]! >> within) & ((1 << take) - 1)) << done;
      done += take;
      bit += take;
    }
    out[i] = value;
  }
}
