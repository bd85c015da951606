// Score tables that a task was given, checked: what cannot be measured is refused here, by the name of
// the node it came from. Jets of weight 0 end here: whatever is measured, they are as good as absent.
import { join } from 'node:path';
import { scores } from '@jetdemon/artifacts';
import { InputError, readColumns, type Columns, type Input } from '@jetdemon/workflow';
import type { Jets } from '../distributions/measure.ts';
import type { Pairing } from './pairing.ts';
import { relativeWeights } from './weights.ts';

const file = 'scores.arrow';
const { columns } = scores.files[file];

type Table = Columns<{ readonly columns: typeof columns }>;

/**
 * One row per jet of a weight other than 0: what the classifier says, and the observables; the weight as `relativeWeights`
 * has it, undefined where all jets count alike. `[jets]` each
 */
export type ScoreTable = Omit<Table, 'weight'> & { readonly weight: Float64Array | undefined };

export interface PairedScores {
  readonly nominal: ScoreTable;
  /** The same jets row by row, or other jets where these were asked for, by the name of the variation. */
  readonly variations: Readonly<Record<string, ScoreTable>>;
}

export interface ReadOptions {
  /** Of each sample. */
  readonly minimumBackground?: number;
  /** `rows` by default. */
  readonly pairing?: Pairing;
}

/**
 * Reads the nominal scores and their variations; those that are the same jets have the weights of the nominal ones.
 *
 * @throws InputError when a class is missing or its weights do not sum to more than 0, a label is none of 0, 1 and 2 (neither), a score
 * outside [0, 1], a weight or an observable not finite, a variation paired by rows is not of the same jets, or background jets (those of
 * weight 0 aside) are fewer than `minimumBackground`
 */
export async function readPairedScores(
  nominal: Input,
  variations: readonly Input[],
  { minimumBackground = 1, pairing = 'rows' }: ReadOptions = {},
): Promise<PairedScores> {
  const names = variationNames(variations);
  const table = await readScores(nominal);
  requireBackground(table, minimumBackground, nominal.node);
  const varied: [string, ScoreTable][] = [];
  for (const [at, input] of variations.entries()) {
    const variation = await readScores(input);
    if (pairing === 'rows') checkPaired(variation, input.node, table, nominal.node);
    else requireBackground(variation, minimumBackground, input.node);
    varied.push([names[at]!, counted(variation)]);
  }
  return { nominal: counted(table), variations: Object.fromEntries(varied) };
}

function requireBackground({ label, weight }: Table, atLeast: number, node: string): void {
  const background = label.filter((one, row) => one === 0 && weight[row] !== 0).length;
  if (background >= atLeast) return;
  throw new InputError(`expected at least ${atLeast} background jets, found ${background}`, node);
}

/** The jets of a weight other than 0. */
function counted(table: Table): ScoreTable {
  const here = table.weight.every((weight) => weight !== 0) ? table : only(table, (row) => table.weight[row] !== 0);
  return { ...here, weight: relativeWeights(here.weight, here.label) };
}

/** The rows that are kept. */
function only(
  { weight, label, score, jet_pt, jet_eta, jet_mass, jet_d2 }: Table,
  keep: (row: number) => boolean,
): Table {
  const kept = <A extends Uint8Array | Float32Array | Float64Array>(values: A) =>
    values.filter((_, row) => keep(row)) as A;
  return {
    label: kept(label),
    weight: kept(weight),
    score: kept(score),
    jet_pt: kept(jet_pt),
    jet_eta: kept(jet_eta),
    jet_mass: kept(jet_mass),
    jet_d2: kept(jet_d2),
  };
}

/** Reads the nominal scores and one perturbed table, of the same jets or of others; refuses what `readPairedScores` refuses. */
export async function readPair(
  nominal: Input,
  perturbed: Input,
  options: ReadOptions = {},
): Promise<{ readonly nominal: ScoreTable; readonly perturbed: ScoreTable }> {
  const { nominal: table, variations } = await readPairedScores(nominal, [perturbed], options);
  const [varied] = Object.values(variations);
  return { nominal: table, perturbed: varied! };
}

/** The observables that are histogrammed, pT and mass turned from TeV into GeV. */
export function inGeV({ label, weight, score, jet_pt, jet_mass, jet_d2 }: ScoreTable): Jets {
  const times1000 = (values: Float32Array) => values.map((tev) => tev * 1000);
  return { label, weight, score, pt: times1000(jet_pt), mass: times1000(jet_mass), d2: jet_d2 };
}

/** Base names of the nodes; the full name where two variations share a base. */
export function variationNames(inputs: readonly Input[]): string[] {
  return inputs.map(({ base, node }) => {
    const name = inputs.filter((other) => other.base === base).length > 1 ? node : base;
    if (name === 'nominal') {
      throw new InputError(
        `expected another name than nominal for a variation: it is that of the nominal sample`,
        node,
      );
    }
    return name;
  });
}

/** Label of jets that are neither background nor signal: they play no part where these are told apart. */
const NEITHER = 2;

async function readScores({ folder, node }: Input) {
  const all = await readColumns(join(folder, file), { columns });
  const refuse = (row: number, expected: string, found: number) => {
    throw new InputError(`row ${row + 1} of ${file}: expected ${expected}, found ${found}`, node);
  };
  all.label.forEach((value, row) => value <= NEITHER || refuse(row, 'label 0, 1 or 2', value));
  all.score.forEach((value, row) => (value >= 0 && value <= 1) || refuse(row, 'score in [0, 1]', value));
  for (const name of ['weight', 'jet_pt', 'jet_mass', 'jet_d2'] as const) {
    all[name].forEach((value, row) => Number.isFinite(value) || refuse(row, `a finite ${name}`, value));
  }
  const table = all.label.includes(NEITHER) ? only(all, (row) => all.label[row] !== NEITHER) : all;
  const { label, weight } = table;
  if (label.length === 0) {
    throw new InputError(
      `expected jets of both classes, found ${all.label.length} that are neither background nor signal: what tells the two ` +
        'apart needs the truth; statistics/histograms with pairing: unpaired takes jets without it',
      node,
    );
  }
  for (const [value, name] of ['background (label 0)', 'signal (label 1)'].entries()) {
    if (!label.includes(value)) throw new InputError(`expected jets of both classes, found no ${name}`, node);
    const sum = weight.reduce((total, one, row) => total + (label[row] === value ? one : 0), 0);
    if (!(sum > 0)) throw new InputError(`expected a sum of weights above 0 of ${name}, found ${sum}`, node);
  }
  return table;
}

/** Ends the messages of samples that are not the same jets. */
const mend = 'a variation is the nominal jets, moved; for other jets say pairing: unpaired';

function checkPaired(variation: Table, node: string, nominal: Table, nominalNode: string): void {
  const [found, expected] = [variation.label.length, nominal.label.length];
  if (found !== expected) {
    throw new InputError(`expected the ${expected} jets of ${nominalNode}, row by row, found ${found}: ${mend}`, node);
  }
  for (const column of ['label', 'weight'] as const) {
    const row = nominal[column].findIndex((value, at) => value !== variation[column][at]);
    if (row < 0) continue;
    const [is, should] = [variation[column][row], nominal[column][row]];
    throw new InputError(
      `row ${row + 1} of ${file}: expected ${column} ${should} as in ${nominalNode}, found ${is}: ${mend}`,
      node,
    );
  }
}
