// What jets of several files are collected into: one layout, the same columns out of every file, in one type and unit each.
import { InputError } from '@jetdemon/workflow';
import type { NumericArray } from '../jets/jets.ts';
import { inWords, massAt, sameConstituents, type JetLayout } from '../jets/layout.ts';
import { originNames } from '../jets/origin.ts';
import type { Collected, CollectedReference } from './collect.ts';
import type { Plan } from './plan.ts';

type ArrayType = new (values: ArrayLike<number>) => NumericArray;

const arrays: Readonly<Record<string, ArrayType>> = {
  bool: Uint8Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  float32: Float32Array,
};
const features: Readonly<Record<string, ArrayType>> = { ...arrays, uint32: Uint32Array };

/** Where a jet came from, as the reader knows it: the row, the file, the number of the jet in its row. */
export type Origin = 'row' | 'file' | 'number';

export interface Collection extends Required<Omit<Collected, 'partition'>>, Pick<Collected, 'partition'> {
  /** Origins that are told by the reader: the last of the references. */
  readonly origins: readonly Origin[];
}

/**
 * The layout and the columns of all plans, as the first file describes them, then where each jet came from.
 * A column keeps its type where all files agree and its unit stays; it is float64 otherwise.
 */
export function collectionOf(plans: readonly Plan[], files: readonly string[]): Collection {
  const [first, ...others] = plans as [Plan, ...Plan[]];
  others.forEach((plan, at) => {
    for (const words of [namesOf, layoutInWords]) {
      const [expected, found] = [words(first), words(plan)];
      if (expected === found) continue;
      throw new InputError(`expected ${expected} as in ${files[0]}, found ${found}`, `${files[at + 1]}:`);
    }
    if (!sameConstituents(first.layout, plan.layout))
      throw new InputError(
        `expected features in the units of ${files[0]}: say unit in the mapping`,
        `${files[at + 1]}:`,
      );
  });
  const origins = originsOf(plans);
  return {
    references: [...columnsOf(plans), ...origins.map((origin) => descriptions[origin])],
    origins,
    layout: first.layout,
    features: featureArrays(plans),
  };
}

function columnsOf(plans: readonly Plan[]): CollectedReference[] {
  return plans[0]!.references.map(({ name, unit, description, type, scale, role }, at): CollectedReference => {
    const all = plans.map(({ references }) => references[at]!);
    const units = [...new Set(all.map((reference) => reference.unit))];
    if (units.length > 1)
      throw new InputError(
        `reference.${name}: expected one unit, found ${units.join(' and ')}: say unit in the mapping`,
      );
    const same = all.every((reference) => reference.type === type);
    const kept = same && (scale === 1 || type === 'float32') ? arrays[type] : undefined;
    const Type = kept ?? Float64Array;
    return { name, unit, description, array: (values) => new Type(values), ...(role && { role }) };
  });
}

function featureArrays(plans: readonly Plan[]): NonNullable<Collected['features']> {
  const [{ layout, features: first }] = plans as [Plan];
  const types = first.map(({ type }, at) => {
    const all = plans.map((plan) => plan.features[at]!.type);
    if (all.every((one) => one === type)) return type;
    return all.some((one) => one.startsWith('float')) ? 'float64' : 'int32';
  });
  return [...(massAt(layout) === undefined ? [] : ['float32']), ...types].map((type) => {
    const Type = features[type] ?? Float64Array;
    return (values) => new Type(values);
  });
}

/** The row always, the file where there are several, the number where rows have several jets; but for those that a mapping names. */
function originsOf(plans: readonly Plan[]): Origin[] {
  const wanted: Origin[] = ['row', ...(plans.length > 1 ? ['file' as const] : [])];
  if (plans.some(({ jets }) => jets)) wanted.push('number');
  return wanted.filter((origin) => !plans[0]!.references.some(({ name }) => name === originNames[origin]));
}

const origin = (name: string, description: string): CollectedReference => ({
  name,
  unit: '1',
  description,
  role: 'origin',
  array: (values) => Int32Array.from(values),
});

const descriptions: Readonly<Record<Origin, CollectedReference>> = {
  row: origin(originNames.row, 'row of the jet in its file, from 0'),
  file: origin(originNames.file, 'number of its file in the order of the import, from 0'),
  number: origin(originNames.number, 'number of the jet in its row, from 0'),
};

function namesOf({ references }: Plan): string {
  return `the columns ${references.map(({ name }) => name).join(', ') || 'none'}`;
}

const layoutInWords = ({ layout }: { readonly layout: JetLayout }): string =>
  `${inWords(layout)} of the classes ${layout.classes.join(', ')}`;
