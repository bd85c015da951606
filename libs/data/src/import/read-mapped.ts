// The jets of one file by its mapping, a range of rows at a time. What is left out is counted, never silent.
import { InputError } from '@jetdemon/workflow';
import { checkJets } from '../jets/check.ts';
import type { ColumnValues, OpenFile } from '../formats/format.ts';
import type { Jets } from '../jets/jets.ts';
import { classReader, type NumberOf } from './classes.ts';
import { JetCollector } from './collect.ts';
import { featureReader } from './feature-reader.ts';
import { groupingOf, type Group } from './groups.ts';
import { requireEqualLists, type RefuseRow } from './lists.ts';
import { momentumReader } from './momentum.ts';
import type { Plan } from './plan.ts';
import type { Collection, Origin } from './references.ts';
import { refuseItem, refuseMass, requireNoFractions, requireNoPadding, tooHard } from './refusals.ts';
import type { NumberSource } from './sources.ts';

/** What was read, and what was left out of it. */
export interface Tally {
  rows: number;
  jets: number;
  /** Jets without a constituent, and events without a jet. */
  empty: number;
  /** Constituents with pT < 0. */
  negative: number;
  /** Jets whose label is that of no class. */
  unlabelled: number;
  /** Jets that do not pass `where`. */
  cut: number;
}

export const emptyTally = (): Tally => ({ rows: 0, jets: 0, empty: 0, negative: 0, unlabelled: 0, cut: 0 });

/** Numbers read at once, about. */
const valuesPerRead = 2_000_000;
/** What a list of unstated length is taken for. */
const itemsPerList = 300;

export interface ReadMappedOptions {
  /** Named in errors. */
  readonly file: string;
  /** Its class where the file has one; the plan has a label column otherwise. */
  readonly label?: number;
  /** Its partition where all of its jets are of one. */
  readonly partition?: number;
  /** Its number among the files. */
  readonly number?: number;
  /** Counted on. */
  readonly tally: Tally;
  /** What the jets of all files are. */
  readonly collection: Collection;
  readonly rowsPerRead?: number;
}

/** Chunks of jets, each checked. */
export async function* readMapped(
  open: OpenFile,
  plan: Plan,
  options: ReadMappedOptions,
): AsyncGenerator<Jets, void, undefined> {
  const { table } = plan;
  const { rowsPerRead = rowsAtOnce(plan) } = options;
  for (let start = 0; start < table.rows; start += rowsPerRead) {
    const end = Math.min(table.rows, start + rowsPerRead);
    const read = { ...(await open.read(table.name, plan.columns, start, end)) };
    for (const { table: other, column, key } of plan.elsewhere)
      read[key] = (await open.read(other, [column], start, end))[column]!;
    const jets = chunkOf(plan, read, start, end - start, options);
    options.tally.rows += end - start;
    options.tally.jets += jets.count;
    if (jets.count === 0) continue;
    checkJets(jets, options.file);
    if (start === 0 && plan.energyScale === 1 && !plan.relative.pt) requireNoFractions(jets, options.file);
    yield jets;
  }
}

function rowsAtOnce({ table, columns }: Plan): number {
  const values = table.columns
    .filter(({ name }) => columns.includes(name))
    .reduce((total, { ragged, shape }) => total + shape.reduce((a, b) => a * b, ragged ? itemsPerList : 1), 0);
  return Math.max(1, Math.floor(valuesPerRead / values));
}

