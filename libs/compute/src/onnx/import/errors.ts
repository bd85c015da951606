// The error of an ONNX model that cannot be read or run.
import { ModelError, shown } from '../../errors.ts';

export { shown };

/** Where in a model: the operator, its domain and the name of its node, as far as they are known. */
export interface OnnxPlace {
  readonly operator?: string;
  /** Empty for the operators of ONNX itself. */
  readonly domain?: string;
  readonly node?: string;
}

/** A model that is damaged, holds what is not supported, or does not fit what it is fed. */
export class OnnxError extends ModelError {
  override readonly name = 'OnnxError';
  constructor(
    reason: string,
    readonly place: OnnxPlace = {},
    options?: ErrorOptions & { readonly tooLarge?: boolean },
  ) {
    super(
      place.operator === undefined ? `ONNX model: ${reason}` : `ONNX model, ${placeText(place)}: ${reason}`,
      reason,
      options,
    );
  }
}

function placeText({ operator, domain, node }: OnnxPlace): string {
  const from = domain ? ` of domain ${shown(domain)}` : '';
  return `operator ${shown(operator!).slice(1, -1)}${from}${node ? `, node ${shown(node)}` : ''}`;
}
