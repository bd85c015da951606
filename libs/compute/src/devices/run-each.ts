// Runs of a step on batches that come one after the other.
import type { CompiledStep, TensorValue, Values } from '../tensors/device.ts';

/**
 * The outputs of a run on each batch, in their order; `together` of them are waited for at once.
 *
 * A batch, its pieces, is asked for when the runs before it have taken theirs, so it may lie where the one before it lay. One that
 * depends on the outputs of the run before it needs `together` to be 1.
 *
 * @throws what the run threw, or what the batches did; of the runs before it some may not have been given
 */
export async function* runEach(
  step: Pick<CompiledStep, 'runAll' | 'together'>,
  batches: Iterable<readonly Values[]> | AsyncIterable<readonly Values[]>,
  together = step.together,
): AsyncGenerator<Record<string, TensorValue>, void, undefined> {
  const left = Symbol.asyncIterator in batches ? batches[Symbol.asyncIterator]() : batches[Symbol.iterator]();
  let ended = false;
  async function* some(): AsyncGenerator<readonly Values[], void, undefined> {
    for (let taken = 0; taken < together; taken++) {
      const next = await left.next();
      if (next.done) {
        ended = true;
        return;
      }
      yield next.value;
    }
  }
  try {
    while (!ended) yield* await step.runAll(some());
  } finally {
    if (!ended) await left.return?.();
  }
}
