// A synchronous way into ONNX Runtime. Its public interface is async throughout, but TensorFlow.js' kernels return their
// results; the binding underneath computes before it returns, and is used here as `onnxruntime-node` itself uses it.
import { createRequire } from 'node:module';
import { Tensor } from 'onnxruntime-node';
import { refuseTelemetry } from '../telemetry.ts';

type Elements = Float32Array | Int32Array | Uint8Array;

interface NativeTensor {
  readonly type: string;
  readonly data: Elements;
  readonly dims: readonly number[];
}

interface NativeSession {
  loadModel(buffer: ArrayBufferLike, offset: number, length: number, options: object): void;
  run(
    feeds: Record<string, Tensor>,
    fetches: Record<string, null>,
    options: object,
  ): Record<string, NativeTensor | Tensor>;
  dispose(): void;
}

interface Binding {
  readonly binding: { readonly InferenceSession: new () => NativeSession };
  initOrt(): void;
}

/** A model that runs on the calling thread and returns when it is done. */
export class SyncSession {
  private readonly session: NativeSession;

  constructor(
    model: Uint8Array,
    private readonly outputs: readonly string[],
  ) {
    const { binding, initOrt } = createRequire(import.meta.url)('onnxruntime-node/dist/binding.js') as Binding;
    refuseTelemetry();
    initOrt();
    this.session = new binding.InferenceSession();
    this.session.loadModel(model.buffer, model.byteOffset, model.byteLength, {
      executionProviders: ['cpu'],
      intraOpNumThreads: 1,
      enableCpuMemArena: false,
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    });
  }

  run(feeds: Readonly<Record<string, Tensor>>): Elements[] {
    const results = this.session.run(feeds, Object.fromEntries(this.outputs.map((name) => [name, null])), {});
    return this.outputs.map((name) => results[name]!.data as Elements);
  }

  dispose(): void {
    this.session.dispose();
  }
}
