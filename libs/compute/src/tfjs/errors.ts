// The error of a TensorFlow.js model that cannot be read or run.
import { ModelError, shown } from '../errors.ts';

/** A model that is damaged, holds what is not supported, or does not fit what it is fed. */
export class TfjsError extends ModelError {
  override readonly name = 'TfjsError';
  constructor(
    reason: string,
    /** The operator and the name of its node, as far as they are known. */
    readonly place: { readonly operator?: string; readonly node?: string } = {},
    options?: ErrorOptions,
  ) {
    const { operator, node } = place;
    const where = operator === undefined ? '' : `, operator ${shown(operator).slice(1, -1)}, node ${shown(node ?? '')}`;
    super(`TensorFlow.js model${where}: ${reason}`, reason, options);
  }
}
