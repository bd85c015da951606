// Outputs that runs left on the device, into host memory, those of many runs at once. Only a session can fetch them
// (`Tensor.getData` ends the process), and it waits for the device once per output: a graph joins all of a type into one.
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { TensorValue } from '../tensors/device.ts';
import { mapped } from './naming.ts';
import { once } from './once.ts';
import { createSession, fromRuntime, type Provider } from './session.ts';
import { encode } from '../onnx/encode.ts';
import { Graph, type Value } from '../symbolic/graph.ts';
import { signatureOf, sizeOf } from '../tensors/values.ts';

/** Outputs of a run by their names. */
export type Outputs = Readonly<Record<string, Tensor>>;

export interface OutputReader {
  /** Copies, run by run; the tensors are disposed of, also when they cannot be read. */
  take(runs: readonly Outputs[]): Promise<Record<string, TensorValue>[]>;
  dispose(): Promise<void>;
}

type Described = Readonly<Record<string, Pick<TensorValue, 'shape' | 'dtype'>>>;

/** @param most runs that are read at once */
export function outputReader(provider: Provider, most: number): OutputReader {
  const sessions = new Map<string, Promise<InferenceSession>>();
  return {
    async take(runs) {
      try {
        return await read(runs);
      } finally {
        disposeOf(runs);
      }
    },
    async dispose() {
      for (const session of sessions.values()) await (await session).release();
      sessions.clear();
    },
  };

  async function read(runs: readonly Outputs[]): Promise<Record<string, TensorValue>[]> {
    const found: Record<string, TensorValue>[] = runs.map(() => ({}));
    for (const [signature, { outputs, places }] of alike(runs)) {
      if (Object.keys(outputs).length === 0) continue;
      // One or the most: of any number there would be a session each. Those that are missing are filled up by the last.
      const count = places.length === 1 ? 1 : most;
      const session = await once(sessions, `${count} ${signature}`, () =>
        createSession(joining(outputs, count), provider, { threads: 1 }),
      );
      const feeds: Record<string, Tensor> = {};
      for (let place = 0; place < count; place++)
        for (const [name, tensor] of Object.entries(runs[places[place] ?? places.at(-1)!]!))
          feeds[given(place, name)] = tensor;
      const next = divider(mapped(await session.run(feeds), fromRuntime), outputs);
      for (const place of places) found[place] = next();
    }
    return found;
  }
}

export function disposeOf(runs: readonly Outputs[]): void {
  for (const run of runs) for (const tensor of Object.values(run)) tensor.dispose();
}

/** Which runs have outputs of the same names, shapes and types. */
function alike(runs: readonly Outputs[]): Map<string, { outputs: Described; places: number[] }> {
  const found = new Map<string, { outputs: Described; places: number[] }>();
  runs.forEach((run, place) => {
    const outputs = mapped(run, ({ dims, type }) => ({ shape: dims, dtype: type as TensorValue['dtype'] }));
    const signature = signatureOf(outputs);
    const known = found.get(signature);
    if (known) known.places.push(place);
    else found.set(signature, { outputs, places: [place] });
  });
  return found;
}

const given = (place: number, name: string): string => `given/${place}/${name}`;

/** A model that joins the outputs of `count` runs, one after the other, into a row of numbers per type. */
function joining(outputs: Described, count: number): Uint8Array {
  const graph = new Graph();
  const rows: Record<string, Value[]> = {};
  for (let place = 0; place < count; place++)
    for (const [name, { shape, dtype }] of Object.entries(outputs)) {
      const value = graph.input(given(place, name), shape, dtype);
      (rows[dtype] ??= []).push(graph.node('Reshape', [value, graph.integers([-1])], [sizeOf(shape)], dtype));
    }
  const joined = mapped(rows, (values) => {
    const size = values.reduce((sum, { shape: [own] }) => sum + own!, 0);
    return values.length === 1 ? values[0]! : graph.node('Concat', values, [size], values[0]!.type, { axis: 0 });
  });
  return encode(graph.inputs, joined);
}

/** Takes the outputs of one run after the other from such rows. */
function divider(rows: Readonly<Record<string, TensorValue>>, outputs: Described): () => Record<string, TensorValue> {
  const taken: Record<string, number> = {};
  return () =>
    mapped(outputs, ({ shape, dtype }) => {
      const from = taken[dtype] ?? 0;
      taken[dtype] = from + sizeOf(shape);
      return { data: rows[dtype]!.data.slice(from, taken[dtype]), shape: [...shape], dtype };
    });
}
