// A mapping held against one file: the columns that it names, found, of the right shape, with their units.
// Everything that can be wrong before a value is read is said here.
import { InputError } from '@jetdemon/workflow';
import type { FileColumn, FileTable, OpenFile } from '../formats/format.ts';
import { missing, otherTable, tableOf, type Refuse } from './find.ts';
import { coordinatesOf, type Constituents, type Coordinate, type JetsOfEvents, type Mapping } from './mapping.ts';
import { labelSource, type LabelSource } from './classes.ts';
import { expanded } from './pattern.ts';
import { nearUnit, scaleOf, type UnitScale } from './units.ts';
import type { ListSource, NumberSource } from './sources.ts';
import { cutOf } from './values.ts';

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
  /** Energy of the collisions [TeV]: no jet has a pT above half of it. */
  readonly collisionTeV: number;
  readonly jets?: {
    readonly take: JetsOfEvents['take'];
    readonly index?: ListSource;
    readonly constituent?: ListSource;
    readonly cone?: { readonly eta: ListSource; readonly phi: ListSource; readonly radius: number };
  };
  /** What is added to, or multiplies, relative coordinates; 0 for a φ that the file has not. */
  readonly relative: {
    readonly pt?: NumberSource;
    readonly eta?: NumberSource;
    readonly phi?: NumberSource;
  };
  /** Constituents are kept that pass all of these. */
  readonly keep: readonly { readonly source: ListSource; readonly passes: (value: number) => boolean }[];
  /** Rows (jets where there are several) are kept that pass all of these. */
  readonly where: readonly { readonly source: NumberSource; readonly passes: (value: number) => boolean }[];
  readonly label?: LabelSource;
  readonly weight?: NumberSource;
  readonly references: readonly ReferenceSource[];
  /** Every column of the table that is to be read, once. */
  readonly columns: readonly string[];
  /** Columns of other tables of as many rows, and the keys they are read by. */
  readonly elsewhere: readonly { readonly table: string; readonly column: string; readonly key: string }[];
}

const own = new Set(['label', 'partition', 'pt', 'eta', 'phi', 'weight']);

