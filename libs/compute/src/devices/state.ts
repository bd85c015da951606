// State of a compiled step between its runs: on the device where the runtime leaves it there (webgpu),
// else in host memory. What the runtime lacks on the other providers stands in README.md, under limits.
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { TensorValue, Values } from '../tensors/device.ts';
import { createSession, emptyLike, fromRuntime, type Provider, type Runtime, toRuntime } from './session.ts';
import { encode } from '../onnx/encode.ts';
import { Graph } from '../symbolic/graph.ts';

/** The tensors of a state in the order of its names. */
export interface State {
  /** What the next run reads. */
  present(): readonly Tensor[];
  /** What it writes into; null where the runtime makes a tensor. */
  spare(): readonly (Tensor | null)[];
  /** What a run wrote becomes the present state. */
  advance(next: readonly Tensor[]): void;
  /** A copy. */
  read(): Promise<Record<string, TensorValue>>;
  /** Takes the arrays for its own: the runtime writes into them. */
  write(values: Values): void;
  dispose(): Promise<void>;
}

/** Whether the runtime's Node binding can leave an output on the device and take it as an input again. */
export const staysOnDevice = (provider: Provider): boolean => provider === 'webgpu';

/** A state that takes the arrays of `initial` for its own. */
export function stateOf(ort: Runtime, provider: Provider, initial: Values): State {
  return staysOnDevice(provider) ? deviceState(ort, provider, initial) : hostState(ort, initial);
}

/** Two sets of tensors: a run reads the first and writes the second, the next the other way round; nothing is copied. */
function hostState(ort: Runtime, initial: Values): State {
  const names = Object.keys(initial);
  let present = load(ort, names, initial);
  let spare = present.map((tensor) => emptyLike(ort, tensor));
  return {
    present: () => present,
    spare: () => spare,
    advance(next) {
      [present, spare] = [[...next], present];
    },
    read: async () => copied(names, present),
    write(values) {
      present = load(ort, names, values);
    },
    async dispose() {
      [present, spare] = [[], []];
    },
  };
}

/**
 * Tensors that the runtime made on the device, after the first run. Only a session can fetch them (`Tensor.getData` ends
 * the process), so reading is a run of a graph that passes its inputs on.
 */
function deviceState(ort: Runtime, provider: Provider, initial: Values): State {
  const names = Object.keys(initial);
  let present = load(ort, names, initial);
  let reader: Promise<InferenceSession> | undefined;
  const replace = (next: readonly Tensor[]) => {
    for (const tensor of present) if (tensor.location === 'gpu-buffer' && !next.includes(tensor)) tensor.dispose();
    present = [...next];
  };
  return {
    present: () => present,
    spare: () => names.map(() => null),
    advance: replace,
    async read() {
      if (present.every(({ location }) => location === 'cpu')) return copied(names, present);
      reader ??= createSession(passOn(initial), provider);
      const feeds = Object.fromEntries(names.map((name, at) => [given(name), present[at]!]));
      const found = await (await reader).run(feeds);
      return copied(
        names,
        names.map((name) => found[name]!),
      );
    },
    write: (values) => replace(load(ort, names, values)),
    async dispose() {
      replace([]);
      await (await reader)?.release();
      reader = undefined;
    },
  };
}

const given = (name: string): string => `given/${name}`;

/** A model whose outputs are its inputs. */
function passOn(values: Values): Uint8Array {
  const graph = new Graph();
  const outputs = Object.entries(values).map(
    ([name, { shape, dtype }]) => [name, graph.input(given(name), shape, dtype)] as const,
  );
  return encode(graph.inputs, Object.fromEntries(outputs));
}

const load = (ort: Runtime, names: readonly string[], values: Values): Tensor[] =>
  names.map((name) => toRuntime(ort, name, values[name]!));

function copied(names: readonly string[], tensors: readonly Tensor[]): Record<string, TensorValue> {
  return Object.fromEntries(
    names.map((name, index) => {
      const value = fromRuntime(tensors[index]!);
      return [name, { ...value, data: value.data.slice() }];
    }),
  );
}
