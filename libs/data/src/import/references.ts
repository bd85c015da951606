// The numbers that travel along with imported jets: the same columns out of every file, in one type and unit each.
import { InputError } from '@jetdemon/workflow';
import type { NumericArray } from '../jets/jets.ts';
import type { CollectedReference } from './collect.ts';
import type { Plan } from './plan.ts';

const arrays: Readonly<Record<string, new (values: readonly number[]) => NumericArray>> = {
  bool: Uint8Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  float32: Float32Array,
};

/**
 * The reference columns of all plans, then the weight if there is one; as the first file describes them.
 * A column keeps its type where all files agree and its unit stays; it is float64 otherwise.
 */
export function referencesOf(plans: readonly Plan[], files: readonly string[]): CollectedReference[] {
  const [first, ...others] = plans as [Plan, ...Plan[]];
  others.forEach((plan, at) => {
    const [expected, found] = [namesOf(first), namesOf(plan)];
    if (expected === found) return;
    throw new InputError(`expected the columns of ${files[0]} (${expected}), found ${found}`, `${files[at + 1]}:`);
  });
  const columns = first.references.map(({ name, unit, description, type, scale }, at): CollectedReference => {
    const all = plans.map(({ references }) => references[at]!);
    const units = [...new Set(all.map((reference) => reference.unit))];
    if (units.length > 1)
      throw new InputError(
        `reference.${name}: expected one unit, found ${units.join(' and ')}: say unit in the mapping`,
      );
    const same = all.every((reference) => reference.type === type);
    const kept = same && (scale === 1 || type === 'float32') ? arrays[type] : undefined;
    const Type = kept ?? Float64Array;
    return { name, unit, description, array: (values) => new Type(values) };
  });
  if (!first.weight) return columns;
  const array = (values: readonly number[]) => Float64Array.from(values);
  return [...columns, { name: 'weight', unit: '1', description: 'weight in statistics', array }];
}

function namesOf({ references, weight }: Plan): string {
  return [...references.map(({ name }) => name), ...(weight ? ['weight'] : [])].join(', ') || 'none';
}
