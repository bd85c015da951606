// A mapping guessed from names, shapes and ranges, to be read and mended by a person: nothing runs on a guess.
import type { FileColumn, FileTable, OpenFile } from '../formats/format.ts';
import { layoutsLike, mappingOf, type Layout } from './layouts.ts';
import { planOf } from './plan.ts';
import { sample as sampleOf, type Range, type Sample } from './ranges.ts';

/** As a user would write it, with what to look at before trusting it. */
export interface Proposal {
  readonly mapping: Readonly<Record<string, unknown>>;
  /** Whether the mapping says what is signal; if not, each file needs `label`. */
  readonly labelled: boolean;
  readonly notes: readonly string[];
  /** A layout that says all of it, in place of the mapping. */
  readonly layout?: Layout;
}

interface Guess {
  readonly table: FileTable;
  readonly constituents: Readonly<Record<string, string | number>>;
  /** Column and feature of which the range tells the unit. */
  readonly size: readonly [column: string, feature: number];
  readonly notes: readonly string[];
}

const unlabelled = 'no column looks like a label: each file says its own, label: 0 (background) or label: 1 (signal)';

const names = (columns: readonly FileColumn[]): string[] => columns.map(({ name }) => name);

const nothing: Sample = { rows: 0, ranges: [] };

/** What is in the first rows of a column; nothing where it cannot be read. */
const sample = (...asked: Parameters<typeof sampleOf>): Promise<Sample> => sampleOf(...asked).catch(() => nothing);

/** Undefined where no columns look like constituents. */
export async function proposeMapping(open: OpenFile): Promise<Proposal | undefined> {
  for (const layout of layoutsLike(open)) {
    try {
      const mapping = mappingOf(layout, open, '');
      planOf(open, mapping, '');
      const notes = [`the columns are those of the layout ${layout}: sure of names, not of contents`];
      if (!mapping.label) notes.push(unlabelled);
      return { mapping, layout, labelled: mapping.label !== undefined, notes };
    } catch {
      continue; // other columns of that name
    }
  }
  for (const table of open.tables) {
    const usable = { ...table, columns: table.columns.filter(({ readable }) => readable) };
    const guess = fromLists(usable) ?? (await fromArray(open, usable)) ?? fromLists(usable, true);
    if (guess) return complete(open, usable, guess);
  }
  return undefined;
}

const arrayNames = /^(x|x_?(jets?|train|test|val)|.*(constit|particle|cand|track|tower).*)$/i;

/** One array [N, M, F] whose features are told apart by what is in them. */
async function fromArray(open: OpenFile, table: FileTable): Promise<Guess | undefined> {
  const arrays = table.columns.filter(({ ragged, shape }) => shape.length === (ragged ? 1 : 2) && shape.at(-1)! >= 3);
  const array =
    arrays.find(({ name }) => arrayNames.test(name.split(/[./]/).at(-1)!)) ??
    arrays.find(({ ragged }) => !ragged && arrays.length === 1);
  if (!array) return undefined;
  const features = array.shape.at(-1)!;
  const { ranges, cartesian } = await sample(open, table, array);
  const notes = [`which feature of ${array.name} is what was told from ranges in the first rows`];
  if (cartesian) {
    const { px, py, pz } = cartesian;
    return { table, constituents: { array: array.name, px, py, pz }, size: [array.name, px], notes };
  }
  // φ fills (-π, π] or [0, 2π), pT is never negative, η has both signs; what else there is comes after these
  const isPhi = ({ min, max }: Range): boolean => max - min > 4 && max - min < 6.4 && min > -3.2 && max < 6.4;
  const candidates = ranges.slice(0, Math.min(features, 8));
  const phi = candidates.findLastIndex((range, at) => at < 4 && isPhi(range));
  const pt = candidates.findIndex(({ min, max }, at) => at !== phi && min >= 0 && max > 0);
  const eta = candidates.findIndex(
    ({ min, max }, at) => at !== phi && at !== pt && min < 0 && max > 0 && max - min < 14,
  );
  if (phi < 0 || pt < 0 || eta < 0) return undefined;
  const energyflow = array.name === 'X' && pt === 0 && eta === 1 && phi === 2;
  if (energyflow) notes.push('if energyflow made this file, layout: energyflow says all of it');
  const constituents = { array: array.name, pt, [energyflow ? 'rapidity' : 'eta']: eta, phi };
  return { table, constituents, size: [array.name, pt], notes };
}

