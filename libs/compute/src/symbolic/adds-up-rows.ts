// Graphs that one thread alone computes rightly.
import { reachable, type Value } from './graph.ts';

/**
 * Whether rows are added up by their indices: several threads of the runtime do that at once without a lock, and where two
 * have a row for the same place one is lost (ONNX Runtime 1.30, ScatterND with `reduction`).
 */
export const addsUpRows = (outputs: Readonly<Record<string, Value>>): boolean =>
  reachable(Object.values(outputs)).some(
    ({ origin }) => origin.kind === 'node' && origin.op === 'ScatterND' && 'reduction' in origin.attributes,
  );
