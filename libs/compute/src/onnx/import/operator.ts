// Operators of the table: values and attributes in, values out.
import type { Attributes } from './attributes.ts';
import { OnnxError } from './errors.ts';
import type { Graph } from './graph.ts';
import type { Value } from './value.ts';

export interface Call {
  readonly operator: string;
  readonly opset: number;
  /** Optional ones that are left out are undefined. */
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes: Attributes;
  /** How many outputs the node names. */
  readonly outputs: number;
  /** A branch, in the scope of its node. */
  evaluate(graph: Graph): Value[];
}

/** A call's first inputs, which are there; null is an output of text, which nothing may take. */
export type Run = (call: Call, ...inputs: Value[]) => Value | (Value | null)[];

export interface Operator {
  /** Fewest and most inputs; the fewest are all there. */
  readonly arity: readonly [number, number];
  readonly run: Run;
}

export const operator = (fewest: number, most: number, run: Run): Operator => ({ arity: [fewest, most], run });

/** An axis counted from the end made one from the start. */
export function axisOf(axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank)
    throw new OnnxError(`expected an axis of a tensor of rank ${rank}, found ${axis}`);
  return axis < 0 ? axis + rank : axis;
}

export function axesOf(axes: readonly number[], rank: number): number[] {
  const found = axes.map((axis) => axisOf(axis, rank));
  if (new Set(found).size !== found.length) throw new OnnxError(`expected different axes, found ${axes.join(', ')}`);
  return found;
}
