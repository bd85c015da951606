// Trace of a TensorFlow.js function, run once on symbolic tensors: the graph of all that it did.
import * as tf from '@tensorflow/tfjs-core';
import { initialise, onBackend } from '../tensors/backend.ts';
import type { TensorValue } from '../tensors/device.ts';
import { symbolicBackend } from './backend.ts';
import { withBias } from './passes/fold-bias.ts';
import type { Value } from './graph.ts';
import { inRowBlocks } from './passes/row-blocks.ts';
import { withTransposedCopies } from './passes/transposed-gradients.ts';
import { withoutShortBroadcasts } from './passes/short-broadcasts.ts';

/** Names, shapes and types of what a function takes. */
export type Signature = Readonly<Record<string, Pick<TensorValue, 'shape' | 'dtype'>>>;

export interface Trace {
  readonly inputs: Value[];
  readonly outputs: Record<string, Value>;
}

export interface TraceOptions {
  /** Write the graph as the runtime's cpu kernels are fastest: layers in blocks of rows, no short broadcasts. */
  readonly forCpu?: boolean;
  /** Of a call; more than one, and sums of rows are written so that several can make them. */
  readonly threads?: number;
}

/** The graph of `run`; its outputs may be tensors of any backend, constants included. */
export function trace(
  run: (inputs: tf.NamedTensorMap) => tf.NamedTensorMap,
  signature: Signature,
  { forCpu = false, threads = Infinity }: TraceOptions = {},
): Trace {
  const backend = symbolicBackend();
  initialise(backend.name);
  return onBackend(backend.name, () => {
    backend.begin({ addsRows: forCpu && threads === 1 });
    const { build } = backend;
    const outputs: Record<string, Value> = {};
    tf.tidy(() => {
      const inputs: tf.NamedTensorMap = {};
      for (const [name, { shape, dtype }] of Object.entries(signature)) {
        const info = backend.tensorInfo(build.graph.input(name, shape, dtype));
        inputs[name] = tf.engine().makeTensorFromTensorInfo(info);
      }
      for (const [name, tensor] of Object.entries(run(inputs))) outputs[name] = backend.value(tensor);
    });
    const fused = withBias(build, outputs);
    return {
      inputs: build.graph.inputs,
      outputs: forCpu ? withTransposedCopies(build, inRowBlocks(build, withoutShortBroadcasts(build, fused))) : fused,
    };
  });
}
