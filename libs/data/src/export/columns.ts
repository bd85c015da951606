// The columns of jets as other programs get them, with their types in NumPy's words, and what is said about them.
import { layoutKey } from '../files/stated-layout.ts';
import { featureValues, type Jets, type NumericArray, type Role } from '../jets/jets.ts';
import type { JetLayout } from '../jets/layout.ts';

export interface ExportedColumn {
  readonly name: string;
  readonly type: string;
  readonly unit: string;
  readonly description: string;
  readonly role?: Role;
}

export interface ColumnPart extends ExportedColumn {
  readonly values: NumericArray;
  /** One list per jet, by the jets' offsets, rather than one number. */
  readonly ragged: boolean;
}

/** What was written. */
export interface Exported {
  readonly jets: number;
  readonly classes: readonly string[];
  readonly columns: readonly ExportedColumn[];
}

/** Features of the constituents, label, partition where there is one, and the reference columns, in this order. */
export function columnsOf(jets: Jets): ColumnPart[] {
  return [...featuresOf(jets), ...scalarsOf(jets)];
}

/** Lists, one number per constituent, in the order of the layout; the rapidity is called so where jets have it. */
export function featuresOf(jets: Jets): ColumnPart[] {
  return featureValues(jets).map((values, at) => {
    const { name, unit, description, role } = jets.layout.features[at]!;
    return { name: role ?? name, type: typeOf(values), unit, description, values, ragged: true };
  });
}

/** One number per jet. */
export function scalarsOf({ layout, label, partition, reference = {} }: Jets): ColumnPart[] {
  const part = (name: string, values: NumericArray, unit: string, description: string, role?: Role): ColumnPart => ({
    name,
    type: typeOf(values),
    unit,
    description,
    ...(role && { role }),
    values,
    ragged: false,
  });
  return [
    part('label', label, '1', layout.classes.map((name, at) => `${at} ${name}`).join(', ')),
    ...(partition ? [part('partition', partition, '1', '0 train, 1 validation, 2 test')] : []),
    ...Object.entries(reference).map(([name, { values, unit, description, role }]) =>
      part(name, values, unit, description, role),
    ),
  ];
}

const typeOf = (values: NumericArray): string => values.constructor.name.replace('Array', '').toLowerCase();

export const aboutColumn = ({ name, type, unit, description, role }: ExportedColumn): ExportedColumn => ({
  name,
  type,
  unit,
  description,
  ...(role && { role }),
});

/** What data/import reads again: layout, units and roles by column; as texts by key. */
export function metadataOf(columns: readonly ExportedColumn[], layout: JetLayout): Readonly<Record<string, string>> {
  const about = (key: 'unit' | 'description' | 'role'): string =>
    JSON.stringify(Object.fromEntries(columns.flatMap((column) => (column[key] ? [[column.name, column[key]]] : []))));
  return {
    'jetdemon.schema': 'jets/1',
    'jetdemon.constituents': `at most ${layout.constituents}, in descending pT`,
    [layoutKey]: JSON.stringify(layout),
    units: about('unit'),
    descriptions: about('description'),
    ...(columns.some(({ role }) => role) && { roles: about('role') }),
  };
}
