// `jetdemon inspect FILE` in text: tables, columns, types, ranges over the first rows, and a proposed mapping.
// A table of more columns than a page is shown by prefix, the likely ones first.
import { InputError, printable } from '@jetdemon/workflow';
import type { FileColumn, FileTable, OpenFile } from '../formats/format.ts';
import { openFile } from '../formats/open.ts';
import { typeOf } from './columns.ts';
import { proposeMapping } from './propose/propose.ts';
import { sample } from './propose/ranges.ts';
import type { Reason } from './propose/reason.ts';
import { clusterableIn, towersIn } from './propose/towers.ts';
import { yamlLines } from './yaml.ts';

export interface InspectOptions {
  /** Every column of every table. */
  readonly all?: boolean;
  /** Path by which the proposed node names the file. */
  readonly path?: string;
}

/** More columns than this are shown by prefix. */
const aPage = 60;
/** Columns shown of a table that is shown by prefix. */
const mostShown = 40;

/** @throws InputError where the file is none of the formats, or damaged */
export async function inspect(file: string, { all = false, path = file }: InspectOptions = {}): Promise<string> {
  const open = await openFile(file);
  try {
    const lines = [`${file}: ${open.format}, ${open.tables.length} ${open.tables.length === 1 ? 'table' : 'tables'}`];
    for (const table of open.tables) lines.push('', ...(await describeTable(open, table, all)));
    // a line is a line, whatever names in the file hold
    const page = [...lines, '', ...(await proposal(open, path))];
    return page.map((line) => printable(line).replaceAll('\n', '\\n')).join('\n');
  } finally {
    await open.close();
  }
}

async function describeTable(open: OpenFile, table: FileTable, all: boolean): Promise<string[]> {
  const { name, rows, columns } = table;
  const head = `${name === '' ? 'table' : `table ${name}`}: ${rows} rows, ${columns.length} columns`;
  const shown = all || columns.length <= aPage ? columns : likelyOf(columns).slice(0, mostShown);
  const cells: string[][] = [];
  for (const column of shown) cells.push(await describeColumn(open, table, column)); // one read at a time
  const widths = [0, 1].map((at) => Math.max(0, ...cells.map((row) => row[at]!.length)));
  const body = cells.map((row) =>
    `  ${row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at]!) : cell)).join('  ')}`.trimEnd(),
  );
  const rest = columns.filter((column) => !shown.includes(column));
  return [head, ...body, ...byPrefix(rest)];
}

async function describeColumn(open: OpenFile, table: FileTable, column: FileColumn): Promise<string[]> {
  const type = column.unit ? `${typeOf(column)}, ${column.unit}` : typeOf(column);
  if (!column.readable && !column.text)
    return [column.name, type, column.why ? `not readable: ${column.why}` : 'not readable'];
  if (table.rows === 0) return [column.name, type, ''];
  try {
    if (column.text) return [column.name, type, await wordsOf(open, table, column)];
    const { rows, ranges } = await sample(open, table, column);
    const within = ranges.slice(0, 8).map(({ min, max, nan }) => {
      const range = min <= max ? `${short(min)} to ${short(max)}` : 'no numbers';
      return nan > 0 ? `${range} (${nan} NaN)` : range;
    });
    const more = ranges.length > 8 ? `; ${ranges.length - 8} more` : '';
    const over = rows < table.rows ? `  (first ${rows} rows)` : '';
    return [column.name, type, `${within.join('; ')}${more}${over}`];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [column.name, type, error.message];
  }
}

const mostWords = 6;

/** The different texts of the first rows. */
async function wordsOf(open: OpenFile, table: FileTable, { name }: FileColumn): Promise<string> {
  const rows = Math.min(table.rows, 1000);
  const { words = [] } = (await open.read(table.name, [name], 0, rows))[name]!;
  const shown = words.slice(0, mostWords).map((word) => JSON.stringify(word.slice(0, 40)));
  const more = words.length > mostWords ? `, ${words.length - mostWords} more` : '';
  return `${shown.join(', ')}${more}${rows < table.rows ? `  (first ${rows} rows)` : ''}`;
}

const short = (value: number): string => String(Number(value.toPrecision(4)));

const jetLike = /jet|constit|part(?!on)|cand|pf|track|tower|label|signal|weight|(^|_)(pt|eta|phi|mass|px|py|pz|x|y)$/i;
const kinematic =
  /(^|[_.])(pt|eta|phi|mass|m|px|py|pz|e|energy|et|(jet|cand\w*|constit\w*)_?(idx|index)|puppiweight|\w*weight|label|y|x)$/i;

