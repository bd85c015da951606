// Kernels of the symbolic backend: each takes values and attributes, and writes nodes instead of computing.
import type { Builder } from './builder.ts';
import type { Value } from './graph.ts';

/** Attributes as TensorFlow.js passes them; every kernel knows the names and types of its own. */
export interface KernelAttributes {
  readonly [name: string]: unknown;
}

export interface KernelCall {
  readonly kernel: string;
  readonly build: Builder;
  /** By the names TensorFlow.js gives them; kernels that take a list (`Concat`, `Pack`, `AddN`) use `list`. */
  readonly inputs: Readonly<Record<string, Value>>;
  readonly list: readonly Value[];
  readonly attributes: KernelAttributes;
}

export type Kernel = (call: KernelCall) => Value | Value[];
export type KernelTable = Readonly<Record<string, Kernel>>;

/** float32 over int32 over bool, as TensorFlow.js upcasts. */
export function upcast(a: Value, b: Value): Value['type'] {
  if (a.type === 'float32' || b.type === 'float32') return 'float32';
  return a.type === 'int32' || b.type === 'int32' ? 'int32' : 'bool';
}
