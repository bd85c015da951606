// The table behind a figure, as CSV (RFC 4180): a header line, CRLF between lines, quotes where needed.

export type Cell = string | number;

/** Rows of one table: every row has the same fields, in the same order. */
export type Table<Name extends string = string> = readonly Readonly<Record<Name, Cell>>[];

/**
 * Writes `rows` with the columns named, in that order. Numbers are written in the shortest form that reads back as the
 * same double, so nothing is lost and no locale matters; NaN and infinities are written by those names.
 */
export function toCsv<Name extends string>(rows: Table<Name>, columns: readonly Name[]): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return lines.map((cells) => `${cells.map(field).join(',')}\r\n`).join('');
}

function field(cell: Cell): string {
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
