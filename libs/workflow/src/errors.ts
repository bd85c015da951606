// The one error that a user can mend: what was expected, what came, and where. Printed without a stack.

export class InputError extends Error {
  override readonly name = 'InputError';

  /** @param where file, `file:line` or `file:line:column`; left out when there is none */
  constructor(message: string, where?: string) {
    super(where === undefined ? message : `${where} ${message}`);
  }
}
