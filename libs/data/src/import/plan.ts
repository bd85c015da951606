// A mapping held against one file: the columns that it names, found, of the right shape, with their units.
// Everything that can be wrong before a value is read is said here.
import { InputError } from '@jetdemon/workflow';
import type { FileTable, OpenFile } from '../formats/format.ts';
import { columnsOf, namedBy, type ElsewhereColumn } from './columns.ts';
import { tableOf, type Refuse } from './find.ts';
import { defaultLayout, parseLayout, type JetLayout } from '../jets/layout.ts';
import { labelSource, type LabelSource } from './classes.ts';
import { coordinatesOf, type Constituents, type Coordinate } from './mapping/constituents.ts';
import { featuresIn, layoutFor, type FeatureSource } from './features.ts';
import type { JetsOfEvents, Mapping } from './mapping/mapping.ts';
import { referencesIn, type ReferenceSource } from './quantities.ts';
import { checkAngle, energyScaleOf, requireSameUnit, scaleOf } from './units.ts';
import type { ListSource, NumberSource } from './sources.ts';
import { cutOf, setOf, type ValueSet } from './mapping/values.ts';

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
    /** What `constituent` names, where that is not the place of the constituent. */
    readonly id?: ListSource;
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
  readonly partition?: { readonly source: NumberSource; readonly sets: readonly ValueSet[] };
  /** Weights and origins among them. */
  readonly references: readonly ReferenceSource[];
  /** Beyond the momentum. */
  readonly features: readonly FeatureSource[];
  /** Of the jets that come out. */
  readonly layout: JetLayout;
  /** Every column of the table that is to be read, once. */
  readonly columns: readonly string[];
  /** Columns of other tables of as many rows. */
  readonly elsewhere: readonly ElsewhereColumn[];
}

export interface PlanOptions {
  /** Slots of the jets, default 64. */
  readonly constituents?: number;
  /** Names of the classes, where the mapping does not name them. */
  readonly classes?: readonly string[];
}

/** @throws InputError where the file is not as the mapping says */
export function planOf(
  { tables }: Pick<OpenFile, 'tables'>,
  mapping: Mapping,
  file: string,
  { constituents: slots = defaultLayout.constituents, classes }: PlanOptions = {},
): Plan {
  const refuse: Refuse = (message, column) => {
    throw InputError.at({ file, column }, message);
  };
  const table = tableOf(tables, mapping, refuse);
  const columns = columnsOf(tables, table, mapping, refuse);
  const { find, list, items, number, alike } = columns;
  const { array, unit, angle, padding, relative = {} } = mapping.constituents;
  const named = coordinatesOf(mapping.constituents);
  const constituents = Object.fromEntries(
    named.map((name) => {
      return [name, items(mapping.constituents[name]!)];
    }),
  );
  const [first] = named;
  for (const name of named) alike(constituents[first!]!, constituents[name]!);
  const size = mapping.constituents[named.find((name) => name !== 'scale' && name !== 'mask')!]!;
  const energies = relative.pt ? [relative.pt.column] : array === undefined ? namedBy(size) : [array];
  const scales = energies.map((name) => energyScaleOf(find(name), unit, refuse));
  if (new Set(scales).size > 1) refuse(`expected one unit of ${energies.join(', ')}, found several in the file`);
  for (const name of ['eta', 'rapidity', 'phi'] as const) {
    for (const one of namedBy(mapping.constituents[name]))
      checkAngle(find(one), name === 'phi' ? angle : 'rad', refuse);
  }
  for (const name of ['mass', 'energy'] as const) {
    for (const one of relative.pt ? [] : namedBy(mapping.constituents[name]))
      requireSameUnit(find(one), find(energies[0]!), refuse);
  }
  const { jets } = mapping;
  const index = jets?.index === undefined ? undefined : list(jets.index);
  const constituent = jets?.constituent === undefined ? undefined : list(jets.constituent);
  if (index) alike(constituent ?? constituents[first!]!, index);
  const id = jets?.id === undefined ? undefined : list(jets.id);
  if (id) alike(constituents[first!]!, id);
  const within = jets?.within;
  if (within !== undefined && mapping.constituents.relative)
    refuse('constituents.relative: expected none where constituents are matched to jets by angle');
  const cone = within === undefined ? undefined : { eta: list(jets!.eta!), phi: list(jets!.phi!), radius: within };
  if (cone) alike(cone.eta, cone.phi);
  const references = referencesIn(mapping, columns, { tables, table, file, refuse });
  const features = featuresIn(mapping, columns, { table, file, first: constituents[first!]!, refuse });
  const label = mapping.label && labelSource(mapping.label, columns, classes, refuse);
  const shape = { constituents: slots, classes: label?.classes ?? classes ?? defaultLayout.classes };
  const { partition } = mapping;
  return {
    table,
    constituents,
    energyScale: scales[0]!,
    angleScale: scaleOf(angle)!.factor,
    padding,
    collisionTeV: mapping.collisionTeV ?? 14,
    jets: jets && { take: jets.take, index, constituent, id, cone },
    relative: {
      pt: relative.pt && number(relative.pt.column, relative.pt.feature),
      eta: relative.eta && number(relative.eta.column, relative.eta.feature),
      phi: relative.phi ? number(relative.phi.column, relative.phi.feature) : undefined,
    },
    keep: Object.entries(mapping.constituents.where ?? {}).map(([name, written]) => {
      const source = items(array !== undefined && /^\d+$/.test(name) ? Number(name) : name);
      alike(constituents[first!]!, source);
      return { source, passes: cutOf(written) };
    }),
    where: Object.entries(mapping.where ?? {}).map(([name, written]) => ({
      source: number(name),
      passes: cutOf(written),
    })),
    label,
    partition: partition && {
      source: number(partition.column, partition.feature, partition.table),
      sets: [partition.train, partition.validation, partition.test].map(setOf),
    },
    references,
    features,
    layout: parseLayout(layoutFor(mapping, features, shape), file),
    columns: [...columns.used],
    elsewhere: [...columns.elsewhere.values()],
  };
}
