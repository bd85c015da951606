// The line of a particle of Asciiv3 as programs write it, in one go; any other is left to whoever reads field by field.

const [newline, space, zero, minus, point, smallE] = [10, 32, 48, 45, 46, 101] as const;

/** Bytes of the longest such line, and more. */
const longest = 256;
/** Bytes of d.dddddddddddddddde±dd. */
const decimalLength = 22;
const decimals = 5;

/** 1 for a minus, else 0. */
const isMinus = (byte: number): number => ((byte ^ minus) - 1) >>> 31;

/** Numbers of the line that was read last. */
export class ParticleLine {
  number = 0;
  /** Number of the mother > 0, of the vertex < 0, or 0. */
  origin = 0;
  pdgId = 0;
  status = 0;
  /** Where its five decimals begin, px, py, pz, energy, mass, of which only the shape was looked at. */
  momentum = 0;

  /**
   * Reads ` number origin pdg px py pz energy mass status` from `at` on, single blanks between, integers of up to nine
   * digits and decimals of 17.
   *
   * @returns where the next line begins; -1 for a line that is not so
   */
  read(bytes: Uint8Array, start: number): number {
    if (start + longest > bytes.length) return -1;
    let at = start;
    for (let field = 0; ; field++) {
      if (bytes[at] !== space) return -1;
      const negative = isMinus(bytes[at + 1]!);
      const first = at + 1 + negative;
      let value = 0;
      at = first;
      for (let digit = bytes[at]! - zero; digit >>> 0 <= 9; digit = bytes[++at]! - zero)
        value = (Math.imul(value, 10) + digit) | 0;
      if (at === first || at > first + 9) return -1;
      value = (value ^ -negative) + negative;
      if (field === 0) this.number = value;
      else if (field === 1) this.origin = value;
      else if (field === 3) {
        this.status = value;
        return bytes[at] === newline ? at + 1 : -1;
      } else {
        this.pdgId = value;
        this.momentum = at;
        for (let left = decimals; left > 0; left--) {
          if (bytes[at] !== space) return -1;
          at += 1 + isMinus(bytes[at + 1]!);
          if (bytes[at + 1] !== point || bytes[at + 18] !== smallE) return -1;
          at += decimalLength;
        }
      }
    }
  }
}
