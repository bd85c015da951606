// Softmax and its logarithm.
import type { KernelTable } from '../kernel.ts';

export const normalising: KernelTable = {
  Softmax: ({ build, inputs: { logits }, attributes }) =>
    build.unary('Softmax', build.cast(logits!, 'float32'), 'float32', { axis: attributes.dim as number }),
  LogSoftmax: ({ build, inputs: { logits }, attributes }) =>
    build.unary('LogSoftmax', build.cast(logits!, 'float32'), 'float32', { axis: attributes.axis as number }),
};
