// A mapping held against one file: the columns that it names, found, of the right shape, with their units.
// Everything that can be wrong before a value is read is said here.
import { InputError, suggest } from '@jetdemon/workflow';
import type { FileColumn, FileTable, OpenFile } from '../formats/format.ts';
import { severalOf } from '../formats/tables.ts';
import { coordinatesOf, type Constituents, type Coordinate, type JetsOfEvents, type Mapping } from './mapping.ts';
import { scaleOf } from './units.ts';

/** Numbers in lists: item i of the lists is `values[i * stride + feature]`. */
export interface ListSource {
  readonly column: string;
  readonly feature: number;
  readonly stride: number;
  /** Items per row, undefined where every row has its own number. */
  readonly slots?: number;
}

/** One number per row or, in a list, per jet of the row. */
export interface NumberSource {
  readonly column: string;
  readonly feature: number;
  readonly stride: number;
  readonly perJet: boolean;
}

export interface ReferenceSource extends NumberSource {
  readonly name: string;
  /** Of the jets that come out. */
  readonly unit: string;
  readonly description: string;
  /** Multiplies what the file has. */
  readonly scale: number;
  /** Item type in the file, in NumPy's words. */
  readonly type: string;
}

export interface Plan {
  readonly table: FileTable;
  readonly constituents: Readonly<Partial<Record<Coordinate, ListSource>>>;
  /** TeV per unit of the file. */
  readonly energyScale: number;
  /** Radians per unit of φ. */
  readonly angleScale: number;
  readonly padding: Constituents['padding'];
  readonly jets?: {
    readonly take: JetsOfEvents['take'];
    readonly index?: ListSource;
    readonly constituent?: ListSource;
    readonly cone?: { readonly eta: ListSource; readonly phi: ListSource; readonly radius: number };
  };
  readonly label?: NumberSource & { readonly signal?: ReadonlySet<number>; readonly background?: ReadonlySet<number> };
  readonly weight?: NumberSource;
  readonly references: readonly ReferenceSource[];
  /** Every column that is to be read, once. */
  readonly columns: readonly string[];
}

const own = new Set(['label', 'partition', 'pt', 'eta', 'phi', 'weight']);

/** @throws InputError where the file is not as the mapping says */
export function planOf({ tables }: Pick<OpenFile, 'tables'>, mapping: Mapping, file: string): Plan {
  const refuse = (message: string): never => {
    throw new InputError(message, `${file}:`);
  };
  const table = tableOf(tables, mapping, refuse);
  const used = new Set<string>();
  const find = (name: string): FileColumn => {
    const column = table.columns.find((candidate) => candidate.name === name) ?? missing(table, name, refuse);
    if (!column.readable) refuse(`column ${name}: expected numbers, at most one list deep, found ${typeOf(column)}`);
    used.add(name);
    return column;
  };
  const list = (name: string): ListSource => {
    const column = find(name);
    const slots = column.ragged ? undefined : column.shape[0];
    if (column.shape.length === (column.ragged ? 0 : 1)) return { column: name, feature: 0, stride: 1, slots };
    return refuse(`column ${name}: expected a list of numbers per row, found ${typeOf(column)}`);
  };
  const number = (name: string, feature?: number): NumberSource => {
    const { ragged, shape } = find(name);
    const stride = ragged ? 1 : shape.reduce((product, length) => product * length, 1);
    const several = ragged ? shape.length > 0 || !mapping.jets : stride !== 1 && feature === undefined;
    if (several) refuse(`column ${name}: expected one number per row, found ${typeOf(find(name))}${mend(ragged)}`);
    if ((feature ?? 0) >= stride) refuse(`column ${name}: expected a feature below ${stride}, found ${feature}`);
    return { column: name, feature: feature ?? 0, stride, perJet: ragged };
  };

  const { array, features, unit, angle, padding } = mapping.constituents;
  const named = coordinatesOf(mapping.constituents);
  const constituents = Object.fromEntries(
    named.map((name) => {
      const given = mapping.constituents[name]!;
      return [name, typeof given === 'string' ? list(given) : inArray(find(array!), given, features, refuse)];
    }),
  );
  const [first] = named;
  for (const name of named) alike(constituents[first!]!, constituents[name]!, table, refuse);
  const energy = find(array ?? String(mapping.constituents[named.find((name) => name !== 'scale')!]));
  for (const name of ['eta', 'rapidity', 'phi'] as const) {
    const given = mapping.constituents[name];
    if (typeof given === 'string') checkAngle(find(given), name === 'phi' ? angle : 'rad', refuse);
  }
  const { jets } = mapping;
  const index = jets?.index === undefined ? undefined : list(jets.index);
  const constituent = jets?.constituent === undefined ? undefined : list(jets.constituent);
  if (index) alike(constituent ?? constituents[first!]!, index, table, refuse);
  const within = jets?.within;
  const cone = within === undefined ? undefined : { eta: list(jets!.eta!), phi: list(jets!.phi!), radius: within };
  if (cone) alike(cone.eta, cone.phi, table, refuse);
  const { label, weight, reference = {} } = mapping;
  return {
    table,
    constituents,
    energyScale: energyScaleOf(energy, unit, refuse),
    angleScale: scaleOf(angle)!.factor,
    padding,
    jets: jets && { take: jets.take, index, constituent, cone },
    label: label && {
      ...number(label.column, label.feature),
      signal: setOf(label.signal),
      background: setOf(label.background),
    },
    weight: weight === undefined ? undefined : number(weight),
    references: Object.entries(reference).map(([name, given]) => {
      if (own.has(name)) refuse(`reference.${name}: expected another name, because jets have a column ${name}`);
      const { column, feature, unit, description } = typeof given === 'string' ? { column: given } : { ...given };
      const source = number(column, feature);
      const found = table.columns.find((candidate) => candidate.name === column)!;
      const stated = unit ?? found.unit ?? '1';
      const to = scaleOf(stated);
      return {
        ...source,
        name,
        unit: to?.becomes ?? stated,
        scale: to?.factor ?? 1,
        description: description ?? `${column} of ${file}`,
        type: found.type,
      };
    }),
    columns: [...used],
  };
}

