// The sessions of compiled steps: on the cpu of the native API where there is one, which writes to where its outputs shall
// lie and runs in several threads; elsewhere of the Node binding.
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { nativeApi } from './native/api.ts';
import { poolSize } from './native/pool.ts';
import { type Model, NativeSession } from './native/session.ts';
import { createSession, type Provider, type Runtime, sessionEntries, type SessionOptions, threads } from './session.ts';

export type Tensors = InferenceSession.OnnxValueMapType;

export interface StepSession {
  readonly outputNames: readonly string[];
  /** @param fetches where outputs are to lie; null where that is all the same */
  run(feeds: Tensors, fetches: Record<string, Tensor | null>): Promise<Tensors> | Tensors;
  /** The same in another thread, where one session can do that. */
  runBeside?(feeds: Tensors, fetches: Record<string, Tensor | null>): Promise<Tensors>;
  release(): Promise<void> | void;
}

/** Each is a call at once, one in the thread that asks. */
const most = 4;

/** Whether the C API is called. */
export const isNative = (provider: Provider): boolean => provider === 'cpu' && process.platform === 'linux';

/** Into how many pieces a step's batch can be divided. */
export const piecesOf = (provider: Provider): number =>
  isNative(provider) ? Math.min(threads(), most, 1 + poolSize()) : 1;

export async function stepSession(
  ort: Runtime,
  provider: Provider,
  model: Model,
  options: SessionOptions,
): Promise<StepSession> {
  if (!isNative(provider)) return createSession(model.bytes, provider, options);
  return new NativeSession(ort, await nativeApi(), model, { threads: options.threads, options: sessionEntries });
}
