// The columns of jets as other programs get them, with their types in NumPy's words.
import type { Jets, NumericArray } from '../jets/jets.ts';

export interface ExportedColumn {
  readonly name: string;
  readonly type: string;
  readonly unit: string;
  readonly description: string;
}

export interface ColumnPart extends ExportedColumn {
  readonly values: NumericArray;
  /** One list per jet, by the jets' offsets, rather than one number. */
  readonly ragged: boolean;
}

/** Constituents, label, partition where there is one, and the reference columns, in this order. */
export function columnsOf(jets: Jets): ColumnPart[] {
  const list = (name: string, values: Float32Array, unit: string, description: string): ColumnPart => ({
    name,
    type: 'float32',
    unit,
    description,
    values,
    ragged: true,
  });
  return [
    list('pt', jets.ptTeV, 'TeV', 'constituent pT'),
    list('eta', jets.eta, 'rad', 'constituent pseudorapidity'),
    list('phi', jets.phi, 'rad', 'constituent azimuth'),
    ...scalarsOf(jets),
  ];
}

/** One number per jet. */
export function scalarsOf({ label, partition, reference = {} }: Jets): ColumnPart[] {
  const part = (name: string, values: NumericArray, unit: string, description: string): ColumnPart => ({
    name,
    type: values.constructor.name.replace('Array', '').toLowerCase(),
    unit,
    description,
    values,
    ragged: false,
  });
  return [
    part('label', label, '1', '0 background, 1 signal'),
    ...(partition ? [part('partition', partition, '1', '0 train, 1 validation, 2 test')] : []),
    ...Object.entries(reference).map(([name, { values, unit, description }]) => part(name, values, unit, description)),
  ];
}
