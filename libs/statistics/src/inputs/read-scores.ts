// Score tables that a task was given, checked: what cannot be measured is refused here, by the name of
// the node it came from. Jets of weight 0 end here: whatever is measured, they are as good as absent.
import { join } from 'node:path';
import { jetObservables, observables, scores, shownScale } from '@jetdemon/artifacts';
import { InputError, readColumns, type Columns, type Input } from '@jetdemon/workflow';
import { readOwnColumns } from './own-columns.ts';
import type { Pairing } from './pairing.ts';
import type { Numbers, OwnColumn, ScoredJets } from './scored-jets.ts';
import { relativeWeights, requireSums } from './weights.ts';

const file = 'scores.arrow';
const { columns } = scores.files[file];

type Table = Columns<{ readonly columns: typeof columns }> & { readonly own: Readonly<Record<string, OwnColumn>> };

export interface VariedScores {
  readonly nominal: ScoredJets;
  /** The same jets row by row, or other jets where these were asked for, by the name of the variation. */
  readonly variations: Readonly<Record<string, ScoredJets>>;
}

export interface ReadOptions {
  /** Of each sample. */
  readonly minimumBackground?: number;
  /** `rows` by default. */
  readonly pairing?: Pairing;
  /** Columns of the user's own that went along to the scores. */
  readonly columns?: readonly string[];
  /** `relative`: see `relativeWeights`, the default; `stated`: as they are, absent where all are 1. */
  readonly weights?: 'relative' | 'stated';
  /** Whether other jets, as a whole, may be jets without truth; false by default. */
  readonly withoutTruth?: boolean;
}

/**
 * Reads the nominal scores and their variations; those that are the same jets have the weights of the nominal ones.
 *
 * @throws InputError when a class is missing or its weights do not sum to more than 0, a label is none of 0, 1 and 2 (neither), a score
 * outside [0, 1], a weight or an observable not finite, a variation paired by rows is not of the same jets, or background jets (those of
 * weight 0 aside) are fewer than `minimumBackground`
 */
export async function readVariedScores(
  nominal: Input,
  variations: readonly Input[],
  { minimumBackground = 1, pairing = 'rows', columns: own = [], weights = 'relative' }: ReadOptions = {},
): Promise<VariedScores> {
  const names = variationNames(variations);
  const table = await readScores(nominal, own);
  requireBackground(table, minimumBackground, nominal.node);
  const varied: [string, ScoredJets][] = [];
  for (const [at, input] of variations.entries()) {
    const variation = await readScores(input, own);
    if (pairing === 'rows') checkPaired(variation, input.node, table, nominal.node);
    else requireBackground(variation, minimumBackground, input.node);
    varied.push([names[at]!, counted(variation, weights)]);
  }
  return { nominal: counted(table, weights), variations: Object.fromEntries(varied) };
}

/** Samples of any classes or none, to be compared class by class, and as a whole where one of the two has no classes. */
export interface AnyScores {
  readonly labelled: VariedScores;
  /** Every jet with label 0, weights of a mean of 1 over all; the variations that have no classes, all where nominal has none. */
  readonly whole: VariedScores | undefined;
}

/**
 * Reads samples of the same jets or of others, whatever truth they have. The same jets, row by row, have classes or have not.
 *
 * @throws InputError for rows that `readVariedScores` refuses, and for a sample without jets or of no sum of weights above 0
 */
