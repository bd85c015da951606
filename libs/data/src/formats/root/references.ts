// ROOT's TRefArray, a member of the objects of a TClonesArray (Delphes: `Jet.Constituents`): the unique IDs of the objects
// that each object refers to. Byte count, version 1, TObject, name, length, lower bound, process; then the IDs.
// Source: TRefArray::Streamer and TObject::Streamer of ROOT's core/cont and core/base.

/** References of one entry, those of its objects after each other. */
export interface References {
  readonly ids: number[];
  /** Number of the object, in its list, whose reference it is. */
  readonly owners: number[];
}

const counted = 0x4000_0000;
/** TObject's bit that says that the number of its process follows. */
const isReferenced = 1 << 4;

/** @throws RangeError or Error where the bytes are something else */
export function referencesIn(bytes: Uint8Array): References {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: References = { ids: [], owners: [] };
  let at = 0;
  for (let owner = 0; at < bytes.length; owner++) {
    const count = view.getUint32(at);
    const end = at + 4 + (count & ~counted);
    const [version, base] = [view.getInt16(at + 4), view.getInt16(at + 6)];
    if (!(count & counted) || version !== 1 || base !== 1)
      throw new Error(`references of version ${version}, expected 1`);
    at += 16 + (view.getUint32(at + 12) & isReferenced ? 2 : 0);
    const short = view.getUint8(at);
    at += short === 255 ? 5 + view.getUint32(at + 1) : 1 + short;
    const size = view.getInt32(at);
    at += 10; // the lower bound and the number of the process follow
    if (at + 4 * size !== end) throw new Error(`${size} references in ${end - at} bytes`);
    for (; at < end; at += 4) {
      found.ids.push(view.getUint32(at));
      found.owners.push(owner);
    }
  }
  return found;
}