/** @throws InputError where the file is not as the mapping says */
export function planOf({ tables }: Pick<OpenFile, 'tables'>, mapping: Mapping, file: string): Plan {
  const refuse = (message: string): never => {
    throw new InputError(message, `${file}:`);
  };
  const table = tableOf(tables, mapping, refuse);
  const used = new Set<string>();
  const elsewhere = new Map<string, Plan['elsewhere'][number]>();
  const find = (name: string, of = table, text = false): FileColumn => {
    const column = of.columns.find((candidate) => candidate.name === name) ?? missing(of, name, refuse);
    const why = column.why ? `: ${column.why}` : '';
    if (!column.readable && !(text && column.text))
      refuse(`column ${name}: expected numbers, at most one list deep, found ${typeOf(column)}${why}`);
    if (of === table) used.add(name);
    return column;
  };
  const list = (name: string): ListSource => {
    const parts = expanded(name);
    if (parts) {
      const odd = parts.map((part) => find(part)).find(({ ragged, shape }) => ragged || shape.length > 0);
      if (odd) refuse(`column ${odd.name}: expected one number per row, found ${typeOf(odd)}`);
      return { column: name, feature: 0, stride: 1, slots: parts.length, parts };
    }
    const column = find(name);
    const slots = column.ragged ? undefined : column.shape[0];
    if (column.shape.length === (column.ragged ? 0 : 1)) return { column: name, feature: 0, stride: 1, slots };
    const hint =
      column.shape.length === 0 ? `: columns of one number each are named by pattern, ${numbersToPattern(name)}` : '';
    return refuse(`column ${name}: expected a list of numbers per row, found ${typeOf(column)}${hint}`);
  };
  const number = (name: string, feature?: number, other?: string, text = false): NumberSource => {
    const of = other === undefined || other === table.name ? table : otherTable(tables, table, other, refuse);
    const { ragged, shape } = find(name, of, text);
    const stride = ragged ? 1 : shape.reduce((product, length) => product * length, 1);
    const several = ragged ? shape.length > 0 || !mapping.jets : stride !== 1 && feature === undefined;
    if (several) refuse(`column ${name}: expected one number per row, found ${typeOf(find(name, of))}${mend(ragged)}`);
    if ((feature ?? 0) >= stride) refuse(`column ${name}: expected a feature below ${stride}, found ${feature}`);
    const key = of === table ? name : `${of.name}:${name}`;
    if (of !== table) elsewhere.set(key, { table: of.name, column: name, key });
    return { column: key, feature: feature ?? 0, stride, perJet: ragged };
  };
  /** A coordinate: a column, a pattern, or a feature of the array. */
  const items = (given: string | number): ListSource =>
    typeof given === 'string' ? list(given) : inArray(find(array!), given, features, slots, refuse);

  const { array, features, slots, unit, angle, padding, relative = {} } = mapping.constituents;
  const named = coordinatesOf(mapping.constituents);
  const constituents = Object.fromEntries(
    named.map((name) => {
      return [name, items(mapping.constituents[name]!)];
    }),
  );
  const [first] = named;
  for (const name of named) alike(constituents[first!]!, constituents[name]!, table, refuse);
  const size = mapping.constituents[named.find((name) => name !== 'scale' && name !== 'mask')!]!;
  const energy = relative.pt ? find(relative.pt.column) : find(array ?? expanded(String(size))?.[0] ?? String(size));
  for (const name of ['eta', 'rapidity', 'phi'] as const) {
    const given = mapping.constituents[name];
    if (typeof given === 'string')
      checkAngle(find(expanded(given)?.[0] ?? given), name === 'phi' ? angle : 'rad', refuse);
  }
  const { jets } = mapping;
  const index = jets?.index === undefined ? undefined : list(jets.index);
  const constituent = jets?.constituent === undefined ? undefined : list(jets.constituent);
  if (index) alike(constituent ?? constituents[first!]!, index, table, refuse);
  const within = jets?.within;
  if (within !== undefined && mapping.constituents.relative)
    refuse('constituents.relative: expected none where constituents are matched to jets by angle');
  const cone = within === undefined ? undefined : { eta: list(jets!.eta!), phi: list(jets!.phi!), radius: within };
  if (cone) alike(cone.eta, cone.phi, table, refuse);
  const { label, weight, reference = {} } = mapping;
  return {
    table,
    constituents,
    energyScale: energyScaleOf(energy, unit, refuse),
    angleScale: scaleOf(angle)!.factor,
    padding,
    collisionTeV: mapping.collisionTeV ?? 14,
    jets: jets && { take: jets.take, index, constituent, cone },
    relative: {
      pt: relative.pt && number(relative.pt.column, relative.pt.feature),
      eta: relative.eta && number(relative.eta.column, relative.eta.feature),
      phi: relative.phi ? number(relative.phi.column, relative.phi.feature) : undefined,
    },
    keep: Object.entries(mapping.constituents.where ?? {}).map(([name, written]) => {
      const source = items(array !== undefined && /^\d+$/.test(name) ? Number(name) : name);
      alike(constituents[first!]!, source, table, refuse);
      return { source, passes: cutOf(written) };
    }),
    where: Object.entries(mapping.where ?? {}).map(([name, written]) => ({
      source: number(name),
      passes: cutOf(written),
    })),
    label: label && labelSource(label, number, (name) => find(name).shape, refuse),
    weight:
      weight === undefined
        ? undefined
        : typeof weight === 'string'
          ? number(weight)
          : number(weight.column, weight.feature, weight.table),
    references: Object.entries(reference).map(([name, given]) => {
      if (own.has(name)) refuse(`reference.${name}: expected another name, because jets have a column ${name}`);
      const asked = typeof given === 'string' ? { column: given } : { ...given };
      const { column, feature, unit, description } = asked;
      const source = number(column, feature, asked.table);
      const of = asked.table === undefined ? table : tables.find((other) => other.name === asked.table)!;
      const found = of.columns.find((candidate) => candidate.name === column)!;
      const stated = unit ?? found.unit ?? '1';
      const to = unitOf(`reference.${name}.unit`, stated, found.unit, refuse);
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
    elsewhere: [...elsewhere.values()],
  };
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
    return refuse(`column ${name}: expected a feature below ${stride}, found ${feature}`);
  };
  if (flat !== undefined) {
    if (ragged || shape.length !== 1 || first < flat * (slots ?? 1))
      return refuse(`column ${name}: expected flat rows of ${slots ?? 'M'} x ${flat} numbers, found ${typeOf(column)}`);
    if (slots !== undefined) return { ...source(flat, slots), rowStride: first };
    const most = `constituents.slots: expected how many constituents a row of ${name} has room for, found none`;
    return refuse(
      `${most}: ${first} numbers are at most ${Math.floor(first / flat)} of ${flat}, and other numbers may follow them`,
    );
  }
  if (ragged && shape.length === 1) return source(first);
  if (!ragged && shape.length === 2) return source(second, first);
  const hint = !ragged && shape.length === 1 ? ': say features and slots, if each row is M x F numbers' : '';
  return refuse(`column ${name}: expected [M, F] numbers per row, found ${typeOf(column)}${hint}`);
}

function alike(a: ListSource, b: ListSource, { columns }: FileTable, refuse: Refuse): void {
  if (a.slots === b.slots) return;
  const of = ({ column, parts }: ListSource): string =>
    parts ? `${parts.length} columns` : typeOf(columns.find(({ name }) => name === column)!);
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

/** How a unit that is written or stated becomes ours; undefined for what stays. One that is nearly one of ours is refused. */
function unitOf(at: string, unit: string, stated: string | undefined, refuse: Refuse): UnitScale | undefined {
  if (stated !== undefined && unit !== stated && scaleOf(stated))
    refuse(`${at}: expected ${stated}, as the file says, found ${unit}`);
  const scale = scaleOf(unit);
  const meant = scale ? undefined : nearUnit(unit);
  if (meant) refuse(`${at}: expected a unit, found ${unit}, did you mean ${meant}?`);
  return scale;
}

const mend = (ragged: boolean): string => (ragged ? ': rows with several jets need jets' : ': say which, as feature');

/** `a list of float32`, `float64 [64, 3]`: how a column's rows look. */
export function typeOf({ type, ragged, shape }: FileColumn): string {
  const item = shape.length > 0 ? `${type} [${shape.join(', ')}]` : type;
  return ragged ? `a list of ${item}` : item;
}
