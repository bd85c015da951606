// State of a compiled step between its runs: on the device where the runtime leaves it there (webgpu),
// else in host memory. What the runtime lacks on the other providers stands in README.md, under limits.
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { TensorValue, Values } from '../tensors/device.ts';
import { type AdamMemory, adamMemory } from './adam/memory.ts';
import { createSession, fromRuntime, type Provider, type Runtime, toRuntime } from './session.ts';
import { encode } from '../onnx/encode.ts';
import { Graph } from '../symbolic/graph.ts';

/** The tensors of a state in the order of its names. */
export interface State {
  /** What the next run reads. */
  present(): readonly Tensor[];
  /** What a run wrote becomes the present state, entry by entry; one that was updated in place is its own next. */
  advance(next: readonly Tensor[]): void;
  /** Where Adam's update can be made in place, on entries of float32. */
  readonly inPlace?: {
    /** The present tensors become those that can be updated. */
    settle(): void;
    /** A tensor like the entry at `index`, for its gradient of one piece of a batch. */
    gradient(index: number, piece: number): Tensor;
    readonly update: AdamMemory['update'];
    readonly add: AdamMemory['add'];
  };
  /** A copy. */
  read(): Promise<Record<string, TensorValue>>;
  /** Takes the arrays for its own. */
  write(values: Values): void;
  dispose(): Promise<void>;
}

/** Whether the runtime's Node binding can leave an output on the device and take it as an input again. */
export const staysOnDevice = (provider: Provider): boolean => provider === 'webgpu';

/**
 * A state that takes the arrays of `initial` for its own.
 *
 * @param pieces of a batch, each with gradients of its own
 */
export function stateOf(ort: Runtime, provider: Provider, initial: Values, pieces: number): State {
  return staysOnDevice(provider) ? deviceState(ort, provider, initial) : hostState(ort, initial, pieces);
}

/**
 * Tensors in host memory. What a run returns is kept as it is. Entries of float32 lie in one memory with Adam's kernel, and
 * room for their gradients beside them.
 */
function hostState(ort: Runtime, initial: Values, pieces: number): State {
  const names = Object.keys(initial);
  const sizes = names.map((name) => initial[name]!.data.length);
  const memory = adamMemory(Array.from({ length: 1 + pieces }, () => sizes).flat(), pieces);
  /** Tensors of the state and, after them, of the gradients of each piece; all are numbers of four bytes. */
  const own = memory?.arrays.map((array, place) => {
    const { shape, dtype } = initial[names[place % names.length]!]!;
    return dtype === 'float32' ? new ort.Tensor(dtype, array, shape) : undefined;
  });
  const held = (tensor: Tensor, index: number): Tensor => {
    const mine = own?.[index];
    if (!mine || mine === tensor) return tensor;
    (mine.data as Float32Array).set(tensor.data as Float32Array);
    return mine;
  };
  const fill = (values: Values): Tensor[] => load(ort, names, values).map(held);
  let present = fill(initial);
  return {
    present: () => present,
    advance(next) {
      present = [...next];
    },
    read: async () => copied(names, present),
    write(values) {
      present = fill(values);
    },
    async dispose() {
      present = [];
      await memory?.dispose();
    },
    ...(memory && {
      inPlace: {
        settle() {
          present = present.map(held);
        },
        gradient: (index: number, piece: number) => own![(1 + piece) * names.length + index]!,
        update: memory.update,
        add: memory.add,
      },
    }),
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
    advance: replace,
    async read() {
      if (present.every(({ location }) => location === 'cpu')) return copied(names, present);
      reader ??= createSession(passOn(initial), provider, { threads: 1 });
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