export async function readAnyScores(
  nominal: Input,
  variations: readonly Input[],
  { columns: own = [], pairing = 'unpaired' }: Pick<ReadOptions, 'columns' | 'pairing'> = {},
): Promise<AnyScores> {
  const names = variationNames(variations);
  const read = async (input: Input) => {
    const all = await readRows(input, own);
    const labelled = all.label.some((label) => label !== NEITHER);
    const place = { node: input.node, column: 'weight' };
    requireSums(all.weight, all.label, place);
    const whole = { ...all, label: new Uint8Array(all.label.length) };
    requireSums(whole.weight, whole.label, place, ['jets']);
    return { all, labelled, classes: counted(only(all, (row) => all.label[row] !== NEITHER)), whole: counted(whole) };
  };
  const first = await read(nominal);
  if (pairing === 'rows' && first.labelled)
    return { labelled: await readVariedScores(nominal, variations, { columns: own }), whole: undefined };
  const varied = await Promise.all(variations.map(async (input, at) => [names[at]!, await read(input)] as const));
  if (pairing === 'rows')
    varied.forEach(([, { all }], at) => checkPaired(all, variations[at]!.node, first.all, nominal.node));
  const unlabelled = varied.filter(([, { labelled }]) => !(labelled && first.labelled));
  const classed = varied.filter(([, { labelled }]) => labelled);
  return {
    labelled: {
      nominal: first.classes,
      variations: Object.fromEntries(classed.map(([name, { classes }]) => [name, classes])),
    },
    whole:
      unlabelled.length > 0 || !first.labelled
        ? { nominal: first.whole, variations: Object.fromEntries(unlabelled.map(([name, { whole }]) => [name, whole])) }
        : undefined,
  };
}

function requireBackground({ label, weight }: Table, atLeast: number, node: string, jets = 'background jets'): void {
  const background = label.filter((one, row) => one === 0 && weight[row] !== 0).length;
  if (background >= atLeast) return;
  throw InputError.at({ node }, `expected at least ${atLeast} ${jets}, found ${background}`);
}

/** The jets of a weight other than 0, their observables in the units that are shown. */
function counted(table: Table, weights: ReadOptions['weights'] = 'relative'): ScoredJets {
  const here = table.weight.every((weight) => weight !== 0) ? table : only(table, (row) => table.weight[row] !== 0);
  const { label, weight, score, own } = here;
  const shown = jetObservables.map((name) => {
    const { column, unit } = observables[name];
    return [name, scaled(here[column], shownScale(unit))];
  });
  const stated = weight.every((one) => one === 1) ? undefined : weight;
  return {
    label,
    weight: weights === 'stated' ? stated : relativeWeights(weight, label),
    score,
    ...Object.fromEntries(shown),
    columns: own,
  };
}

const scaled = (values: Float32Array, by: number) => (by === 1 ? values : values.map((value) => value * by));

/** The rows that are kept. */
function only({ own, ...table }: Table, keep: (row: number) => boolean): Table {
  const kept = <A extends Uint8Array | Float32Array | Float64Array>(values: A) =>
    values.filter((_, row) => keep(row)) as A;
  const flat = Object.entries(table).map(([name, values]) => [name, kept(values)]);
  const columns = Object.entries(own).map(([name, one]) => [name, { ...one, values: kept(one.values) }] as const);
  return { ...(Object.fromEntries(flat) as typeof table), own: Object.fromEntries(columns) };
}

export interface ScoresPair {
  readonly nominal: ScoredJets;
  readonly perturbed: ScoredJets;
  /** Whether the truth of no perturbed jet is known: all have label 0 here. */
  readonly unlabelled: boolean;
}

/**
 * Reads the nominal scores and one perturbed table, of the same jets or of others; refuses what `readVariedScores` refuses, but
 * where `withoutTruth` allows them not other jets without truth.
 */
export async function readPair(nominal: Input, perturbed: Input, options: ReadOptions = {}): Promise<ScoresPair> {
  const { minimumBackground = 1, pairing = 'rows', columns: own = [], withoutTruth = false } = options;
  if (pairing === 'unpaired' && withoutTruth) {
    const all = await readRows(perturbed, own);
    if (all.label.every((label) => label === NEITHER)) {
      const { nominal: table } = await readVariedScores(nominal, [], options);
      const whole = { ...all, label: new Uint8Array(all.label.length) };
      requireSums(whole.weight, whole.label, { node: perturbed.node, column: 'weight' }, ['jets']);
      requireBackground(whole, minimumBackground, perturbed.node, 'jets');
      return { nominal: table, perturbed: counted(whole), unlabelled: true };
    }
  }
  const { nominal: table, variations } = await readVariedScores(nominal, [perturbed], options);
  const [varied] = Object.values(variations);
  return { nominal: table, perturbed: varied!, unlabelled: false };
}

