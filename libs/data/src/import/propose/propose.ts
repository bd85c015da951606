// Proposal of a node, from names, shapes and first rows, to be read and mended by a person: nothing runs on a guess.
// What each part rests on is said beside it.
import type { FileColumn, FileTable, OpenFile } from '../../formats/format.ts';
import { layoutsLike, mappingOf, type Layout } from '../layouts.ts';
import { planOf } from '../plan.ts';
import { constituentsIn, type Guess } from './constituents.ts';
import { jetsByReference, jetsOfEvent, type EventJets } from './jets.ts';
import { labelIn, weightIn } from './label.ts';
import { lastSlot, sampleOrNone, type Range } from './ranges.ts';
import type { Reason } from './reason.ts';

/** As a user would write it, with what to look at before trusting it. */
export interface Proposal {
  readonly mapping: Readonly<Record<string, unknown>>;
  /** Whether the mapping says what is signal; if not, each file needs `label`. */
  readonly labelled: boolean;
  readonly reasons: readonly Reason[];
  /** Whether jets of the file refer to their constituents. */
  readonly referred?: boolean;
  /** A layout that says all of it, in place of the mapping. */
  readonly layout?: Layout;
}

const unlabelled: Reason = {
  of: 'label',
  how: 'guess',
  why: 'no column looks like a label: each file says its own, label: 0 (background) or label: 1 (signal)',
};

/** Undefined where no columns look like constituents. */
export async function proposeMapping(open: OpenFile): Promise<Proposal | undefined> {
  for (const layout of layoutsLike(open)) {
    try {
      const mapping = mappingOf(layout, open, '');
      planOf(open, mapping, '');
      const why = `the columns have its names and shapes; what is in them was not compared`;
      const reasons: Reason[] = [{ of: `layout ${layout}`, how: 'likely', why }];
      if (!mapping.label) reasons.push(unlabelled);
      return { mapping, layout, labelled: mapping.label !== undefined, reasons };
    } catch {
      continue; // other columns of that name
    }
  }
  for (const table of open.tables) {
    const usable = { ...table, columns: table.columns.filter(({ readable, text }) => readable || text) };
    const numbers = { ...table, columns: table.columns.filter(({ readable }) => readable) };
    const referred = await jetsByReference(open, numbers);
    if (referred) {
      const { constituents, size, ...jets } = referred;
      const guess = { table: usable, constituents, size: [size, 0], reasons: [] } as const;
      return { ...(await complete(open, usable, guess, jets)), referred: true };
    }
    const guess = await constituentsIn(open, numbers);
    if (guess) return complete(open, usable, guess);
  }
  return undefined;
}

async function complete(open: OpenFile, table: FileTable, guess: Guess, byReference?: EventJets): Promise<Proposal> {
  const reasons = [...guess.reasons];
  const [sizeColumn, feature] = guess.size;
  const column = table.columns.find(({ name }) => name === sizeColumn)!;
  const unit = column.unit ?? unitOf((await sampleOrNone(open, table, column)).ranges[feature]);
  if (column.unit) reasons.push({ of: 'unit', how: 'sure', why: `the file says ${column.unit}` });
  else if (unit) reasons.push({ of: 'unit', how: 'guess', why: `the range of ${sizeColumn} looks like ${unit}` });
  else
    reasons.push({
      of: 'unit',
      how: 'guess',
      why: `no number of ${sizeColumn} could be read: add unit: GeV, MeV or TeV`,
    });
  const padding = await paddingOf(open, table, column, feature);
  if (padding !== undefined)
    reasons.push({ of: 'padding', how: 'likely', why: `${padding} is at the end of most rows of ${sizeColumn}` });
  const jets = byReference ?? ('array' in guess.constituents ? undefined : jetsOfEvent(table, sizeColumn));
  if (jets) reasons.push(...jets.reasons);
  const label = await labelIn(open, table);
  reasons.push(...(label?.reasons ?? [unlabelled]));
  const weight = weightIn(table);
  if (weight) reasons.push(...weight.reasons);
  const mapping = {
    ...(open.tables.length > 1 ? { table: table.name } : {}),
    constituents: {
      ...guess.constituents,
      ...(!column.unit && unit && { unit }),
      ...(padding !== undefined && { padding }),
    },
    ...(jets ? { jets: jets.mapping } : {}),
    ...(label ? { label: label.mapping } : {}),
    ...(weight ? { weight: weight.mapping } : {}),
  };
  return { mapping, labelled: label !== undefined, reasons };
}

/** The one value other than 0 at the end of most rows of slots; 'nan' where it is none. */
async function paddingOf(
  open: OpenFile,
  table: FileTable,
  column: FileColumn,
  feature: number,
): Promise<number | 'nan' | undefined> {
  const [usual] = (await lastSlot(open, table, column).catch(() => undefined))?.slice(feature) ?? [];
  if (usual === undefined || usual === 0) return undefined;
  return Number.isNaN(usual) ? 'nan' : usual;
}

/** Jets of order 100 GeV have constituents of order 0.1 to 100 GeV; undefined of numbers that could not be read. */
function unitOf(range: Range | undefined): string | undefined {
  if (!range || !(range.min <= range.max)) return undefined;
  const { min, max } = range;
  const largest = Math.max(Math.abs(min), Math.abs(max));
  if (largest > 10_000) return 'MeV';
  return largest > 5 ? 'GeV' : 'TeV';
}
