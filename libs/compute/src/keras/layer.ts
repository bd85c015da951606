// What a layer of the table is: built from its configuration and weights, then a function of tensors.
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Config, Json } from './config.ts';
import { KerasError } from './errors.ts';
import type { LayerWeights, Variable } from './weights.ts';

/** A tensor with the mask that goes along with it, `[batch, steps]`: false where a step is to be left out. */
export interface Masked {
  readonly tensor: Tensor;
  readonly mask?: Tensor;
}

export type Given = Masked | readonly Given[] | Json;

export interface Call {
  /** Tensors among the arguments, lists flattened. */
  readonly inputs: readonly Masked[];
  readonly args: readonly Given[];
  /** An argument by name; undefined where it is missing or null. */
  named(name: string): Given | undefined;
  /** Names of the arguments by name. */
  names(): readonly string[];
  value(variable: Variable): Tensor;
  /** Asked of the last layer for what it has before its activation. */
  readonly bare: boolean;
}

export type Apply = (call: Call) => Masked | readonly Masked[] | Tensor;

export interface Built {
  readonly config: Config;
  readonly weights: LayerWeights;
  readonly name: string;
  /** What the reader was told that this Lambda layer computes. */
  readonly lambda?: string;
  /** A layer within this one. */
  inner(item: Json, weights: LayerWeights): { readonly class: string; readonly apply: Apply };
}

export type Layer = (built: Built) => Apply;

export const isMasked = (given: unknown): given is Masked =>
  typeof given === 'object' && given !== null && 'tensor' in given;

/** A layer of one tensor that leaves its mask as it is. */
export const passing =
  (run: (x: Tensor, call: Call) => Tensor): Apply =>
  (call) => {
    const { tensor, mask } = only(call);
    return { tensor: run(tensor, call), mask };
  };

/** A layer of one tensor after which nothing is masked any more. */
export const dropping =
  (run: (x: Tensor, call: Call) => Tensor): Apply =>
  (call) =>
    run(only(call).tensor, call);

export function only({ inputs }: Pick<Call, 'inputs'>): Masked {
  if (inputs.length !== 1) throw new KerasError(`expected one input, found ${inputs.length}`);
  return inputs[0]!;
}

/** An axis counted from the end made one from the start. */
export function axisOf(axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank)
    throw new KerasError(`expected an axis of a tensor of rank ${rank}, found ${axis}`);
  return axis < 0 ? axis + rank : axis;
}
