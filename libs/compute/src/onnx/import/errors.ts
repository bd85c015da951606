// The error of an ONNX model that cannot be read or run.

/** Where in a model: the operator, its domain and the name of its node, as far as they are known. */
export interface OnnxPlace {
  readonly operator?: string;
  /** Empty for the operators of ONNX itself. */
  readonly domain?: string;
  readonly node?: string;
}

/** A model that is damaged, holds what is not supported, or does not fit what it is fed. */
export class OnnxError extends Error {
  override readonly name = 'OnnxError';
  constructor(
    readonly reason: string,
    readonly place: OnnxPlace = {},
    options?: ErrorOptions,
  ) {
    super(
      place.operator === undefined ? `ONNX model: ${reason}` : `ONNX model, ${placeText(place)}: ${reason}`,
      options,
    );
  }
}

/** Text of a file fit for one line of an error. */
export const shown = (text: string): string => {
  const [line] = [JSON.stringify(text.slice(0, 80))];
  return text.length > 80 ? `${line.slice(0, -1)}…"` : line;
};

function placeText({ operator, domain, node }: OnnxPlace): string {
  const from = domain ? ` of domain ${shown(domain)}` : '';
  return `operator ${shown(operator!).slice(1, -1)}${from}${node ? `, node ${shown(node)}` : ''}`;
}
