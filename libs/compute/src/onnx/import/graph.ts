// The checked graph of a model: its nodes in an order of evaluation, with their attributes.
import type { Constant } from './tensors.ts';
import type { OnnxType } from './types.ts';

export interface Kinds {
  float: number;
  int: number;
  string: string;
  floats: readonly number[];
  ints: readonly number[];
  strings: readonly string[];
  tensor: Constant;
  graph: Graph;
}

export type Kind = keyof Kinds;

export type AttributeValue =
  | { [K in Kind]: { readonly kind: K; readonly value: Kinds[K] } }[Kind]
  /** The attribute of the function in whose body the node stands. */
  | { readonly kind: 'reference'; readonly value: string }
  | { readonly kind: 'unsupported'; readonly value: string };

export interface Node {
  readonly operator: string;
  readonly domain: string;
  readonly name: string;
  /** Names; empty for an optional input or output that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, AttributeValue>;
}

/** Shape and element type of an input or output; a free extent has a name, or an empty one. */
export interface Declared {
  readonly name: string;
  readonly type: OnnxType;
  /** Missing when the model does not say. */
  readonly shape?: readonly (number | string)[];
}

export interface Graph {
  /** Those that are fed: initializers among the inputs are constants. */
  readonly inputs: readonly string[];
  readonly constants: ReadonlyMap<string, Constant>;
  readonly nodes: readonly Node[];
  readonly outputs: readonly string[];
}
