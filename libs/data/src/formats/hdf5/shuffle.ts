// The shuffle filter of HDF5 undone: first bytes of all values, then second ones, and so on. What is left over stays as it is.

export function unshuffled(bytes: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  const count = Math.floor(bytes.length / size);
  for (let byte = 0; byte < size; byte++) {
    const from = byte * count;
    for (let i = 0, to = byte; i < count; i++, to += size) out[to] = bytes[from + i]!;
  }
  out.set(bytes.subarray(count * size), count * size);
  return out;
}
