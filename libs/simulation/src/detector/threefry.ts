// Threefry-4x32-20, a counter-based generator: its 128 random bits are a function of a key and a counter, so that what
// one tower draws depends on no other tower and needs no stream to be kept.
// Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11, doi:10.1145/2063384.2063405, §4.2.

const parity = 0x1bd11bda;

/**
 * What a key adds between rounds [8]: its four words, one that makes their parity, and three of them again.
 *
 * @param key [4] words of 32 bits
 */
export function scheduleOf([a, b, c, d]: readonly [number, number, number, number]): Int32Array {
  return Int32Array.of(a, b, c, d, parity ^ a ^ b ^ c ^ d, a, b, c);
}

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/**
 * Fills `out` with four words of 32 random bits.
 *
 * @param schedule of the key
 * @param counter [4] words of 32 bits
 * @param out [4]
 */
export function threefry(schedule: Int32Array, counter: Int32Array, out: Int32Array): void {
  let x0 = (counter[0]! + schedule[0]!) | 0;
  let x1 = (counter[1]! + schedule[1]!) | 0;
  let x2 = (counter[2]! + schedule[2]!) | 0;
  let x3 = (counter[3]! + schedule[3]!) | 0;
  // Four rounds at a time; rotations repeat after eight.
  for (let four = 0; four < 5; four++) {
    const odd = (four & 1) === 1;
    x0 = (x0 + x1) | 0;
    x1 = rotated(x1, odd ? 6 : 10) ^ x0;
    x2 = (x2 + x3) | 0;
    x3 = rotated(x3, odd ? 20 : 26) ^ x2;
    x0 = (x0 + x3) | 0;
    x3 = rotated(x3, odd ? 17 : 11) ^ x0;
    x2 = (x2 + x1) | 0;
    x1 = rotated(x1, odd ? 11 : 21) ^ x2;
    x0 = (x0 + x1) | 0;
    x1 = rotated(x1, odd ? 25 : 13) ^ x0;
    x2 = (x2 + x3) | 0;
    x3 = rotated(x3, odd ? 10 : 27) ^ x2;
    x0 = (x0 + x3) | 0;
    x3 = rotated(x3, odd ? 18 : 23) ^ x0;
    x2 = (x2 + x1) | 0;
    x1 = rotated(x1, odd ? 20 : 5) ^ x2;
    const at = four === 4 ? 0 : four + 1;
    x0 = (x0 + schedule[at]!) | 0;
    x1 = (x1 + schedule[at + 1]!) | 0;
    x2 = (x2 + schedule[at + 2]!) | 0;
    x3 = (x3 + schedule[at + 3]! + four + 1) | 0;
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}
