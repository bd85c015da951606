// One call of a kernel, compiled: which of its outputs are inputs again, which are constants, which a session computes.
// The kernel is the one of the table of compiled functions, on a graph of its own.
import { Tensor } from 'onnxruntime-node';
import { UnsupportedKernelError } from '../../errors.ts';
import { Builder } from '../../symbolic/builder.ts';
import { encode } from '../../onnx/encode.ts';
import { type Elements, type Value, elementsOf } from '../../symbolic/graph.ts';
import type { Kernel, KernelAttributes } from '../../symbolic/kernel.ts';
import type { TensorValue } from '../../tensors/device.ts';
import { sizeOf } from '../../tensors/values.ts';
import { SyncSession } from './native.ts';

/** An input: values that come in with every call, or a number that is part of the kernel. */
export type Operand = Pick<TensorValue, 'shape' | 'dtype'> & { readonly constant?: number };

type Source =
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'constant'; readonly data: Elements }
  | { readonly kind: 'computed'; readonly index: number };

export interface Output {
  readonly shape: number[];
  readonly dtype: TensorValue['dtype'];
  readonly source: Source;
}

export interface Plan {
  /** Whether the kernel returns a list. */
  readonly many: boolean;
  readonly outputs: readonly Output[];
  run(values: Readonly<Record<string, TensorValue>>): TensorValue['data'][];
  dispose(): void;
}

export function plan(
  kernelName: string,
  kernel: Kernel,
  operands: Readonly<Record<string, Operand>>,
  attributes: KernelAttributes,
): Plan {
  const build = new Builder();
  const inputs: Record<string, Value> = {};
  for (const [name, { shape, dtype, constant }] of Object.entries(operands))
    inputs[name] = constant === undefined ? build.graph.input(name, shape, dtype) : build.fill(constant, shape, dtype);
  const result = kernel({ kernel: kernelName, build, inputs, list: Object.values(inputs), attributes });
  const computed: Record<string, Value> = {};
  const outputs = [result].flat().map((value) => describe(kernelName, value, computed));
  const names = Object.keys(computed);
  const used = build.graph.inputs;
  const session = names.length > 0 ? new SyncSession(encode(used, computed), names) : undefined;
  return {
    many: Array.isArray(result),
    outputs,
    run(values) {
      if (!session) return [];
      const feeds = used.map(({ origin }) => {
        const name = origin.kind === 'input' ? origin.name : '';
        const { dtype, data, shape } = values[name]!;
        return [name, new Tensor(dtype, data as Float32Array, shape)];
      });
      return session.run(Object.fromEntries(feeds) as Record<string, Tensor>);
    },
    dispose: () => session?.dispose(),
  };
}

function describe(kernel: string, value: Value, computed: Record<string, Value>): Output {
  const { type, shape } = value;
  if (type !== 'float32' && type !== 'int32' && type !== 'bool')
    throw new UnsupportedKernelError(kernel, `its result is ${type}`);
  return { shape: [...shape], dtype: type, source: sourceOf(value, computed) };
}

function sourceOf(value: Value, computed: Record<string, Value>): Source {
  const { origin, type } = value;
  const whole = origin.kind === 'node' && origin.op === 'Reshape' ? origin.inputs[0]!.origin : origin;
  if (whole.kind === 'input') return { kind: 'input', name: whole.name };
  const known = elementsOf(value);
  if (known) return { kind: 'constant', data: known };
  if (sizeOf(value.shape) === 0) return { kind: 'constant', data: nothing(type) };
  const index = Object.keys(computed).length;
  computed[`:out${index}`] = value;
  return { kind: 'computed', index };
}

const nothing = (type: Value['type']): Elements =>
  type === 'float32' ? new Float32Array(0) : type === 'int32' ? new Int32Array(0) : new Uint8Array(0);
