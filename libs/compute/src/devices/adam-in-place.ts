// The Adam updates of a compiled step: made after its native call, in place, instead of in its graph.
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { State } from './state.ts';
import type { Value } from '../symbolic/graph.ts';
import { adamUpdates, type Entry } from '../symbolic/passes/adam-updates.ts';

type Outputs = Record<string, Value>;
type Tensors = InferenceSession.OnnxValueMapType;

export interface InPlace {
  /** What the graph computes: in place of the next weights and moments the gradients, step lengths and floors. */
  readonly outputs: Outputs;
  /** To be called before a run reads the state: where it writes gradients. */
  prepare(): Record<string, Tensor | null>;
  /** Updates the present state from what a run gave. */
  apply(results: Tensors): void;
}

const outputOf = ({ id }: Value): string => `update/${id}`;

/** @param entries the state's, by name and in its order; `nextName` their names among the outputs */
export function inPlace(
  state: State,
  outputs: Outputs,
  entries: ReadonlyMap<string, Entry>,
  nextName: (name: string) => string,
): InPlace {
  const { inPlace: memory } = state;
  const updates = memory ? adamUpdates(entries) : [];
  const names = [...entries.keys()];
  const indices = updates.map(({ theta, m, v }) => [theta, m, v].map((name) => names.indexOf(name)));
  const updated = new Set(updates.flatMap(({ theta, m, v }) => [theta, m, v].map(nextName)));
  const left = Object.fromEntries(Object.entries(outputs).filter(([name]) => !updated.has(name)));
  const gradients: Record<string, Tensor> = {};
  updates.forEach(({ gradient, length, floor }, at) => {
    for (const value of [gradient, length, floor]) left[outputOf(value)] = value;
    gradients[outputOf(gradient)] ??= memory!.gradient(indices[at]![0]!);
  });
  return {
    outputs: left,
    prepare() {
      for (const index of indices.flat()) memory!.settle(index);
      return { ...gradients };
    },
    apply(results) {
      const array = (tensor: Tensor): Float32Array => tensor.data as Float32Array;
      const number = (value: Value): number => array(results[outputOf(value)]!)[0]!;
      const present = state.present();
      updates.forEach((update, at) => {
        const [theta, m, v] = indices[at]!.map((index) => array(present[index]!)) as [Float32Array, Float32Array, Float32Array]; // prettier-ignore
        const [length, floor] = [number(update.length), number(update.floor)];
        memory!.update(theta, array(gradients[outputOf(update.gradient)]!), m, v, { ...update, length, floor });
      });
    },
  };
}