const polar = [['pt', 'eta', 'phi'], ['Pt', 'Eta', 'Phi'], ['PT', 'Eta', 'Phi'], ['ET', 'Eta', 'Phi'], ['pT', 'eta', 'phi']]; // prettier-ignore
const cartesian = [
  ['px', 'py', 'pz'],
  ['Px', 'Py', 'Pz'],
  ['PX', 'PY', 'PZ'],
];
/** The generator's record and selected tracks are not what a jet is made of. */
const unlikely = /^(gen|lhe|sub|iso|lost|truth|mc)|gen_?part|^particle\./i;
/** Delphes's names, those of which jets are made before single detectors. */
const delphes = /^(ParticleFlowCandidate|EFlow(Merged)?)\./;
const likely = /constit|part|cand|pf|track|tower|deposit/i;

/** Three list columns of one prefix: constituents rather than jets or leptons, going by their name. */
function fromLists(table: FileTable, bare = false): Guess | undefined {
  const lists = new Set(names(table.columns.filter(({ ragged, shape }) => shape.length === (ragged ? 0 : 1))));
  const found = [...polar, ...cartesian].flatMap((set) => {
    const [first] = set as [string];
    return [...lists]
      .filter((name) => name.endsWith(first) && set.every((part) => lists.has(name.slice(0, -first.length) + part)))
      .map((name) => ({ prefix: name.slice(0, -first.length), set }));
  });
  const best =
    found.find(({ prefix }) => delphes.test(prefix)) ??
    found.find(({ prefix }) => likely.test(prefix) && !unlikely.test(prefix) && !/jet_$/i.test(prefix)) ??
    (bare ? found.find(({ prefix }) => prefix === '') : undefined);
  if (!best) return undefined;
  const keys = cartesian.includes(best.set) ? ['px', 'py', 'pz'] : ['pt', 'eta', 'phi'];
  const constituents = Object.fromEntries(keys.map((key, at) => [key, best.prefix + best.set[at]!]));
  const puppi = `${best.prefix}puppiWeight`;
  return {
    table,
    constituents: lists.has(puppi) ? { ...constituents, scale: puppi } : constituents,
    size: [best.prefix + best.set[0]!, 0],
    notes: [],
  };
}

async function complete(open: OpenFile, table: FileTable, guess: Guess): Promise<Proposal> {
  const notes = [...guess.notes];
  const [sizeColumn, feature] = guess.size;
  const column = table.columns.find(({ name }) => name === sizeColumn)!;
  const unit = column.unit ?? unitOf((await sample(open, table, column)).ranges[feature]!);
  if (!column.unit) notes.push(`unit ${unit} was told from the range of ${sizeColumn}: check it`);
  const padding = await paddingOf(open, table, column, feature);
  if (padding !== undefined) notes.push(`padding ${padding} is at the end of most rows of ${sizeColumn}: check it`);
  const jets = 'array' in guess.constituents ? undefined : jetsOfEvent(table, sizeColumn);
  if (jets) notes.push(...jets.notes);
  const scalars = table.columns.filter(({ ragged, shape }) => !ragged && shape.length === 0);
  const label = scalars.find(({ name }) =>
    /^(label|labels|y|target|class|is_?signal|signal|is_signal_new|is_?[A-Z]\w*)$/i.test(name.split(/[/.]/).at(-1)!),
  );
  if (!label) notes.push(unlabelled);
  const weight = scalars.find(({ name }) =>
    /^(gen_?|mc_?)?(event_?|evt_?)?weights?$/i.test(name.split(/[/.]/).at(-1)!),
  );
  const mapping = {
    ...(open.tables.length > 1 ? { table: table.name } : {}),
    constituents: {
      ...guess.constituents,
      ...(!column.unit && { unit }),
      ...(padding !== undefined && { padding }),
    },
    ...(jets ? { jets: jets.mapping } : {}),
    ...(label ? { label: await labelOf(open, table, label, notes) } : {}),
    ...(weight ? { weight: weight.name } : {}),
  };
  return { mapping, labelled: label !== undefined, notes };
}

