// The one error that a user can mend: what was expected, what came, and where. Printed without a stack.
import { shortened } from './words.ts';

/** What an error is about, as far as it is known: for annotations, pages and programs; the words say it too. */
export interface Place {
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** Node of a workflow, `classifier@network=ll`. */
  readonly node?: string;
  readonly port?: string;
  /** From 0, of a table. */
  readonly row?: number;
  /** Name of a column of a table, or from 1 in a line of text. */
  readonly column?: string | number;
}

export class InputError extends Error {
  override readonly name = 'InputError';
  declare readonly file?: string;
  declare readonly line?: number;
  declare readonly node?: string;
  declare readonly port?: string;
  declare readonly row?: number;
  declare readonly column?: string | number;

  /**
   * @param where file, `file:line` or `file:line:column`, said before the message; left out when there is none
   * @param place the same and more as fields; a path, line and column in `where` are known without
   */
  constructor(message: string, where?: string, place: Place = {}) {
    super(shortened(where === undefined ? message : `${where} ${message}`));
    Object.assign(this, placeIn(where), place);
  }

  /**
   * The error whose words say its place: `jets.root: row 3, column PT: expected finite numbers, found NaN`, with a node
   * instead of the file where one made it.
   */
  static at(place: Place, message: string): InputError {
    const { file, node, row, column } = place;
    const inTable = [row === undefined ? [] : `row ${row}`, column === undefined ? [] : `column ${column}`].flat();
    const words = inTable.length > 0 ? `${inTable.join(', ')}: ${message}` : message;
    const where = node ?? file;
    return new InputError(words, where === undefined ? undefined : `${where}:`, place);
  }
}

/** `file:line`, `file:line:column`, or a path by itself, told by its separator: names of nodes and parameters have none. */
function placeIn(where = ''): Place {
  const [, file, line, column] = /^(.+?):(\d+)(?::(\d+))?$/.exec(where) ?? [];
  if (file !== undefined)
    return { file, line: Number(line), ...(column === undefined ? {} : { column: Number(column) }) };
  return /[\\/]/.test(where) ? { file: where.replace(/:$/, '') } : {};
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
    const [first] = problems;
    super(
      problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`).join('\n'),
      undefined,
      first && { file: first.file, line: first.line, column: first.column },
    );
    this.problems = problems;
  }
}
