// The numbers per jet that a mapping names, found in a file: references, held numbers, origins, weights, and in which unit they become ours.
import type { FileTable } from '../formats/format.ts';
import type { Role } from '../jets/jets.ts';
import { refuseHeld } from '../jets/held.ts';
import { originNames } from '../jets/origin.ts';
import type { Columns } from './columns.ts';
import type { Refuse } from './find.ts';
import type { Mapping } from './mapping/mapping.ts';
import type { NumberSource } from './sources.ts';
import { unitOf } from './units.ts';

/** A number per jet that travels along. */
export interface ReferenceSource extends NumberSource {
  readonly name: string;
  /** Of the jets that come out. */
  readonly unit: string;
  readonly description: string;
  /** Multiplies what the file has. */
  readonly scale: number;
  /** Item type in the file, in NumPy's words; float64 for weights. */
  readonly type: string;
  readonly role?: Role;
  /** Whether a number that is not finite is refused: weights are. */
  readonly finite?: boolean;
}

type Quantity = NonNullable<Mapping['reference']>[string];
type Weight = NonNullable<Mapping['weight']>;

/** Columns that jets have anyway, which nothing else may be called. */
const own = new Set(['label', 'partition', 'pt', 'eta', 'phi', 'weight']);

/** References, held numbers, origins, variations of the weight, then the weight. */
export function referencesIn(
  mapping: Mapping,
  columns: Columns,
  { tables, table, file, refuse }: { tables: readonly FileTable[]; table: FileTable; file: string; refuse: Refuse },
): ReferenceSource[] {
  const quantity = (at: string, name: string, given: Quantity): ReferenceSource => {
    const { column, feature, table: other, unit, description } = typeof given === 'string' ? bare(given) : given;
    const source = columns.number(column, feature, other);
    const of = other === undefined ? table : tables.find((one) => one.name === other)!;
    const found = of.columns.find((candidate) => candidate.name === column)!;
    const stated = unit ?? found.unit ?? '1';
    const to = unitOf(`${at}.${name}.unit`, stated, found.unit, refuse);
    return {
      ...source,
      name,
      unit: to?.becomes ?? stated,
      scale: to?.factor ?? 1,
      description: description ?? `${column} of ${file}`,
      type: found.type,
    };
  };
  const weight = (name: string, description: string, given: Weight): ReferenceSource => {
    const { column, feature, table: other } = typeof given === 'string' ? bare(given) : given;
    const source = columns.number(column, feature, other);
    return { ...source, name, unit: '1', description, scale: 1, type: 'float64', finite: true };
  };
  const { reference = {}, held = {}, origin = {}, weights = {} } = mapping;
  const named = { reference, held, origin, weights, features: mapping.features ?? {} };
  const taken = new Set<string>();
  for (const [at, group] of Object.entries(named)) {
    for (const name of Object.keys(group)) {
      if (own.has(name) || taken.has(name))
        refuse(`${at}.${name}: expected another name, because jets have a column ${name}`);
      if (at !== 'origin' && (Object.values(originNames) as string[]).includes(name))
        refuse(`${at}.${name}: expected another name, because origins are called so`);
      if (at === 'held') refuseHeld(name, (message) => refuse(`held.${name}: ${message}`));
      taken.add(name);
    }
  }
  return [
    ...Object.entries(reference).map(([name, given]) => quantity('reference', name, given)),
    ...Object.entries(held).map(([name, given]) => ({ ...quantity('held', name, given), role: 'held' as const })),
    ...Object.entries(origin).map(([name, given]) => ({
      ...quantity('origin', name, given),
      role: 'origin' as const,
    })),
    ...Object.entries(weights).map(([name, given]) => ({
      ...weight(name, 'variation of the weight in statistics', given),
      role: 'weight' as const,
    })),
    ...(mapping.weight === undefined ? [] : [weight('weight', 'weight in statistics', mapping.weight)]),
  ];
}

const bare = (column: string): Exclude<Quantity, string> => ({ column });
