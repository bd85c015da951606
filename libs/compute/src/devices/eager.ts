// Eager devices: TensorFlow.js backends that run a function as it is, op by op. The reference for the compiled ones.
import * as tf from '@tensorflow/tfjs-core';
import { onBackend } from '../tensors/backend.ts';
import type { DeviceName } from './device-names.ts';
import { inOrder } from './in-order.ts';
import type { Device, Tensors, TensorValue, Values } from '../tensors/device.ts';
import { SignatureError } from '../errors.ts';
import { checkState, fromTensor, signatureOf, sizeOf, toTensors } from '../tensors/values.ts';

/** A device on an initialised TensorFlow.js backend. */
export function eagerDevice(name: DeviceName, backend: string, reason: string): Device {
  return {
    name,
    reason,
    compile: (run) => async (inputs) =>
      onBackend(backend, () => {
        let outputs: Record<string, TensorValue> = {};
        tf.tidy(() => {
          outputs = readAll(run(toTensors(inputs)));
        });
        return outputs;
      }),
    compileStep(step, initial) {
      let state = onBackend(backend, () => keep(toTensors(initial)));
      const signature = signatureOf(initial);
      const inTurn = inOrder();
      return {
        pieces: 1,
        together: 1,
        run: (...pieces) => inTurn(() => run(pieces)),
        runAll: (batches) =>
          inTurn(async () => {
            const outputs: Record<string, TensorValue>[] = [];
            for await (const pieces of batches) outputs.push(run(pieces));
            return outputs;
          }),
        read: () => inTurn(() => onBackend(backend, () => readAll(state))),
        write(values) {
          checkState(signature, signatureOf(values));
          void inTurn(() => onBackend(backend, () => replace(keep(toTensors(values)))));
        },
        dispose: () => inTurn(() => onBackend(backend, () => replace({}))),
      };

      function run(pieces: readonly Values[]): Record<string, TensorValue> {
        const [inputs, ...others] = pieces;
        if (!inputs || others.length > 0)
          throw new SignatureError(`expected the inputs of 1 batch, found ${pieces.length}`);
        return onBackend(backend, () => {
          let outputs: Record<string, TensorValue> = {};
          const next = tf.tidy(() => {
            const result = step({ ...state }, toTensors(inputs));
            checkState(signature, signatureOf(result.state));
            outputs = readAll(result.outputs);
            return result.state;
          });
          replace(keep(next));
          return outputs;
        });
      }

      function replace(next: Tensors): void {
        const kept = new Set(Object.values(next));
        for (const tensor of new Set(Object.values(state))) if (!kept.has(tensor)) tensor.dispose();
        state = next;
      }
    },
  };
}

function keep(tensors: Tensors): Tensors {
  for (const tensor of Object.values(tensors)) tf.keep(tensor);
  return tensors;
}

function readAll(tensors: Tensors): Record<string, TensorValue> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, fromTensor(tensor)]));
}

/**
 * Sums of rows that share a segment id, `[rows, ...]` -> `[segments, ...]`; the backward pass of a gather.
 * The wasm backend lacks it. Ids outside `0 .. segments - 1` are left out, as on the cpu backend.
 */
export function registerSegmentSum(backendName: string): void {
  if (tf.getKernel('UnsortedSegmentSum', backendName)) return;
  tf.registerKernel({
    kernelName: 'UnsortedSegmentSum',
    backendName,
    kernelFunc({ inputs, attrs }) {
      const { x, segmentIds } = inputs as { x: tf.Tensor; segmentIds: tf.Tensor };
      const numSegments = attrs!.numSegments as number;
      const values = tf.engine().readSync(x.dataId) as Float32Array;
      const ids = tf.engine().readSync(segmentIds.dataId) as Int32Array;
      const width = sizeOf(x.shape.slice(segmentIds.shape.length));
      const sums = new Float32Array(numSegments * width);
      ids.forEach((id, row) => {
        if (id < 0 || id >= numSegments) return;
        for (let column = 0; column < width; column++) sums[id * width + column]! += values[row * width + column]!;
      });
      const shape = [numSegments, ...x.shape.slice(segmentIds.shape.length)];
      return tf.engine().makeTensor(sums, shape, x.dtype);
    },
  });
}