function chunkOf(
  plan: Plan,
  read: Readonly<Record<string, ColumnValues>>,
  firstRow: number,
  rows: number,
  { file, label: fileLabel, partition: filePartition, number: fileNumber = 0, tally, collection }: ReadMappedOptions,
): Jets {
  const refuse: RefuseRow = (row, column, message) => {
    throw InputError.at({ file, row: firstRow + row, column }, message);
  };
  const collector = new JetCollector(collection);
  const numberOf = (source: NumberSource): NumberOf => numbersOf(source, read, refuse);
  const reader = momentumReader(plan, read, numberOf);
  const features = featureReader(plan, read, refuse);
  requireEqualLists([...reader.lists, ...features.lists], rows, refuse);
  if (!plan.jets) requireNoPadding(reader, rows, refuse);
  const grouping = groupingOf(plan, read, reader, rows, refuse);
  const labels = plan.label && classReader(plan.label, read, numberOf, refuse);
  const partitionOf = plan.partition && partitionReader(plan.partition, numberOf, refuse);
  const mostTeV = plan.collisionTeV / 2;
  const cuts = plan.where.map(({ source, passes }) => ({ value: numberOf(source), passes }));
  const origins: Readonly<Record<Origin, NumberOf>> = {
    row: (row) => firstRow + row,
    file: () => fileNumber,
    number: (_, jet) => jet,
  };
  const numbers = [
    ...plan.references.map((source): NumberOf => {
      const value = numberOf(source);
      const { scale, finite, column } = source;
      if (!finite) return (row, jet) => value(row, jet) * scale;
      return (row, jet) => {
        const found = value(row, jet);
        return Number.isFinite(found) ? found : refuse(row, column, `expected a finite weight, found ${found}`);
      };
    }),
    ...collection.origins.map((name) => origins[name]),
  ];
  const fill = ({ items, first, end, jet }: Group, row: number): boolean => {
    let negative = 0;
    for (let at = first; at < end; at++) {
      const item = items ? items[at]! : at;
      const found = reader.read(item, row, jet);
      const { ptTeV, eta, phi, massTeV } = reader.momentum;
      if (found === 'constituent') collector.add(ptTeV, eta, phi, features.of(item, row, massTeV));
      else if (found === 'negative') negative++;
      else if (found === 'no mass') refuseMass(reader, row, item, refuse);
      else if (found === 'not finite') refuseItem(reader, row, item, refuse);
    }
    tally.negative += negative;
    return collector.size > 0;
  };
  for (let row = 0; row < rows; row++) {
    const groups = grouping(row);
    const chosen = plan.jets?.take === 'hardest' ? [hardest(groups, row, fill, collector, tally)].flat() : groups;
    if (chosen.length === 0) tally.empty++;
    for (const group of chosen) {
      if (!fill(group, row)) {
        tally.empty++;
        continue;
      }
      if (cuts.some(({ value, passes }) => !passes(value(row, group.jet)))) {
        tally.cut++;
        collector.dropJet();
        continue;
      }
      const label = fileLabel ?? labels!(row, group.jet);
      if (collector.harderThan(mostTeV)) refuse(row, reader.lists[0]!.column, tooHard(collector.ptTeV, mostTeV));
      if (label === undefined) {
        tally.unlabelled++;
        collector.dropJet();
        continue;
      }
      const values = numbers.map((value) => value(row, group.jet));
      collector.finishJet(label, values, filePartition ?? partitionOf?.(row, group.jet));
    }
  }
  return collector.jets();
}

function partitionReader(
  { source, sets }: NonNullable<Plan['partition']>,
  numberOf: (source: NumberSource) => NumberOf,
  refuse: RefuseRow,
): NumberOf {
  const value = numberOf(source);
  return (row, jet) => {
    const found = value(row, jet);
    const matching = sets.flatMap((has, at) => (has(found) ? [at] : []));
    if (matching.length === 1) return matching[0]!;
    const what = `a value of train, validation or test, ${matching.length > 1 ? 'one of them' : 'as partition says'}`;
    return refuse(row, source.column, `expected ${what}, found ${found}`);
  };
}

/** The group of highest pT, none where no group has a constituent. */
function hardest(
  groups: readonly Group[],
  row: number,
  fill: (group: Group, row: number) => boolean,
  collector: JetCollector,
  tally: Tally,
): Group[] {
  const { negative } = tally;
  let [best, most] = [[] as Group[], 0];
  for (const group of groups) {
    if (!fill(group, row)) continue;
    if (collector.ptTeV > most) [best, most] = [[group], collector.ptTeV];
    collector.dropJet();
  }
  tally.negative = negative; // it is counted when the chosen one is filled
  return best;
}

function numbersOf(
  { column, feature, stride, perJet }: NumberSource,
  read: Readonly<Record<string, ColumnValues>>,
  refuse: RefuseRow,
): NumberOf {
  const { values, offsets } = read[column]!;
  if (!perJet) return (row) => values[row * stride + feature]!;
  return (row, jet) => {
    const [from, to] = [offsets![row]!, offsets![row + 1]!];
    return from + jet < to
      ? values[from + jet]!
      : refuse(row, column, `expected a number for jet ${jet} of the event, found ${to - from} numbers`);
  };
}
