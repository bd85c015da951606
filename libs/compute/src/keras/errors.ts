// The error of a Keras model that cannot be read or run.
import { ModelError, shown } from '../errors.ts';

/** Where in a model: a layer by its name and class. */
export interface KerasPlace {
  readonly layer?: string;
  readonly class?: string;
}

/** A model that is damaged, holds code or layers that are not Keras' own, or does not fit what it is fed. */
export class KerasError extends ModelError {
  override readonly name = 'KerasError';
  constructor(
    reason: string,
    readonly place: KerasPlace = {},
    options?: ErrorOptions,
  ) {
    super(`Keras model${placeText(place)}: ${reason}`, reason, options);
  }
}

const placeText = ({ layer, class: name }: KerasPlace): string =>
  layer === undefined ? '' : `, layer ${shown(layer)}${name ? ` (${shown(name).slice(1, -1)})` : ''}`;

/** Says in which layer something failed; the innermost is kept. */
export function inLayer<T>(place: KerasPlace, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof KerasError && error.place.layer !== undefined) throw error;
    const reason = error instanceof ModelError ? error.reason : (error as Error).message;
    throw new KerasError(reason, place, { cause: error });
  }
}
