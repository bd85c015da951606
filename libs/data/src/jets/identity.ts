// Identity of a jet, by its constituents: how a classifier knows again the jets that it was trained on.
import { padJets, type JetRows } from './batch.ts';
import { allRows } from './shuffle.ts';
import type { Jets } from './jets.ts';
import { valuesPerJet } from './layout.ts';
import { originNames } from './origin.ts';

const jetsAtOnce = 4096;

/**
 * A whole number below 2⁵³ for each of the jets at `rows`: the same for the same (pT, η, φ) of all constituents, bit for
 * bit, whatever file they are in, and different otherwise but for one pair in 2⁵³. A jet that an attack moved has that of
 * the jet it was. `[rows]`
 */
export function identities(jets: JetRows, rows: Int32Array = allRows(jets.count)): Float64Array {
  const stated = jets.reference?.[originNames.jet];
  if (stated) return Float64Array.from(rows, (row) => stated.values[row]!);
  const out = new Float64Array(rows.length);
  if (!('read' in jets)) {
    const { offsets } = jets;
    const bits: Coordinates = [bitsOf(jets.ptTeV), bitsOf(jets.eta), bitsOf(jets.phi)];
    for (let at = 0; at < rows.length; at++) out[at] = hash(bits, offsets[rows[at]!]!, offsets[rows[at]! + 1]!, 1);
    return out;
  }
  const [each, stride] = [jets.layout.features.length, valuesPerJet(jets.layout)];
  for (let start = 0; start < rows.length; start += jetsAtOnce) {
    const here = rows.subarray(start, start + jetsAtOnce);
    const padded = bitsOf(padJets(jets, here));
    const bits: Coordinates = [padded, padded.subarray(1), padded.subarray(2)];
    for (let at = 0; at < here.length; at++) out[start + at] = hash(bits, at * stride, (at + 1) * stride, each);
  }
  return out;
}

/** Bits of pT, η and φ. */
type Coordinates = readonly [Int32Array, Int32Array, Int32Array];

const bitsOf = ({ buffer, byteOffset, length }: Float32Array) => new Int32Array(buffer, byteOffset, length);

/** cyrb53 (public domain, by bryc) over the coordinates of real constituents, `each` apart. */
function hash(bits: Coordinates, start: number, end: number, each: number): number {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = start; i < end && bits[0][i] !== 0; i += each) {
    for (const values of bits) {
      a = Math.imul(a ^ values[i]!, 2654435761);
      b = Math.imul(b ^ values[i]!, 1597334677);
      a ^= a >>> 15;
      b ^= b >>> 13;
    }
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}

/** The jets with their identity as a column, which stays when constituents move. */
export function withIdentity(jets: Jets): Jets {
  if (jets.reference?.[originNames.jet]) return jets;
  const column = {
    values: identities(jets),
    unit: '1',
    description: 'identity of the jet before it was moved',
    role: 'origin',
  } as const;
  return { ...jets, reference: { ...jets.reference, [originNames.jet]: column } };
}