/** Columns that are probably asked for, those of constituents and large jets first. */
function likelyOf(columns: readonly FileColumn[]): FileColumn[] {
  const rank = ({ name }: FileColumn): number => {
    if (/constit|pf_?cand|particle/i.test(name)) return 0;
    if (/fat|ak8|ak10|fj/i.test(name)) return 1;
    return /weight|label/i.test(name) ? 2 : 3;
  };
  return columns
    .filter(
      ({ name, readable }) => readable && jetLike.test(name) && kinematic.test(name) && !/^(HLT|L1|Flag)_/.test(name),
    )
    .sort((a, b) => rank(a) - rank(b));
}

/** `HLT_*  651 columns` for columns that are not shown one by one. */
function byPrefix(columns: readonly FileColumn[]): string[] {
  if (columns.length === 0) return [];
  const groups = new Map<string, number>();
  for (const { name } of columns) {
    const prefix = /^[^_./]+[_./]/.exec(name)?.[0];
    const key = prefix ? `${prefix}*` : name;
    groups.set(key, (groups.get(key) ?? 0) + 1);
  }
  const [few, many] = [[...groups].filter(([, count]) => count < 3), [...groups].filter(([, count]) => count >= 3)];
  const others = few.reduce((total, [, count]) => total + count, 0);
  const words = many.sort((a, b) => b[1] - a[1]).map(([name, count]) => `${name} (${count})`);
  return wrap(
    `  ${columns.length} more (--all lists them): ${[...words, ...(others ? [`others (${others})`] : [])].join(', ')}`,
  );
}

function wrap(text: string): string[] {
  const lines = [''];
  for (const word of text.trim().split(' ')) {
    if (`${lines.at(-1)} ${word}`.length > 112) lines.push('');
    lines[lines.length - 1] = `${lines.at(-1)} ${word}`.trimStart();
  }
  return lines.map((line, at) => `  ${at > 0 ? '  ' : ''}${line}`);
}

const toCheck = 'proposed node, to be checked before it is used:';

async function proposal(open: OpenFile, path: string): Promise<string[]> {
  if (open.format === 'arrow' && open.tables.some(isJets)) {
    return ['these are jets as this project writes them:', ...node('jets', 'data/load', yamlLines({ path }, 4))];
  }
  const towers = await towersIn(open);
  if (towers) {
    const why =
      'the file has calorimeter towers, and no constituents that its jets refer to: the towers are to be clustered';
    return [toCheck, ...inWords([{ of: 'towers', how: 'likely', why }]), ...clustering(open, path, towers)];
  }
  const proposed = await proposeMapping(open);
  if (!proposed) {
    return ['no columns look like the constituents of jets: libs/data/README.md says how a mapping names them'];
  }
  const { mapping, labelled, reasons, layout } = proposed;
  const [first, ...others] = yamlLines(labelled ? { path } : { path, label: 0 });
  return [
    toCheck,
    ...inWords(reasons),
    ...node('jets', 'data/import', [
      '    files:',
      `      - ${first}`,
      ...others.map((line) => `        ${line}`),
      ...(layout ? [`    layout: ${layout}`] : ['    mapping:', ...yamlLines(mapping, 6)]),
    ]),
    ...(proposed.referred ? instead(open, path) : []),
  ];
}

/** The other way for events whose jets are known: all that was measured, clustered anew. */
function instead(open: OpenFile, path: string): string[] {
  const found = clusterableIn(open);
  if (!found) return [];
  if ('whyNot' in found) return [`# not to be clustered anew by simulation/import-towers: ${found.whyNot}`];
  const { table, collection, towers } = found;
  return [
    `# or in its place all of ${collection} of an event clustered anew, massless:`,
    ...clustering(open, path, table, { towers }),
  ];
}

function clustering(open: OpenFile, path: string, { name }: FileTable, columns: object = {}): string[] {
  const [first] = yamlLines({ path }) as [string];
  return [
    ...node('towers', 'simulation/import-towers', [
      `    files: [${first.replace(/^path: /, '')}]`,
      ...yamlLines({ ...(open.tables.length > 1 ? { table: name } : {}), ...columns }, 4),
    ]),
    'clustered: { uses: simulation/cluster, needs: { towers: towers } }',
  ];
}

const node = (name: string, uses: string, lines: readonly string[]): string[] => [
  `${name}:`,
  `  uses: ${uses}`,
  '  with:',
  ...lines,
];

/** `# unit: a guess, the range of part_pt looks like GeV`. */
const inWords = (reasons: readonly Reason[]): string[] =>
  reasons.map(({ of, how, why }) => `# ${of}: ${how === 'guess' ? 'a guess' : how}, ${why}`);

function isJets({ columns }: FileTable): boolean {
  return ['label', 'pt', 'eta', 'phi'].every((name) => columns.some((column) => column.name === name));
}
