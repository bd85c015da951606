// Floating-point operations of dense layers: two per multiply-add. Activations, sums, observables and Adam do not count.
import type { Shapes } from '@jetdemon/models';

export interface Passes {
  /** x·w */
  readonly forward: boolean;
  /** Gradient of the weights. */
  readonly weights: boolean;
  /** Gradient of the inputs: of all layers, or of all but the first, whose inputs are the jets. */
  readonly inputs: 'all' | 'inner' | 'none';
}

export const training: Passes = { forward: true, weights: true, inputs: 'inner' };
export const attack: Passes = { forward: true, weights: false, inputs: 'all' };

/** Of a network, per jet; Φ acts on `rows` rows of each jet, all other layers on one. */
export function flopOf(shapes: Shapes, rows: number, { forward, weights, inputs }: Passes): number {
  let flop = 0;
  const kernels = Object.entries(shapes).filter(([name]) => name.endsWith('/kernel'));
  kernels.forEach(([name, [width, units]], layer) => {
    const once = 2 * width! * units! * (name.startsWith('phi') ? rows : 1);
    const passes = Number(forward) + Number(weights) + Number(inputs === 'all' || (inputs === 'inner' && layer > 0));
    flop += once * passes;
  });
  return flop;
}
