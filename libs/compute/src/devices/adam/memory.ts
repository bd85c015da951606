// Weights, moments and gradients in one memory, in which Adam's updates are made.
import { allocate, kernelOf } from './kernel.ts';
import { type Pass, sharedAmong } from './shared.ts';

/** Of all weights of an update: decays of the moments, step length, and what is added to √v. */
export interface AdamConstants {
  readonly beta1: number;
  /** 1 − β₁, as it is rounded in the graph. */
  readonly share1: number;
  readonly beta2: number;
  readonly share2: number;
  readonly length: number;
  readonly floor: number;
}

/** m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − length · m / (√v + floor), of arrays of one size. */
export interface AdamUpdate {
  readonly theta: Float32Array;
  /** g, or two whose sum is to be multiplied by `share`. */
  readonly gradients: readonly [Float32Array] | readonly [Float32Array, Float32Array];
  readonly share: number;
  readonly m: Float32Array;
  readonly v: Float32Array;
  readonly constants: AdamConstants;
}

export interface AdamMemory {
  /** Zeros of the sizes that were asked for. */
  readonly arrays: readonly Float32Array[];
  /** Makes updates of arrays of this memory. */
  update(updates: readonly AdamUpdate[]): void;
  /** a ← a + b, likewise. */
  add(a: Float32Array, b: Float32Array): void;
  /** Other threads that have begun to take their share of large updates. */
  helpers(): number;
  dispose(): Promise<void>;
}

/** Each array begins and ends at a multiple of four numbers; those beyond its end stay zero or are never read. */
const padded = (size: number): number => Math.ceil(size / 4) * 4;

/**
 * Arrays of `sizes` numbers in one memory; undefined where there is none of that size, and graphs update at the same bits.
 *
 * @param threads that make updates
 */
export function adamMemory(sizes: readonly number[], threads = 1): AdamMemory | undefined {
  const memory = allocate(4 * sizes.reduce((sum, size) => sum + padded(size), 0), threads > 1);
  if (!memory) return undefined;
  let begin = 0;
  const arrays = sizes.map((size) => {
    const array = new Float32Array(memory.buffer, begin, size);
    begin += 4 * padded(size);
    return array;
  });
  const { add } = kernelOf(memory, threads > 1);
  const shared = sharedAmong(threads, memory, sizes);
  const addresses = (size: number, all: readonly Float32Array[]): number[] => {
    for (const { buffer, length } of all)
      if (buffer !== memory.buffer || length !== size) throw new Error('internal: Adam updates arrays of its memory');
    return all.map(({ byteOffset }) => byteOffset);
  };
  const passOf = ({ theta, gradients, share, m, v, constants }: AdamUpdate): Pass => {
    const { beta1, share1, beta2, share2, length, floor } = constants;
    const two = gradients.length === 2;
    return {
      size: theta.length,
      addresses: addresses(theta.length, [theta, ...gradients, m, v]),
      numbers: [beta1, share1, beta2, share2, length, floor, ...(two ? [share] : [])],
    };
  };
  return {
    arrays,
    update: (updates) => shared.make(updates.map(passOf).filter(({ size }) => size > 0)),
    add: (a, b) => add(...addresses(a.length, [a, b]), a.byteOffset + 4 * a.length),
    helpers: shared.helpers,
    dispose: shared.dispose,
  };
}
