// Labels and weights, proposed: by the names of columns, and by what is in their first rows.
import type { FileColumn, FileTable, OpenFile } from '../../formats/format.ts';
import { sampleOrNone } from './ranges.ts';
import type { Reason } from './reason.ts';

export interface Found {
  readonly mapping: unknown;
  readonly reasons: readonly Reason[];
}

const last = (name: string): string => name.split(/[/.]/).at(-1)!;
const labels = /^(labels?|y|targets?|class|is_?signal|signal|is_signal_new|is_?[A-Z]\w*)$/i;
const hot = /^(label|class|is)_?\w+$/i;
const weights = /^(gen_?|mc_?|training_?)?(event_?|evt_?)?weights?$/i;
const rowsTried = 1000;

/** How a mapping says what is signal; undefined where no column looks like that. */
export async function labelIn(open: OpenFile, table: FileTable): Promise<Found | undefined> {
  const single = table.columns.filter(({ ragged, shape }) => !ragged && shape.length === 0);
  const several = single.filter(({ name, type }) => hot.test(last(name)) && type !== 'float64');
  if (several.length > 1 && (await oneIsHot(open, table, several))) {
    const columns = several.map(({ name }) => name);
    const signal = columns.at(-1)!;
    const why = `one of these columns is 1 in each of the first rows; which of them are signal is for you to say`;
    return { mapping: { columns, signal }, reasons: [{ of: 'label', how: 'guess', why }] };
  }
  const found = single.find(({ name }) => labels.test(last(name)));
  if (found) return labelOf(open, table, found);
  const row = table.columns.find(
    ({ name, ragged, shape }) => !ragged && shape.length === 1 && shape[0]! > 1 && labels.test(last(name)),
  );
  if (!row || !(await isOneHot(open, table, row))) return undefined;
  const count = row.shape[0]!;
  const reason: Reason =
    count === 2
      ? { of: 'label', how: 'likely', why: `one of the two numbers of ${row.name} is 1 in each of the first rows` }
      : {
          of: 'label',
          how: 'guess',
          why: `${row.name} is one-hot: which of its ${count} are signal is for you to say`,
        };
  return { mapping: { column: row.name, oneHot: true, signal: count - 1 }, reasons: [reason] };
}

async function labelOf(open: OpenFile, table: FileTable, { name, text }: FileColumn): Promise<Found> {
  const column = table.columns.find((one) => one.name === name)!;
  if (text) {
    const rows = Math.min(table.rows, rowsTried);
    const { words = [] } = (await open.read(table.name, [name], 0, rows))[name]!;
    const why = `${name} says ${words.slice(0, 6).join(', ')}: which of them are signal is for you to say`;
    return { mapping: { column: name, signal: words.at(-1) ?? '' }, reasons: [{ of: 'label', how: 'guess', why }] };
  }
  const { ranges } = await sampleOrNone(open, table, column);
  const { min = 0, max = 1 } = ranges[0] ?? {};
  if (min >= 0 && max <= 1) {
    const why = `${name} is 0 or 1; 1 is taken for signal`;
    return { mapping: { column: name }, reasons: [{ of: 'label', how: 'likely', why }] };
  }
  const why = `${name} goes from ${min} to ${max}: signal names the values that mean signal`;
  return { mapping: { column: name, signal: max }, reasons: [{ of: 'label', how: 'guess', why }] };
}

async function oneIsHot(open: OpenFile, table: FileTable, columns: readonly FileColumn[]): Promise<boolean> {
  const rows = Math.min(table.rows, rowsTried);
  const names = columns.filter(({ readable }) => readable).map(({ name }) => name);
  const read = await open.read(table.name, names, 0, rows).catch(() => undefined);
  if (!read) return false;
  return hotRows(rows, names.length, (row, at) => read[names[at]!]!.values[row]!);
}

async function isOneHot(open: OpenFile, table: FileTable, { name, shape }: FileColumn): Promise<boolean> {
  const rows = Math.min(table.rows, rowsTried);
  const read = await open.read(table.name, [name], 0, rows).catch(() => undefined);
  return read !== undefined && hotRows(rows, shape[0]!, (row, at) => read[name]!.values[row * shape[0]! + at]!);
}

function hotRows(rows: number, count: number, get: (row: number, at: number) => number): boolean {
  for (let row = 0; row < rows; row++) {
    let ones = 0;
    for (let at = 0; at < count; at++) {
      const value = get(row, at);
      if (value === 1) ones++;
      else if (value !== 0) return false;
    }
    if (ones !== 1) return false;
  }
  return rows > 0;
}

/** The column, or the first number of it, that looks like the weight of a row. */
export function weightIn({ columns }: FileTable): Found | undefined {
  const found = columns.filter(({ name, ragged, readable }) => readable && !ragged && weights.test(last(name)));
  const [single] = found.filter(({ shape }) => shape.length === 0);
  const several = found.find(({ shape }) => shape.length === 1);
  if (single) {
    const why = `that is what ${single.name} sounds like`;
    return { mapping: single.name, reasons: [{ of: 'weight', how: 'likely', why }] };
  }
  if (!several) return undefined;
  const why = `${several.name} has ${several.shape[0]} numbers per row: the first is nominal in most files`;
  return { mapping: { column: several.name, feature: 0 }, reasons: [{ of: 'weight', how: 'guess', why }] };
}
