// The errors of this library. Each says what was expected and what came; none is ever swallowed.

/** A device that this machine cannot offer: what is missing, and the command that gets it. */
export class DeviceUnavailableError extends Error {
  override readonly name = 'DeviceUnavailableError';
  constructor(device: string, missing: string, remedy: string) {
    super(`device ${device} is not available: ${missing}; ${remedy}`);
  }
}

/** A TensorFlow.js kernel, or a case of one, that the compiled path does not have. */
export class UnsupportedKernelError extends Error {
  override readonly name = 'UnsupportedKernelError';
  constructor(
    readonly kernel: string,
    reason = 'it is not in the table of compiled kernels',
  ) {
    super(`kernel ${kernel} cannot be compiled: ${reason}`);
  }
}

/** Values of a tensor were asked for while its function was being traced, when there are none yet. */
export class SymbolicReadError extends Error {
  override readonly name = 'SymbolicReadError';
  constructor(shape: readonly number[]) {
    super(
      `the values of a tensor of shape [${shape.join(', ')}] are not known while its function is compiled: ` +
        'a compiled function must not call data(), dataSync(), array(), print() or branch on values',
    );
  }
}

/** Inputs or state that do not fit the function: a missing name, a wrong length, a shape that changed. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError';
}

/** A function whose graph depends on the batch size in a way that one graph cannot express. */
export class DynamicAxisError extends Error {
  override readonly name = 'DynamicAxisError';
}

/** A model file of another program that cannot be read, computed or fed. */
export class ModelError extends Error {
  override readonly name: string = 'ModelError';
  /** Whether it is the size of the inputs that is too much, so that fewer jets at a time could be computed. */
  readonly tooLarge: boolean;
  constructor(
    message: string,
    /** Without the format and the place. */
    readonly reason: string = message,
    { tooLarge = false, ...options }: ErrorOptions & { readonly tooLarge?: boolean } = {},
  ) {
    super(message, options);
    this.tooLarge = tooLarge;
  }
}

/** Text of a file fit for one line of an error. */
export const shown = (text: string): string => {
  const line = JSON.stringify(text.slice(0, 80));
  return text.length > 80 ? `${line.slice(0, -1)}…"` : line;
};
