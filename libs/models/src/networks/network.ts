// Networks: named parameters with their shapes, and a pure function from them and a batch to logits.
import type { TensorValue, Values } from '@jetdemon/compute';
import type { Key } from '@jetdemon/workflow';
import type { TaggerFunction } from '../tagger.ts';
import type { Certificate } from '../certificate/certificate.ts';
import type { NetworkName } from './hyperparameters.ts';

/** Parameter name -> shape, in the order of the layers. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

export interface Network extends TaggerFunction {
  readonly name: NetworkName;
  /** Every hyperparameter, defaults filled in. */
  readonly hyperparameters: Readonly<Record<string, unknown>>;
  readonly shapes: Shapes;
  /** What holds of its logits whatever the jets, with these weights; absent of a network that nothing is known of. */
  certificate?(weights: Values): Certificate;
}

/** Shapes of fully connected layers `name1 … nameN`: kernels `[in, out]` and biases `[out]`. */
export function stackShapes(name: string, inputs: number, widths: readonly number[]): Shapes {
  const shapes: Record<string, readonly number[]> = {};
  widths.forEach((width, at) => {
    shapes[`${name}${at + 1}/kernel`] = [at === 0 ? inputs : widths[at - 1]!, width];
    shapes[`${name}${at + 1}/bias`] = [width];
  });
  return shapes;
}

/**
 * Initial weights: kernels uniform in ±√(6 / inputs), biases 0; every parameter draws from a key of its own name.
 *
 * He et al., arXiv:1502.01852, Eq. (10), as a uniform distribution of the same variance.
 */
export function initialise({ shapes }: Pick<Network, 'shapes'>, key: Key): Record<string, TensorValue> {
  const values: Record<string, TensorValue> = {};
  for (const [name, shape] of Object.entries(shapes)) {
    const data = new Float32Array(shape.reduce((size, dimension) => size * dimension, 1));
    if (shape.length === 2) {
      const bound = Math.sqrt(6 / shape[0]!);
      const uniform = key.split(name).uniform();
      for (let at = 0; at < data.length; at++) data[at] = bound * (2 * uniform() - 1);
    }
    values[name] = { data, shape, dtype: 'float32' };
  }
  return values;
}