/** The one value other than 0 at the end of most rows of slots; 'nan' where it is none. */
async function paddingOf(
  open: OpenFile,
  table: FileTable,
  column: FileColumn,
  feature: number,
): Promise<number | 'nan' | undefined> {
  const { name, ragged, shape } = column;
  if (ragged || shape.length === 0) return undefined;
  const rows = Math.min(table.rows, 200);
  const read = await open.read(table.name, [name], 0, rows).catch(() => undefined);
  if (!read) return undefined;
  const { values } = read[name]!;
  const perRow = shape.reduce((product, length) => product * length, 1);
  const step = shape.length > 1 ? shape.at(-1)! : 1;
  const last = Array.from({ length: rows }, (_, row) => values[(row + 1) * perRow - step + feature]!);
  const [usual] = [...new Set(last)].filter(
    (value) => last.filter((other) => Object.is(other, value)).length > rows / 2,
  );
  if (usual === undefined || usual === 0) return undefined;
  return Number.isNaN(usual) ? 'nan' : usual;
}

/** Jets of order 100 GeV have constituents of order 0.1 to 100 GeV. */
function unitOf({ min, max }: Range): string {
  const largest = Math.max(Math.abs(min), Math.abs(max));
  if (largest > 10_000) return 'MeV';
  return largest > 5 ? 'GeV' : 'TeV';
}

const phiOf = (eta: string): string => eta.replace(/eta$/, 'phi').replace(/Eta$/, 'Phi');

interface EventJets {
  readonly mapping: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
}

/** How the rows of a table are events with several jets, if they are. */
function jetsOfEvent(table: FileTable, constituent: string): EventJets | undefined {
  const lists = names(table.columns.filter(({ ragged }) => ragged));
  const fat = (name: string): number => (/fat|ak8|ak10|ak15|large|fj/i.test(name) ? 0 : 1);
  const index = lists.filter((name) => /jet_?(idx|index)$/i.test(name)).sort((a, b) => fat(a) - fat(b));
  const prefix = constituent.slice(0, constituent.search(/p[tx]$|et$/i));
  const ownIndex = index.find((name) => name.startsWith(prefix) && prefix !== '');
  if (ownIndex) return { mapping: { take: 'hardest', index: ownIndex }, notes: [] };
  for (const jet of index.filter((name) => likely.test(name))) {
    const links = jet.replace(/jet_?(idx|index)$/i, '');
    const link = lists.find(
      (name) => name !== jet && name.startsWith(links) && /(cands?|constit\w*|part\w*)_?(idx|index)$/i.test(name),
    );
    if (link) return { mapping: { take: 'hardest', index: jet, constituent: link }, notes: [] };
  }
  const axes = lists
    .filter((name) => /jet\w*[_.]?eta$/i.test(name) && !name.startsWith(prefix || '\0'))
    .filter((name) => lists.includes(phiOf(name)) && /^(fat_?jet|ak\d+\w*|jet)_eta$|^\w*jet\w*\.eta$/i.test(name))
    .filter((name) => !/^gen/i.test(name))
    .sort((a, b) => fat(a) - fat(b));
  const [eta] = axes;
  if (eta === undefined) return undefined;
  return {
    mapping: { take: 'hardest', eta, phi: phiOf(eta), within: fat(eta) === 0 ? 0.8 : 0.4 },
    notes: [
      `no column links constituents to jets: within matches them by angle, an approximation; set it to the radius of ${eta.replace(/[_.]?eta$/i, '')}`,
    ],
  };
}

async function labelOf(open: OpenFile, table: FileTable, label: FileColumn, notes: string[]): Promise<unknown> {
  const { min, max } = (await sample(open, table, label)).ranges[0]!;
  if (min >= 0 && max <= 1) return { column: label.name };
  notes.push(`${label.name} goes from ${min} to ${max}: signal names the values that mean signal`);
  return { column: label.name, signal: max };
}
