// Graphs that one thread alone computes rightly.
import { reachable, type Value } from './graph.ts';

/**
 * Whether rows go to places by their indices: several threads of the runtime take them at once without a lock or an order. Where two have
 * one for the same place a sum lacks one, and which of two stays is chance (ONNX Runtime 1.30, ScatterND).
 */
export const scattersRows = (outputs: Readonly<Record<string, Value>>): boolean =>
  reachable(Object.values(outputs)).some(({ origin }) => origin.kind === 'node' && origin.op === 'ScatterND');
