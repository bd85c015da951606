// Compiled functions of the native API, whose calls run side by side: operators of batches of jets are too small to share
// among cores, whole batches are not.
import { mapped } from '../naming.ts';
import { fromRuntime, type Runtime, sessionEntries, threads, toRuntime } from '../session.ts';
import { reachable } from '../../symbolic/graph.ts';
import type { TensorValue, Values } from '../../tensors/device.ts';
import { turn } from '../turn.ts';
import { nativeApi } from './api.ts';
import { poolSize } from './pool.ts';
import { type Model, NativeSession } from './session.ts';

/** Each needs memory for what it computes. */
const most = 8;

export interface Lanes {
  /** Calls at once: one more than there are threads for, so that none of these waits while the next call is prepared. */
  readonly count: number;
  /** Of a call. */
  readonly threads: number;
}

/** Lanes that have all the threads of a native call among them; undefined where that is one. */
export function lanesOfProcess(): Lanes | undefined {
  const running = Math.min(threads(), most, poolSize());
  return running > 1 ? { count: running + 1, threads: Math.floor(threads() / running) } : undefined;
}

/** Numbers that operators make within a millisecond or so; to hand a call over takes a few tenths of it. */
const few = 2 ** 22;

function isSmall(outputs: Model['outputs']): boolean {
  let numbers = 0;
  for (const { origin, shape } of reachable(Object.values(outputs))) {
    if (origin.kind !== 'node') continue;
    if (/MatMul|Gemm|Conv|Einsum/.test(origin.op)) return false;
    numbers += shape.reduce((product, extent) => product * extent, 1);
  }
  return numbers < few;
}

/** Functions that nobody holds any more take their sessions along. */
const forgotten = new FinalizationRegistry<NativeSession>((session) => session.release());

/** A function that runs the model in another thread, as often at once as it is called, or here where there is little to compute. */
export async function besideCall(
  ort: Runtime,
  model: Model,
  threads: number,
): Promise<(inputs: Values) => Promise<Record<string, TensorValue>>> {
  const session = new NativeSession(ort, await nativeApi(), model, { threads, options: sessionEntries });
  const small = isSmall(model.outputs);
  const calls = new Set<object>();
  const call = async (inputs: Values): Promise<Record<string, TensorValue>> => {
    // held while it runs, whoever else lets go of it
    const mine = { call };
    calls.add(mine);
    try {
      const feeds = Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => [name, toRuntime(ort, name, value)]),
      );
      if (small) await turn();
      return mapped(small ? session.run(feeds, {}) : await session.runBeside(feeds, {}), fromRuntime);
    } finally {
      calls.delete(mine);
    }
  };
  forgotten.register(call, session);
  return call;
}
