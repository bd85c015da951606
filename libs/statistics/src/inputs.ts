// Reads the score tables that a task was given and checks them: what cannot be measured is refused here, by the name of
// the node it came from.
import { join } from 'node:path';
import { InputError, readColumns, scores, type Input } from '@jetdemon/workflow';
import type { Jets } from './measure-distributions.ts';

const file = 'scores.arrow';
const { columns } = scores.files[file];

/** One row per jet: what the classifier says, and the observables. `[jets]` each */
export type ScoreTable = Awaited<ReturnType<typeof readScores>>;

export interface PairedScores {
  readonly nominal: ScoreTable;
  /** The same jets row by row, by the name of the variation. */
  readonly variations: Readonly<Record<string, ScoreTable>>;
}

/**
 * Reads the nominal scores and their variations.
 *
 * @throws InputError when a class is missing, a label is neither 0 nor 1, a score outside [0, 1], an observable not
 * finite, a variation is not of the same jets, or background jets are fewer than `minimumBackground`
 */
export async function readPairedScores(
  nominal: Input,
  variations: readonly Input[],
  { minimumBackground = 1 } = {},
): Promise<PairedScores> {
  const names = variationNames(variations);
  const table = await readScores(nominal);
  const background = table.label.filter((label) => label === 0).length;
  if (background < minimumBackground) {
    throw new InputError(`expected at least ${minimumBackground} background jets, found ${background}`, nominal.node);
  }
  const varied: [string, ScoreTable][] = [];
  for (const [at, input] of variations.entries()) {
    const variation = await readScores(input);
    checkPaired(variation, input.node, table, nominal.node);
    varied.push([names[at]!, variation]);
  }
  return { nominal: table, variations: Object.fromEntries(varied) };
}

/** Reads the nominal scores and one perturbed table of the same jets; refuses what `readPairedScores` refuses. */
export async function readPair(
  nominal: Input,
  perturbed: Input,
  options: { readonly minimumBackground?: number } = {},
): Promise<{ readonly nominal: ScoreTable; readonly perturbed: ScoreTable }> {
  const { nominal: table, variations } = await readPairedScores(nominal, [perturbed], options);
  const [varied] = Object.values(variations);
  return { nominal: table, perturbed: varied! };
}

/** The observables that are histogrammed, pT and mass turned from TeV into GeV. */
export function inGeV({ label, score, jet_pt, jet_mass, jet_d2 }: ScoreTable): Jets {
  return { label, score, pt: jet_pt.map((tev) => tev * 1000), mass: jet_mass.map((tev) => tev * 1000), d2: jet_d2 };
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

async function readScores({ folder, node }: Input) {
  const table = await readColumns(join(folder, file), { columns });
  const { label, score, jet_pt, jet_mass, jet_d2 } = table;
  const refuse = (row: number, expected: string, found: number) => {
    throw new InputError(`row ${row + 1} of ${file}: expected ${expected}, found ${found}`, node);
  };
  label.forEach((value, row) => value <= 1 || refuse(row, 'label 0 or 1', value));
  score.forEach((value, row) => (value >= 0 && value <= 1) || refuse(row, 'score in [0, 1]', value));
  for (const [name, values] of Object.entries({ jet_pt, jet_mass, jet_d2 })) {
    values.forEach((value, row) => Number.isFinite(value) || refuse(row, `a finite ${name}`, value));
  }
  for (const [value, name] of ['background (label 0)', 'signal (label 1)'].entries()) {
    if (!label.includes(value)) throw new InputError(`expected jets of both classes, found no ${name}`, node);
  }
  return table;
}

function checkPaired(variation: ScoreTable, node: string, nominal: ScoreTable, nominalNode: string): void {
  const [found, expected] = [variation.label.length, nominal.label.length];
  if (found !== expected) {
    throw new InputError(`expected the ${expected} jets of ${nominalNode}, row by row, found ${found}`, node);
  }
  const row = nominal.label.findIndex((label, at) => label !== variation.label[at]);
  if (row >= 0) {
    const [is, should] = [variation.label[row], nominal.label[row]];
    throw new InputError(`row ${row + 1} of ${file}: expected label ${should} as in ${nominalNode}, found ${is}`, node);
  }
}
