// What a model file of another program becomes, whatever its format: a pure function of named weights and inputs.
import type { Tensors, TensorValue, Values } from './tensors/device.ts';

export interface ModelPort {
  readonly name: string;
  /** Extents; one that is free is its name in the model, or empty. Missing when the model does not say. */
  readonly shape?: readonly (number | string)[];
  /** What it is fed or read as: integers as int32, all floating-point numbers as float32. */
  readonly dtype: TensorValue['dtype'];
  /** What the model ends in before this output: of logits it makes (log) probabilities, along the last axis. */
  readonly activation?: Activation;
}

export type Activation = 'sigmoid' | 'softmax' | 'log-softmax';

export interface ImportedModel {
  /** Program and version that wrote the file, as it says. */
  readonly producer: string;
  /** Whether its outputs change smoothly with its inputs, so that `tf.grads` says how: not those of trees. */
  readonly differentiable: boolean;
  readonly inputs: readonly ModelPort[];
  readonly outputs: readonly ModelPort[];
  /** In single precision, by name. No input has the name of a weight. */
  readonly weights: Values;
  /** Square roots of what the inputs say, whose slope is taken as 0 where their argument is 0. */
  readonly roots: number;
  /** How often each operator or layer stands in the model. */
  readonly operators: Readonly<Record<string, number>>;
  /**
   * The model's outputs, by name. A pure function for `Device.compile`, `tf.grads` or eager use; shapes are resolved from
   * those of the inputs.
   *
   * @param options.activated false: outputs with an activation as they are before it, which keeps what it rounds away
   * @throws ModelError for inputs of another shape or type, and for what cannot be computed, by operator or layer
   */
  run(weights: Tensors, inputs: Tensors, options?: { readonly activated?: boolean }): Tensors;
}
