// Columns that a mapping names, found in a file as sources of numbers: lists of constituents, numbers of jets, arrays,
// columns by pattern. What is not there, or of another shape, is said here; which columns were named is kept.
import type { FileColumn, FileTable } from '../formats/format.ts';
import { missing, otherTable, type Refuse } from './find.ts';
import type { Mapping } from './mapping/mapping.ts';
import { expanded } from './pattern.ts';
import type { ListSource, NumberSource } from './sources.ts';

/** A column of another table of as many rows, and the key it is read by. */
export interface ElsewhereColumn {
  readonly table: string;
  readonly column: string;
  readonly key: string;
}

export interface Columns {
  /** The column of this name, which has numbers (or text, where that is asked for). */
  find(name: string, of?: FileTable, text?: boolean): FileColumn;
  /** A list per row: a column, columns by pattern, or lists of several columns one after the other. */
  list(name: string | readonly string[]): ListSource;
  /** A number per constituent: a list, or a feature of the array. */
  items(given: string | number | readonly string[]): ListSource;
  /** A number per row, or per jet of it; in `table` where it is another than that of the constituents. */
  number(name: string, feature?: number, table?: string, text?: boolean): NumberSource;
  /** Refuses lists that cannot have as many items as others. */
  alike(a: ListSource, b: ListSource): void;
  /** Every column of the table that was named, once. */
  readonly used: ReadonlySet<string>;
  /** Those of other tables, by key. */
  readonly elsewhere: ReadonlyMap<string, ElsewhereColumn>;
}

export function columnsOf(tables: readonly FileTable[], table: FileTable, mapping: Mapping, refuse: Refuse): Columns {
  const used = new Set<string>();
  const elsewhere = new Map<string, ElsewhereColumn>();
  const find = (name: string, of = table, text = false): FileColumn => {
    const column = of.columns.find((candidate) => candidate.name === name) ?? missing(of, name, refuse);
    const why = column.why ? `: ${column.why}` : '';
    if (!column.readable && !(text && column.text))
      refuse(`expected numbers, at most one list deep, found ${typeOf(column)}${why}`, name);
    if (of === table) used.add(name);
    return column;
  };
  const list = (name: string | readonly string[]): ListSource => {
    if (typeof name !== 'string') {
      const odd = name.map(list).find(({ slots, parts }) => slots !== undefined || parts);
      if (odd) refuse(`expected lists of their own lengths, to follow each other`, odd.column);
      return { column: name.join(' + '), feature: 0, stride: 1, joined: name };
    }
    const parts = expanded(name);
    if (parts) {
      const odd = parts.map((part) => find(part)).find(({ ragged, shape }) => ragged || shape.length > 0);
      if (odd) refuse(`expected one number per row, found ${typeOf(odd)}`, odd.name);
      return { column: name, feature: 0, stride: 1, slots: parts.length, parts };
    }
    const column = find(name);
    const slots = column.ragged ? undefined : column.shape[0];
    if (column.shape.length === (column.ragged ? 0 : 1)) return { column: name, feature: 0, stride: 1, slots };
    const hint =
      column.shape.length === 0 ? `: columns of one number each are named by pattern, ${numbersToPattern(name)}` : '';
    return refuse(`expected a list of numbers per row, found ${typeOf(column)}${hint}`, name);
  };
  const { array, features, slots } = mapping.constituents;
  return {
    find,
    list,
    items: (given) => (typeof given === 'number' ? inArray(find(array!), given, features, slots, refuse) : list(given)),
    number(name, feature, other, text = false) {
      const of = other === undefined || other === table.name ? table : otherTable(tables, table, other, refuse);
      const { ragged, shape } = find(name, of, text);
      const stride = ragged ? 1 : shape.reduce((product, length) => product * length, 1);
      const several = ragged ? shape.length > 0 || !mapping.jets : stride !== 1 && feature === undefined;
      if (several) refuse(`expected one number per row, found ${typeOf(find(name, of))}${mend(ragged)}`, name);
      if ((feature ?? 0) >= stride) refuse(`expected a feature below ${stride}, found ${feature}`, name);
      const key = of === table ? name : `${of.name}:${name}`;
      if (of !== table) elsewhere.set(key, { table: of.name, column: name, key });
      return { column: key, feature: feature ?? 0, stride, perJet: ragged };
    },
    alike: (a, b) => alike(a, b, table, refuse),
    used,
    elsewhere,
  };
}

/** The columns that a coordinate names, of a pattern the first; none for a feature. */
export function namedBy(given: string | number | readonly string[] | undefined): string[] {
  if (given === undefined || typeof given === 'number') return [];
  return [given].flat().map((name) => expanded(name)?.[0] ?? name);
}

/** `PX_{0..199}` for `PX_7`. */
const numbersToPattern = (name: string): string =>
  /\d/.test(name) ? name.replace(/\d+/, '{0..199}') : 'name_{0..199}';

function inArray(
  column: FileColumn,
  feature: number,
  flat: number | undefined,
  slots: number | undefined,
  refuse: Refuse,
): ListSource {
  const { name, ragged, shape } = column;
  const [first = 0, second = 0] = shape;
  const source = (stride: number, count?: number): ListSource => {
    if (feature < stride) return { column: name, feature, stride, slots: count };
    return refuse(`expected a feature below ${stride}, found ${feature}`, name);
  };
  if (flat !== undefined) {
    if (ragged || shape.length !== 1 || first < flat * (slots ?? 1))
      return refuse(`expected flat rows of ${slots ?? 'M'} x ${flat} numbers, found ${typeOf(column)}`, name);
    if (slots !== undefined) return { ...source(flat, slots), rowStride: first };
    const most = `constituents.slots: expected how many constituents a row of ${name} has room for, found none`;
    return refuse(
      `${most}: ${first} numbers are at most ${Math.floor(first / flat)} of ${flat}, and other numbers may follow them`,
    );
  }
  if (ragged && shape.length === 1) return source(first);
  if (!ragged && shape.length === 2) return source(second, first);
  const hint = !ragged && shape.length === 1 ? ': say features and slots, if each row is M x F numbers' : '';
  return refuse(`expected [M, F] numbers per row, found ${typeOf(column)}${hint}`, name);
}

function alike(a: ListSource, b: ListSource, { columns }: FileTable, refuse: Refuse): void {
  if (a.slots === b.slots) return;
  const of = ({ column, parts, joined }: ListSource): string =>
    joined ? 'lists' : parts ? `${parts.length} columns` : typeOf(columns.find(({ name }) => name === column)!);
  refuse(`expected lists as those of ${a.column} (${of(a)}), found ${of(b)}`, b.column);
}

const mend = (ragged: boolean): string => (ragged ? ': rows with several jets need jets' : ': say which, as feature');

/** `a list of float32`, `float64 [64, 3]`: how a column's rows look. */
export function typeOf({ type, ragged, shape }: FileColumn): string {
  const item = shape.length > 0 ? `${type} [${shape.join(', ')}]` : type;
  return ragged ? `a list of ${item}` : item;
}
