// Threefry-4x32-20, a counter-based generator: its 128 random bits are a function of a key and a counter, so that what
// one tower draws depends on no other tower and needs no stream to be kept.
// Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11, doi:10.1145/2063384.2063405, §4.2.

/** Left rotations of the two pairs of words, round by round; they repeat after eight rounds. */
const rotations = [10, 26, 11, 21, 13, 27, 23, 5, 6, 20, 17, 11, 25, 10, 18, 20] as const;
const parity = 0x1bd11bda;

/**
 * Fills `out` with four words of 32 random bits.
 *
 * @param key [4] words of 32 bits
 * @param counter [4] words of 32 bits
 * @param out [4]
 */
export function threefry(key: Int32Array, counter: Int32Array, out: Int32Array): void {
  const words = [key[0]!, key[1]!, key[2]!, key[3]!, parity ^ key[0]! ^ key[1]! ^ key[2]! ^ key[3]!];
  let x0 = (counter[0]! + key[0]!) | 0;
  let x1 = (counter[1]! + key[1]!) | 0;
  let x2 = (counter[2]! + key[2]!) | 0;
  let x3 = (counter[3]! + key[3]!) | 0;
  for (let round = 0; round < 20; round += 1) {
    const at = (round & 7) << 1;
    const left = rotations[at]!;
    const right = rotations[at + 1]!;
    if ((round & 1) === 0) {
      x0 = (x0 + x1) | 0;
      x1 = ((x1 << left) | (x1 >>> (32 - left))) ^ x0;
      x2 = (x2 + x3) | 0;
      x3 = ((x3 << right) | (x3 >>> (32 - right))) ^ x2;
    } else {
      x0 = (x0 + x3) | 0;
      x3 = ((x3 << left) | (x3 >>> (32 - left))) ^ x0;
      x2 = (x2 + x1) | 0;
      x1 = ((x1 << right) | (x1 >>> (32 - right))) ^ x2;
    }
    if ((round & 3) === 3) {
      const injection = (round + 1) >> 2;
      x0 = (x0 + words[injection % 5]!) | 0;
      x1 = (x1 + words[(injection + 1) % 5]!) | 0;
      x2 = (x2 + words[(injection + 2) % 5]!) | 0;
      x3 = (x3 + words[(injection + 3) % 5]! + injection) | 0;
    }
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}
