// The one error that a user can mend: what was expected, what came, and where. Printed without a stack.

export class InputError extends Error {
  override readonly name = 'InputError';

  /** @param where file, `file:line` or `file:line:column`; left out when there is none */
  constructor(message: string, where?: string) {
    super(where === undefined ? message : `${where} ${message}`);
  }
}

/** One thing wrong in a workflow file; line and column count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `fgsm.epsilon: expected a number > 0, found "small"`. */
  readonly message: string;
}

/** Everything wrong with one workflow file: its message has one line per problem, in file order. */
export class WorkflowErrors extends InputError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`).join('\n'));
    this.problems = problems;
  }
}
