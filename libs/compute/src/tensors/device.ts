// Interface of every device: pure functions of tensors, run as they are (eager) or compiled to a native graph.
import type { Tensor } from '@tensorflow/tfjs-core';
import type { DeviceName } from '../devices/device-names.ts';

/** A tensor at rest: row-major values and their shape. bool is held as Uint8Array. */
export interface TensorValue {
  readonly data: Float32Array | Int32Array | Uint8Array;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
}

export type Values = Readonly<Record<string, TensorValue>>;
export type Tensors = Record<string, Tensor>;

/** A pure function of named tensors, written in TensorFlow.js; gradients by `tf.grads` inside it. */
export type TensorFunction = (inputs: Tensors) => Tensors;

/** A pure step: next state and outputs from state and inputs. Shapes of the state never change. */
export type StepFunction = (state: Tensors, inputs: Tensors) => { state: Tensors; outputs: Tensors };

/** Specialised on the shapes and types of its inputs, once per distinct signature, as `jax.jit` is. */
export type Compiled = (inputs: Values) => Promise<Record<string, TensorValue>>;

export interface CompiledStep {
  /** Into how many pieces a batch can be divided, to be computed side by side; 1 where that is no faster, or cannot be. */
  readonly pieces: number;
  /** How many runs are best asked for at once, see `runAll`: their outputs are read together; 1 where that is no faster. */
  readonly together: number;
  /**
   * One native call a piece; the state stays on the device. Of several pieces of one size each gives gradients, with whose mean
   * `adam` updates the state; outputs, which have to be means over the batch, are those of the pieces.
   *
   * @throws SignatureError when there are more than `pieces`, or something other than `adam` carries a batch into the state
   */
  run(...pieces: readonly Values[]): Promise<Record<string, TensorValue>>;
  /**
   * Runs on batches, each the pieces of a `run`, in their order, and the outputs of each. Outputs are waited for by `together` runs at
   * once. A batch is asked for when the run before it has taken its inputs, so that it may lie in the same arrays; what gives the
   * batches must not wait for this step.
   *
   * @throws what the first run that failed threw, or what gives the batches; the runs before it have taken place
   */
  runAll(
    batches: Iterable<readonly Values[]> | AsyncIterable<readonly Values[]>,
  ): Promise<Record<string, TensorValue>[]>;
  /** A copy of the present state. */
  read(): Promise<Record<string, TensorValue>>;
  /** Replaces the state. */
  write(state: Values): void;
  /** Until then a step keeps its sessions, and threads where a batch goes in pieces. */
  dispose(): Promise<void>;
}

export interface SideBySide {
  /** Calls to begin at once: one more than have a share of the device each, so that the next one is at hand. */
  readonly count: number;
  compile(run: TensorFunction): Compiled;
}

export interface Device {
  readonly name: DeviceName;
  /** Why this device was chosen, one line for the log. */
  readonly reason: string;
  compile(run: TensorFunction): Compiled;
  /** For calls that need not wait for one another; absent where one has the whole device anyway. */
  readonly sideBySide?: SideBySide;
  compileStep(step: StepFunction, initial: Values): CompiledStep;
}