/** Base names of the nodes; where several share a base, with the axes that tell those apart: `scaled@by=up` of every training. */
export function variationNames(inputs: readonly Input[]): string[] {
  return inputs.map(({ base, axes, node }) => {
    const siblings = inputs.filter((other) => other.base === base);
    const apart = Object.entries(axes).filter(([axis, value]) => siblings.some((other) => other.axes[axis] !== value));
    const name = apart.length > 0 ? `${base}@${apart.map(([axis, value]) => `${axis}=${value}`).join('+')}` : base;
    if (name === 'nominal') {
      throw InputError.at(
        { node },
        `expected another name than nominal for a variation: it is that of the nominal sample`,
      );
    }
    return name;
  });
}

/** Label of jets that are neither background nor signal: they play no part where these are told apart. */
const NEITHER = 2;

/** The rows as they are, of any label. */
async function readRows({ folder, node }: Input, names: readonly string[]): Promise<Table> {
  const path = join(folder, file);
  const all: Table = { ...(await readColumns(path, { columns })), own: await readOwnColumns(path, names) };
  const refuse = (row: number, column: string, expected: string, found: number) => {
    throw InputError.at({ node, file: path, row, column }, `expected ${expected}, found ${found}`);
  };
  all.label.forEach((value, row) => value <= NEITHER || refuse(row, 'label', '0, 1 or 2', value));
  all.score.forEach((value, row) => (value >= 0 && value <= 1) || refuse(row, 'score', 'a number in [0, 1]', value));
  const finite = ['weight', ...jetObservables.map((name) => observables[name].column)] as const;
  const numbers = [
    ...finite.map((name) => [name, all[name]] as const),
    ...Object.entries(all.own).map(([name, { values }]) => [name, values] as const),
  ];
  for (const [name, values] of numbers) {
    values.forEach((value, row) => Number.isFinite(value) || refuse(row, name, 'a finite number', value));
  }
  if (all.label.length === 0) throw InputError.at({ node, file: path }, `expected jets in ${file}, found none`);
  return all;
}

/** The jets of both classes, which must be there. */
async function readScores(input: Input, names: readonly string[]): Promise<Table> {
  const { node } = input;
  const all = await readRows(input, names);
  const table = all.label.includes(NEITHER) ? only(all, (row) => all.label[row] !== NEITHER) : all;
  const { label } = table;
  if (label.length === 0) {
    throw InputError.at(
      { node },
      `expected jets of both classes, found ${all.label.length} that are neither background nor signal: what tells the two ` +
        'apart needs the truth; statistics/histograms takes jets without it, and statistics/control-region as the perturbed ones with ' +
        'pairing: unpaired and normalisation: data, against simulated jets that have it',
    );
  }
  for (const [value, name] of ['background (label 0)', 'signal (label 1)'].entries()) {
    if (!label.includes(value)) throw InputError.at({ node }, `expected jets of both classes, found no ${name}`);
  }
  requireSums(table.weight, label, { node, column: 'weight' });
  return table;
}

/** Ends the messages of samples that are not the same jets. */
const mend = 'a variation is the nominal jets, moved; for other jets say pairing: unpaired';

function checkPaired(variation: Table, node: string, nominal: Table, nominalNode: string): void {
  const [found, expected] = [variation.label.length, nominal.label.length];
  if (found !== expected) {
    throw InputError.at(
      { node },
      `expected the ${expected} jets of ${nominalNode}, row by row, found ${found}: ${mend}`,
    );
  }
  const held = (table: Table) => ({
    label: table.label,
    weight: table.weight,
    ...Object.fromEntries(Object.entries(table.own).map(([name, { values }]) => [name, values])),
  });
  const [before, after]: Record<string, Uint8Array | Numbers>[] = [held(nominal), held(variation)];
  for (const [column, values] of Object.entries(before!)) {
    const row = values.findIndex((value, at) => value !== after![column]![at]);
    if (row < 0) continue;
    const [is, should] = [after![column]![row], values[row]];
    throw InputError.at({ node, row, column }, `expected ${should} as in ${nominalNode}, found ${is}: ${mend}`);
  }
}
