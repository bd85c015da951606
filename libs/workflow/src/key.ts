// Randomness as an argument: every stochastic function takes a `Key`, never a global generator.
// A key is split by label, so that adding one consumer never changes what its neighbours draw.
import { hash } from 'node:crypto';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Uniform numbers in [0, 1), 32 bits of resolution. */
export type Uniform = () => number;

export interface Key {
  /** A key for one named consumer; the same label always gives the same key. */
  split(label: string | number): Key;
  /** A fresh stream of uniform numbers in [0, 1); every call restarts the same stream. */
  uniform(): Uniform;
  /** The two words of 64 bits with which that stream starts, each as two of 32, the high one first: for whoever draws it by itself. */
  state(): readonly number[];
}

/**
 * The key of a seed: SHA-256 of the seed and of every label on the way seeds a xoroshiro128+ generator.
 *
 * @example const shuffleKey = keyOf(1).split('shuffle').split(epoch);
 */
export function keyOf(seed: string | number): Key {
  const digest = hash('sha256', String(seed), 'buffer');
  let hex: string | undefined;
  const state = () => [0, 4, 8, 12].map((at) => digest.readInt32LE(at));
  return {
    split: (label) => keyOf(`${(hex ??= digest.toString('hex'))}/${label}`),
    uniform: () => {
      const generator = xoroshiro128plusFromState(state());
      return () => (generator.next() >>> 0) / 2 ** 32;
    },
    state,
  };
}
