// The Arrow schema of jets: which metadata say what, and how a file's columns are found and converted.
import { InputError } from '@jetdemon/workflow';
import { DataType, Precision, type Field, type Schema } from 'apache-arrow';

/** Schema metadata `jetdemon.schema`: name and version; files without it are read as version 1. */
export const schemaKey = 'jetdemon.schema';
export const schemaVersion = 1;

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
  throw new InputError(`expected a column ${name}, found the columns ${found}`, `${file}:`);
}

/** Checks the version and the types of the columns that every file of jets has. */
export function checkSchema(schema: Schema, file: string): void {
  const stated = schema.metadata.get(schemaKey) ?? `jets/${schemaVersion}`;
  const [name, version] = stated.split('/');
  if (name !== 'jets' || !(Number(version) <= schemaVersion)) {
    throw new InputError(`expected schema jets/${schemaVersion} or older, found ${stated}`, `${file}:`);
  }
  const expectType = (column: string, expected: string, accepts: (type: DataType) => boolean): void => {
    const { type } = fieldOf(schema, column, file);
    if (!accepts(type)) throw new InputError(`column ${column}: expected ${expected}, found ${type}`, `${file}:`);
  };
  for (const column of ['pt', 'eta', 'phi']) expectType(column, 'a list of float16, float32 or float64', isFloatList);
  expectType('label', 'uint8', isByte);
  if (hasPartition(schema)) expectType('partition', 'uint8', isByte);
  for (const key of Object.values(axisKeys)) {
    const axis = schema.metadata.get(key);
    if (axis !== undefined) expectType(axis, `a number, because schema metadata ${key} names it`, isNumeric);
  }
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
  throw new InputError(`column ${coordinate}: ${message}`, `${file}:`);
}

function isFloatList(type: DataType): boolean {
  return (DataType.isList(type) || DataType.isLargeList(type)) && DataType.isFloat(type.children[0]!.type);
}

function isByte(type: DataType): boolean {
  return DataType.isInt(type) && type.bitWidth === 8 && !type.isSigned;
}

/** Numbers of at most 53 bits that Arrow stores as themselves: float32, float64, integers of up to 32 bits. */
export function isNumeric(type: DataType): boolean {
  if (DataType.isInt(type)) return type.bitWidth <= 32;
  return DataType.isFloat(type) && type.precision !== Precision.HALF;
}
