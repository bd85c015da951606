// Ways in which files get damaged, drawn by seed: cut short, bits turned, absurd lengths, pieces missing or doubled.

/** Numbers in [0, 1) from a seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const absurd = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x10_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

/** The file after one to four accidents; its first four bytes mostly stay, so that it is still recognised. */
export function damage(whole: Uint8Array, seed: number): { readonly bytes: Uint8Array; readonly what: string } {
  const next = random(seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  let bytes = Buffer.from(whole);
  const done: string[] = [];
  // Half of the places lie near an end, where headers and footers are.
  const somewhere = (): number => {
    const near = below(Math.min(bytes.length, 512));
    return [below(bytes.length), near, bytes.length - 1 - near, below(bytes.length)][below(4)]!;
  };
  const accidents: readonly (() => string)[] = [
    () => {
      const size = somewhere();
      bytes = bytes.subarray(0, size);
      return `cut to ${size} bytes`;
    },
    () => {
      const at = somewhere();
      bytes[at]! ^= 1 << below(8);
      return `bit turned at ${at}`;
    },
    () => {
      const at = somewhere();
      bytes[at] = below(256);
      return `byte replaced at ${at}`;
    },
    () => {
      const [at, value, width] = [somewhere(), absurd[below(absurd.length)]!, [1, 2, 4, 8][below(4)]!];
      const own = Buffer.alloc(8);
      own.writeBigUInt64LE(width === 8 && value === 0xffff_ffff ? 2n ** 64n - 1n : BigInt(value));
      const written = own.subarray(0, width);
      if (below(2) === 1) written.reverse();
      written.copy(bytes, at);
      return `${value} of ${width} bytes written at ${at}`;
    },
    () => {
      const [from, to, size] = [somewhere(), somewhere(), 1 + below(64)];
      bytes.copyWithin(to, from, from + size);
      return `${size} bytes copied from ${from} to ${to}`;
    },
    () => {
      const [at, size] = [somewhere(), 1 + below(256)];
      bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + size)]);
      return `${size} bytes missing at ${at}`;
    },
    () => {
      const [at, size] = [somewhere(), 1 + below(64)];
      bytes.fill([0, 0xff][below(2)]!, at, Math.min(bytes.length, at + size));
      return `${size} bytes overwritten at ${at}`;
    },
  ];
  for (let left = 1 + below(4); left > 0 && bytes.length > 4; left--) done.push(accidents[below(accidents.length)]!());
  if (below(16) > 0) Buffer.from(whole.subarray(0, 4)).copy(bytes);
  return { bytes, what: done.join(', ') };
}
