// The Arrow schema of jets: which metadata say what, and how a file's columns are found and converted.
import { InputError } from '@jetdemon/workflow';
import { DataType, Precision, type Field, type Schema } from 'apache-arrow';
import { coordinates, defaultLayout, sameLayout, type JetLayout } from '../jets/layout.ts';
import { layoutKey, statedLayout } from './stated-layout.ts';

/** Schema metadata `jetdemon.schema`: name and version; files without it are read as version 1. */
export const schemaKey = 'jetdemon.schema';
export const schemaVersion = 1;

/** Columns of the first three features, whatever they are called. */
const coordinateColumns = ['pt', 'eta', 'phi'] as const;

/**
 * The column of each feature, in the order of the layout: the coordinates are in `pt`, `eta` (which holds the rapidity
 * where the layout says so) and `phi`, every other feature in a column of its own name.
 */
export const columnsOfFeatures = ({ features }: JetLayout): string[] => [
  ...coordinateColumns,
  ...features.slice(coordinates).map(({ name }) => name),
];

export const layoutMetadata = (layout: JetLayout): [string, string][] =>
  sameLayout(layout, defaultLayout) ? [] : [[layoutKey, JSON.stringify(layout)]];

/** The layout that the schema states, or the default one. */
export const layoutOf = ({ metadata }: Schema, file: string): JetLayout =>
  statedLayout(metadata.get(layoutKey), file) ?? defaultLayout;

/**
 * Schema metadata of the compact form: `eta` and `phi` are relative to the numeric columns named here,
 * η = axis + stored value, φ likewise and wrapped into [-π, π].
 */
export const axisKeys = { eta: 'jetdemon.eta_axis', phi: 'jetdemon.phi_axis' } as const;

const unitScales = {
  pt: { TeV: 1, GeV: 1e-3 },
  eta: { rad: 1, '1': 1, mrad: 1e-3 },
  phi: { rad: 1, '1': 1, mrad: 1e-3 },
} as const;

export type Coordinate = keyof typeof unitScales;

/** The one column called `name`, or an error that lists what there is. */
export function fieldOf(schema: Schema, name: string, file: string): Field {
  const field = schema.fields.find((candidate) => candidate.name === name);
  if (field) return field;
  const found = schema.fields.map((candidate) => candidate.name).join(', ') || 'none';
  throw InputError.at({ file }, `expected a column ${name}, found the columns ${found}`);
}

/** Checks the version and the types of the columns that every file of jets has. */
export function checkSchema(schema: Schema, { features, classes }: JetLayout, file: string): void {
  const stated = schema.metadata.get(schemaKey) ?? `jets/${schemaVersion}`;
  const [name, version] = stated.split('/');
  if (name !== 'jets' || !(Number(version) <= schemaVersion)) {
    throw InputError.at({ file }, `expected schema jets/${schemaVersion} or older, found ${stated}`);
  }
  const expectType = (column: string, expected: string, accepts: (type: DataType) => boolean): void => {
    const { type } = fieldOf(schema, column, file);
    if (!accepts(type)) throw InputError.at({ file, column }, `expected ${expected}, found ${type}`);
  };
  for (const column of coordinateColumns) expectType(column, 'a list of float16, float32 or float64', isFloatList);
  for (const { name, role, unit } of features.slice(coordinates)) {
    expectType(name, 'a list of numbers, because the layout names it', isNumberList);
    const stored = fieldOf(schema, name, file).metadata.get('unit') ?? unit;
    const expected = role === 'mass' ? 'TeV' : unit;
    if (stored !== expected) throw InputError.at({ file, column: name }, `expected unit ${expected}, found ${stored}`);
  }
  if (hasLabels(schema) || classes.length > 1) expectType('label', 'uint8', isByte);
  if (hasPartition(schema)) expectType('partition', 'uint8', isByte);
  for (const key of Object.values(axisKeys)) {
    const axis = schema.metadata.get(key);
    if (axis !== undefined) expectType(axis, `a number, because schema metadata ${key} names it`, isNumeric);
  }
}

export function hasLabels(schema: Schema): boolean {
  return schema.fields.some(({ name }) => name === 'label');
}

export function hasPartition(schema: Schema): boolean {
  return schema.fields.some(({ name }) => name === 'partition');
}

/** What one stored unit of `coordinate` is in TeV or radians. */
export function scaleOf(field: Field, coordinate: Coordinate, file: string): number {
  const scales: Readonly<Record<string, number>> = unitScales[coordinate];
  const unit = field.metadata.get('unit') ?? (coordinate === 'pt' ? undefined : 'rad');
  const scale = unit === undefined ? undefined : scales[unit];
  if (scale !== undefined) return scale;
  const known = Object.keys(scales).join(' or ');
  const message = `expected field metadata unit = ${known}, found ${unit ?? 'none'}`;
  throw InputError.at({ file, column: coordinate }, message);
}

function isFloatList(type: DataType): boolean {
  return (DataType.isList(type) || DataType.isLargeList(type)) && DataType.isFloat(type.children[0]!.type);
}

function isNumberList(type: DataType): boolean {
  if (!(DataType.isList(type) || DataType.isLargeList(type))) return false;
  return isNumeric(type.children[0]!.type) || isFloatList(type);
}

function isByte(type: DataType): boolean {
  return DataType.isInt(type) && type.bitWidth === 8 && !type.isSigned;
}

/** Numbers of at most 53 bits that Arrow stores as themselves: float32, float64, integers of up to 32 bits. */
export function isNumeric(type: DataType): boolean {
  if (DataType.isInt(type)) return type.bitWidth <= 32;
  return DataType.isFloat(type) && type.precision !== Precision.HALF;
}
