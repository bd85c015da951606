// The jets of one file by its mapping, a range of rows at a time. What is left out is counted, never silent.
import { InputError } from '@jetdemon/workflow';
import { checkJets } from '../jets/check.ts';
import type { ColumnValues, OpenFile } from '../formats/format.ts';
import type { Jets } from '../jets/jets.ts';
import { classReader, type NumberOf } from './classes.ts';
import { JetCollector, type CollectedReference } from './collect.ts';
import { groupingOf, type Group } from './groups.ts';
import { requireEqualLists, type RefuseRow } from './lists.ts';
import { momentumReader, type MomentumReader } from './momentum.ts';
import type { Plan } from './plan.ts';
import type { NumberSource } from './sources.ts';

/** What was read, and what was left out of it. */
export interface Tally {
  rows: number;
  jets: number;
  /** Jets without a constituent, and events without a jet. */
  empty: number;
  /** Constituents with pT < 0. */
  negative: number;
  /** Jets whose label is neither signal nor background. */
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
  /** 0 or 1 where the file has one class; the plan has a label column otherwise. */
  readonly label?: number;
  /** Counted on. */
  readonly tally: Tally;
  /** Arrays of the reference columns, the plan's in its order, then the weight. */
  readonly references: readonly CollectedReference[];
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
  { file, label: fileLabel, tally, references }: ReadMappedOptions,
): Jets {
  const refuse: RefuseRow = (row, column, message) => {
    throw new InputError(`row ${firstRow + row}, column ${column}: ${message}`, `${file}:`);
  };
  const collector = new JetCollector(references);
  const numberOf = (source: NumberSource): NumberOf => numbersOf(source, read, refuse);
  const reader = momentumReader(plan, read, numberOf);
  requireEqualLists(reader.lists, rows, refuse);
  if (!plan.jets) requireNoPadding(reader, rows, refuse);
  const grouping = groupingOf(plan, read, reader, rows, refuse);
  const numbers = [...plan.references, ...(plan.weight ? [plan.weight] : [])].map(numberOf);
  const labels = plan.label && classReader(plan.label, read, numberOf, refuse);
  const mostTeV = plan.collisionTeV / 2;
  const cuts = plan.where.map(({ source, passes }) => ({ value: numberOf(source), passes }));
  const fill = ({ items, jet }: Group, row: number): boolean => {
    let negative = 0;
    for (const item of items) {
      const found = reader.read(item, row, jet);
      if (found === 'constituent') collector.add(reader.momentum.ptTeV, reader.momentum.eta, reader.momentum.phi);
      else if (found === 'negative') negative++;
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
      if (collector.ptTeV > mostTeV) refuse(row, reader.lists[0]!.column, tooHard(collector.ptTeV, mostTeV));
      if (label === undefined) {
        tally.unlabelled++;
        collector.dropJet();
        continue;
      }
      const values = numbers.map((numberOf, at) => numberOf(row, group.jet) * (plan.references[at]?.scale ?? 1));
      if (plan.weight && !Number.isFinite(values.at(-1)))
        refuse(row, plan.weight.column, `expected a finite weight, found ${values.at(-1)}`);
      collector.finishJet(label, values);
    }
  }
  return collector.jets();
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

/** One value at the end of most rows is no measurement: it marks empty slots. */
function requireNoPadding({ lists, read }: MomentumReader, rows: number, refuse: RefuseRow): void {
  const list = lists[0]!;
  const found = new Map<number, number>();
  let seen = 0;
  for (let row = 0; row < rows; row++) {
    const last = list.start(row + 1) - 1;
    if (last <= list.start(row)) continue;
    seen++;
    if (['absent', 'cut', 'not finite'].includes(read(last, row, 0))) continue;
    const value = list.get(last);
    const count = (found.get(value) ?? 0) + 1;
    found.set(value, count);
  }
  if (seen < 4) return;
  for (const [value, count] of found) {
    if (count <= seen / 2) continue;
    const where = `in the last slot of ${count} of ${seen} rows`;
    refuse(
      0,
      list.column,
      `expected constituents, found ${value} ${where}: if it marks empty slots, say constituents.padding: ${value}`,
    );
  }
}

const tooHard = (ptTeV: number, mostTeV: number): string =>
  `expected jets of pT below ${mostTeV} TeV, half the energy of the collisions, found ${Number(ptTeV.toPrecision(4))} TeV: ` +
  'check constituents.unit and padding, or say collisionTeV';

function refuseItem({ lists }: MomentumReader, row: number, item: number, refuse: RefuseRow): never {
  const list = lists.find(({ get }) => !Number.isFinite(get(item))) ?? lists[0]!;
  const value = list.get(item);
  const at = item - list.start(row);
  const hint = Number.isNaN(value) ? ': if it marks empty slots, say constituents.padding: nan' : '';
  return refuse(row, list.column, `expected finite numbers, found ${value} at constituent ${at}${hint}`);
}
