// Messages of an HDF5 object header, by type. Format: HDF5 File Format Specification 3.0, IV.A.1.
import type { FileBytes } from '../bytes.ts';

const continuation = 16;
const maxBlocks = 1000;

export interface Message {
  readonly body: Uint8Array;
  /** Whether the body is the address of another object header that has the message. */
  readonly shared: boolean;
}

/** The first message of a type in the object header at byte `base + address`; all addresses in a file are counted from byte `base`. */
export async function messageOf(
  bytes: FileBytes,
  base: number,
  address: number,
  wanted: number,
): Promise<Message | undefined> {
  const start = base + address;
  const first = await bytes.read(start, Math.min(bytes.size, start + 64));
  const head = new DataView(first.buffer);
  const v2 = Buffer.from(first.subarray(0, 4)).toString('latin1') === 'OHDR';
  const flags = v2 ? head.getUint8(5) : 0;
  const blocks: [start: number, size: number][] = [];
  if (v2) {
    const at = 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
    const width = 1 << (flags & 3);
    blocks.push([start + at + width, unsigned(head, at, width)]);
  } else {
    if (head.getUint8(0) !== 1) throw new Error(`an object header has the version ${head.getUint8(0)}`);
    blocks.push([start + 16, head.getUint32(8, true)]);
  }
  for (let block = 0; block < blocks.length && block < maxBlocks; block++) {
    const [from, size] = blocks[block]!;
    const content = await bytes.read(from, from + size);
    const view = new DataView(content.buffer);
    const prefix = v2 ? 4 + (flags & 4 ? 2 : 0) : 8;
    for (let at = 0; at + prefix <= size;) {
      const type = v2 ? view.getUint8(at) : view.getUint16(at, true);
      const length = view.getUint16(at + (v2 ? 1 : 2), true);
      const shared = (view.getUint8(at + (v2 ? 3 : 4)) & 2) !== 0;
      const body = content.subarray(at + prefix, at + prefix + length);
      if (type === wanted) return { body, shared };
      if (type === continuation) {
        const next = new DataView(body.buffer, body.byteOffset, body.byteLength);
        const [place, room] = [base + unsigned(next, 0, 8), unsigned(next, 8, 8)];
        // A block of version 2 has a signature before its messages and a checksum after them.
        blocks.push(v2 ? [place + 4, room - 8] : [place, room]);
      }
      at += prefix + length;
    }
  }
  return undefined;
}

/** A little-endian number of so many bytes. */
export function unsigned(view: DataView, at: number, width: number): number {
  let value = 0;
  for (let byte = width - 1; byte >= 0; byte--) value = value * 256 + view.getUint8(at + byte);
  return value;
}
