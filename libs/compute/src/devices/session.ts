// ONNX Runtime sessions and their tensors. The native module is loaded with the first device that needs it.
import { availableParallelism } from 'node:os';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { TensorValue } from '../tensors/device.ts';
import { SignatureError } from '../errors.ts';
import { checkValue } from '../tensors/values.ts';
import { refuseTelemetry } from './telemetry.ts';

export type Provider = 'cpu' | 'webgpu' | 'cuda';
export type Runtime = typeof import('onnxruntime-node');

let loaded: Promise<Runtime> | undefined;

export function runtime(): Promise<Runtime> {
  if (!loaded) {
    refuseTelemetry();
    loaded = import('onnxruntime-node');
  }
  return loaded;
}

/** Threads of one native call: JETDEMON_THREADS, or the number of cores. */
export function threads(): number {
  const asked = process.env.JETDEMON_THREADS;
  if (asked === undefined || asked === '') return availableParallelism();
  if (!/^[1-9]\d*$/.test(asked))
    throw new RangeError(`JETDEMON_THREADS: expected a whole number above 0, found "${asked}"`);
  return Number(asked);
}

/**
 * How long the threads of a session look for work before they sleep [µs]: from one operator to the next. The runtime's
 * default is 2²⁰ rounds, tens of milliseconds; every session has threads of its own, and where several run in turn (one per
 * signature), or in other threads, those of the others would hold the cores that this one needs.
 */
const spinning = '30';

/** Entries of the configuration of every session, by their names in the C API. */
export const sessionEntries = { 'session.intra_op.spin_duration_us': spinning } as const;

export interface SessionOptions {
  /** Of one call. */
  readonly threads: number;
  /** Outputs that stay on the device, as tensors for a later run. */
  readonly onDevice?: readonly string[];
}

export async function createSession(
  model: Uint8Array,
  provider: Provider,
  { threads, onDevice = [] }: SessionOptions,
): Promise<InferenceSession> {
  const { InferenceSession: sessions } = await runtime();
  return sessions.create(model, {
    ...optionsOf(provider, threads),
    ...(onDevice.length > 0 && {
      preferredOutputLocation: Object.fromEntries(onDevice.map((name) => [name, 'gpu-buffer' as const])),
    }),
  });
}

export function optionsOf(provider: Provider, intraOpNumThreads: number): InferenceSession.SessionOptions {
  return {
    executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
    intraOpNumThreads,
    graphOptimizationLevel: 'all',
    extra: { session: { intra_op: { spin_duration_us: spinning } } },
    // 3: errors only. What the runtime warns of (an unused input, a node left to the cpu) is no news to the user.
    logSeverityLevel: 3,
  };
}

/** A runtime tensor on the same memory. */
export function toRuntime({ Tensor: tensors }: Runtime, name: string, value: TensorValue): Tensor {
  checkValue(name, value);
  return new tensors(value.dtype, value.data as Float32Array, value.shape);
}

/** The values of a runtime tensor, on the same memory. */
export function fromRuntime(tensor: Tensor): TensorValue {
  const { type, dims, data } = tensor;
  if (type !== 'float32' && type !== 'int32' && type !== 'bool') throw new SignatureError(`internal: a ${type} output`);
  return { data: data as TensorValue['data'], shape: [...dims], dtype: type };
}