type Refuse = (message: string) => never;

function tableOf(tables: readonly FileTable[], mapping: Mapping, refuse: Refuse): FileTable {
  const names = tables.map(({ name }) => name);
  if (mapping.table !== undefined) {
    const table = tables.find(({ name }) => name === mapping.table);
    return (
      table ??
      refuse(`table: expected one of those in the file, found ${mapping.table}${suggest(mapping.table, names)}`)
    );
  }
  const [only, ...others] = tables;
  if (!only) return refuse('expected a table, found none');
  if (others.length === 0) return only;
  const { array, pt, px, energy } = mapping.constituents;
  const key = array ?? pt ?? px ?? energy;
  const having = tables.filter(({ columns }) => columns.some(({ name }) => name === key));
  if (having.length === 1) return having[0]!;
  return refuse(
    `expected table: one of ${names.join(', ')}, found none named, and ${having.length} of them have ${key}`,
  );
}

function missing({ name: table, columns }: FileTable, name: string, refuse: Refuse): never {
  const several = severalOf(name, columns);
  if (several) return refuse(several);
  const names = columns.map((column) => column.name);
  const hint = suggest(name, names);
  const many = names.length > 30 && !hint.includes('did you mean');
  const where = table === '' ? '' : ` in ${table}`;
  return refuse(
    `expected a column ${name}${where}, found none${many ? ` among ${names.length}: jetdemon inspect lists them` : hint}`,
  );
}

function inArray(column: FileColumn, feature: number, flat: number | undefined, refuse: Refuse): ListSource {
  const { name, ragged, shape } = column;
  const [first = 0, second = 0] = shape;
  const source = (stride: number, slots?: number): ListSource => {
    if (feature < stride) return { column: name, feature, stride, slots };
    return refuse(`column ${name}: expected a feature below ${stride}, found ${feature}`);
  };
  if (flat !== undefined) {
    if (!ragged && shape.length === 1 && first % flat === 0) return source(flat, first / flat);
    return refuse(`column ${name}: expected flat rows of M x ${flat} numbers, found ${typeOf(column)}`);
  }
  if (ragged && shape.length === 1) return source(first);
  if (!ragged && shape.length === 2) return source(second, first);
  const hint = !ragged && shape.length === 1 ? ': say features, if each row is M x F numbers' : '';
  return refuse(`column ${name}: expected [M, F] numbers per row, found ${typeOf(column)}${hint}`);
}

function alike(a: ListSource, b: ListSource, { columns }: FileTable, refuse: Refuse): void {
  if (a.slots === b.slots) return;
  const of = ({ column }: ListSource): string => typeOf(columns.find(({ name }) => name === column)!);
  refuse(`column ${b.column}: expected lists as those of ${a.column} (${of(a)}), found ${of(b)}`);
}

function energyScaleOf(column: FileColumn, unit: string | undefined, refuse: Refuse): number {
  if (unit && column.unit && unit !== column.unit)
    refuse(`constituents.unit: expected ${column.unit}, as the file says of column ${column.name}, found ${unit}`);
  const stated = unit ?? column.unit;
  const scale = stated === undefined ? undefined : scaleOf(stated);
  if (scale?.becomes === 'TeV') return scale.factor;
  return refuse(
    `constituents.unit: expected TeV, GeV or MeV, found none here and ${column.unit ?? 'none'} in the file (column ${column.name})`,
  );
}

/** Refuses angles of which the file says that they are in another unit than the mapping says. */
function checkAngle({ name, unit = '' }: FileColumn, expected: string, refuse: Refuse): void {
  const stated = ['1', 'radian', 'radians'].includes(unit) ? 'rad' : unit;
  if (stated !== '' && stated !== expected)
    refuse(`column ${name}: expected the unit ${expected}, found ${unit} in the file`);
}

const setOf = (values: number | readonly number[] | undefined): ReadonlySet<number> | undefined =>
  values === undefined ? undefined : new Set([values].flat());

const mend = (ragged: boolean): string => (ragged ? ': rows with several jets need jets' : ': say which, as feature');

/** `a list of float32`, `float64 [64, 3]`: how a column's rows look. */
export function typeOf({ type, ragged, shape }: FileColumn): string {
  const item = shape.length > 0 ? `${type} [${shape.join(', ')}]` : type;
  return ragged ? `a list of ${item}` : item;
}
