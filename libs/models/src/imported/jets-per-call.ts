// Jets that an imported network can be asked about in one call, by the memory that each of them takes.
import * as tf from '@tensorflow/tfjs-core';
import { footprint, ModelError, UnsupportedKernelError, type Tensors, type Values } from '@jetdemon/compute';
import type { JetLayout } from '@jetdemon/data';

/** About three times what a Particle Transformer holds at once. */
const budget = 2 ** 32;
/** No task puts more jets to one call. */
const most = 512;

/**
 * The largest power of two whose scores and slopes fit; undefined where no task asks for more, or where nothing can be said
 * before the network runs.
 *
 * @param numbers one or several of each jet, `[batch, …]`, from weights and `jets`
 * @param bytes of all that one call with slopes makes; what it holds at once is less
 * @throws ModelError for what cannot be computed, however few the jets
 */
export function jetsPerCall(
  numbers: (weights: Tensors, jets: tf.Tensor) => tf.Tensor,
  weights: Values,
  { constituents, features }: JetLayout,
  bytes = budget,
): number | undefined {
  const bytesOf = (jets: number, slopes: boolean): number =>
    footprint(
      ({ jets: some, ...given }) => {
        const ask = (moved: tf.Tensor) => numbers(given, moved);
        return { made: slopes ? tf.grad((moved: tf.Tensor) => tf.sum(ask(moved)))(some!) : ask(some!) };
      },
      { ...weights, jets: { shape: [jets, constituents, features.length], dtype: 'float32' } },
    );
  try {
    const few = withSlopes(() => bytesOf(2, true));
    const each = few === undefined ? bytesOf(2, false) / 2 : (bytesOf(4, true) - few) / 2;
    let jets = most;
    while (jets > 1 && (jets * each > bytes || isTooLarge(() => bytesOf(jets, false)))) jets /= 2;
    return jets === most ? undefined : jets;
  } catch (error) {
    if (error instanceof UnsupportedKernelError) return undefined;
    throw error;
  }
}

function withSlopes(ask: () => number): number | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Error && /^Cannot compute gradient/.test(error.message)) return undefined;
    throw error;
  }
}

function isTooLarge(ask: () => number): boolean {
  try {
    ask();
    return false;
  } catch (error) {
    if (error instanceof ModelError && error.tooLarge) return true;
    throw error;
  }
}
