// LZ4 frames (the compression of Arrow and Feather) and blocks (of ROOT): decoding, with every length checked against the input.
// Format: LZ4 Frame Format Description 1.6.4. lz4js reads and writes beyond its buffers on damaged input.

const magic = 0x184d2204;
const maxBlock = [0, 0, 0, 0, 2 ** 16, 2 ** 18, 2 ** 20, 2 ** 22] as const;

interface Block {
  readonly start: number;
  readonly size: number;
  readonly stored: boolean;
}

/** The contents of one frame; checksums are not compared. */
export function decodeLz4Frame(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== magic) throw new Error('no LZ4 frame where one should be');
  const flags = view.getUint8(4);
  const most = maxBlock[(view.getUint8(5) >> 4) & 7]!;
  if (flags >> 6 !== 1 || most === 0 || flags & 1)
    throw new Error('an LZ4 frame of another version, or with a dictionary');
  const content = flags & 8 ? Number(view.getBigUint64(6, true)) : undefined;
  const blocks: Block[] = [];
  let bound = 0;
  for (let at = content === undefined ? 7 : 15; ;) {
    const word = view.getUint32(at, true);
    if (word === 0) break;
    const [size, stored] = [word & 0x7fffffff, word >= 0x80000000];
    if (at + 4 + size > bytes.length || size > most) throw new Error(`an LZ4 block claims ${size} bytes`);
    blocks.push({ start: at + 4, size, stored });
    bound += stored ? size : Math.min(most, size * 255);
    at += 4 + size + (flags & 16 ? 4 : 0);
  }
  const out = new Uint8Array(bound);
  let filled = 0;
  for (const { start, size, stored } of blocks) {
    const block = bytes.subarray(start, start + size);
    if (stored) out.set(block, filled);
    filled = stored ? filled + size : decodeLz4Block(block, out, filled, filled + most);
  }
  if (content !== undefined && filled !== content) throw new Error(`an LZ4 frame holds ${filled} bytes of ${content}`);
  return out.slice(0, filled);
}

/** Appends to `out`, whose earlier bytes matches may refer to; the new end, at most `limit`. */
export function decodeLz4Block(block: Uint8Array, out: Uint8Array, start: number, limit: number): number {
  const end = Math.min(limit, out.length);
  let at = 0;
  let to = start;
  const extended = (length: number): number => {
    if (length < 15) return length;
    for (let byte = 255; byte === 255; length += byte) {
      if (at >= block.length) throw new Error('an LZ4 block ends within a length');
      byte = block[at++]!;
    }
    return length;
  };
  while (at < block.length) {
    const token = block[at++]!;
    const literals = extended(token >> 4);
    if (at + literals > block.length || to + literals > end) throw new Error('an LZ4 block ends within its literals');
    if (literals > 64) {
      out.set(block.subarray(at, at + literals), to);
      at += literals;
      to += literals;
    } else for (const last = at + literals; at < last;) out[to++] = block[at++]!;
    if (at === block.length) break;
    const distance = block[at]! | (block[at + 1]! << 8);
    at += 2;
    const match = extended(token & 15) + 4;
    if (at > block.length || distance === 0 || distance > to || to + match > end)
      throw new Error('an LZ4 match points nowhere');
    for (const last = to + match; to < last; to++) out[to] = out[to - distance]!;
  }
  return to;
}
