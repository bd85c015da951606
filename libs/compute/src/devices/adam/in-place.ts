// The Adam updates of a compiled step: made after its native call, in place, instead of in its graph.
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { State } from '../state.ts';
import type { Value } from '../../symbolic/graph.ts';
import { adamUpdates, type Entry } from '../../symbolic/passes/adam-updates.ts';

type Outputs = Record<string, Value>;
type Tensors = InferenceSession.OnnxValueMapType;

export interface InPlace {
  /** What the graph computes: in place of the next weights and moments the gradients, step lengths and floors. */
  readonly outputs: Outputs;
  /** Where a run on one piece of a batch writes gradients. */
  fetches(piece: number): Record<string, Tensor>;
  /** Updates the present state by the mean of the gradients of so many pieces; step lengths and floors are those of `results`. */
  apply(results: Tensors, pieces: number): void;
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
  /** Gradient -> the first entry that is updated with it. */
  const places = new Map<string, number>();
  updates.forEach(({ gradient, length, floor }, at) => {
    for (const value of [gradient, length, floor]) left[outputOf(value)] = value;
    if (!places.has(outputOf(gradient))) places.set(outputOf(gradient), indices[at]![0]!);
  });
  return {
    outputs: left,
    fetches: (piece) => mapped(places, (index) => memory!.gradient(index, piece)),
    apply(results, pieces) {
      const array = (tensor: Tensor): Float32Array => tensor.data as Float32Array;
      const number = (value: Value): number => array(results[outputOf(value)]!)[0]!;
      const present = state.present();
      const gradients = mapped(places, (index) => {
        const [first, ...others] = Array.from({ length: pieces }, (_, piece) => array(memory!.gradient(index, piece)));
        const last = others.pop();
        for (const other of others) memory!.add(first!, other);
        return last ? ([first!, last] as const) : ([first!] as const);
      });
      memory?.update(
        updates.map((update, at) => {
          const [theta, m, v] = indices[at]!.map((index) => array(present[index]!)) as [Float32Array, Float32Array, Float32Array]; // prettier-ignore
          const constants = { ...update, length: number(update.length), floor: number(update.floor) };
          return { theta, gradients: gradients[outputOf(update.gradient)]!, share: 1 / pieces, m, v, constants };
        }),
      );
    },
  };
}

const mapped = <T>(map: ReadonlyMap<string, number>, f: (value: number) => T): Record<string, T> =>
  Object.fromEntries([...map].map(([name, value]) => [name, f(value)]));
