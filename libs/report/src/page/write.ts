// The page's files from the results that it was given.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, suggest, type Input } from '@jetdemon/workflow';
import type { Reference } from '@jetdemon/statistics';
import { differencesHere } from '../reference/comparison.ts';
import type { Circumstances } from '../reference/difference.ts';
import { differencesFrom } from '../reference/known-differences.ts';
import { namingOf, type Naming } from '../text/subjects.ts';
import { measuredOf, type Measured } from './attacks.ts';
import type { Content } from './chapter.ts';
import { numbersCsv } from './numbers-csv.ts';
import { page } from './page.ts';
import { recordsOf, software } from './provenance.ts';
import { readResults, type Results } from './results.ts';
import { rowsOf } from './rows.ts';
import { readUndone } from './undone.ts';

export interface PageParams {
  readonly title: string;
  readonly names: Readonly<Record<string, string>>;
  readonly average: readonly string[];
  readonly command: string;
  /** Known differences, by the nodes or points of the results in which each is undone. */
  readonly undone: Readonly<Record<string, string>>;
}

/** Writes index.html and numbers.csv into `folder`. */
export async function writePage(
  folder: string,
  inputs: readonly Input[],
  { title, names, average, command, undone: undoneNames }: PageParams,
  reference?: Reference,
  undoneInputs: readonly Input[] = [],
): Promise<void> {
  if (inputs.length === 0) throw new InputError('results: expected something to report on, found none');
  const results = await readResults(inputs);
  const naming = namingOf(names, reference, average);
  refuseStrangers(naming, [...inputs, ...undoneInputs], pointsOf(results), [
    ...results.significance,
    ...(await readResults(undoneInputs)).significance,
  ]);
  const measured = measuredOf(results, naming);
  if (undoneInputs.length > 0 && !reference)
    throw new InputError('undone: expected a reference, from which something differs, found none');
  const published = reference && publishedBeside(reference, measured, results);
  const given = published && { naming, reference: published.reference, differences: published.differences };
  const undone = given ? await readUndone(undoneInputs, undoneNames, given) : [];
  const content: Content = {
    ...{ title, command, results, naming, measured, software },
    rows: rowsOf(measured, reference),
    ...(published && { published: { ...published, undone } }),
    records: await recordsOf([...inputs, ...undoneInputs]),
  };
  await writeFile(join(folder, 'index.html'), page(content));
  await writeFile(join(folder, 'numbers.csv'), await numbersCsv(content));
}

/** Networks and ways of training that are told apart inside a result. */
const pointsOf = ({ growth }: Results): string[] =>
  growth.flatMap(({ networks }) => [...Object.keys(networks), ...Object.values(networks).flatMap(Object.keys)]);

/** A name that nothing bears is a slip of the pen, and what it was meant for would go without. */
function refuseStrangers(
  { names }: Naming,
  inputs: readonly Input[],
  points: readonly string[],
  significance: Results['significance'],
): void {
  const known = new Set([
    ...inputs.flatMap(({ node, base }) => [node, base]),
    ...inputs.flatMap(({ axes }) => Object.entries(axes).map(([axis, value]) => `${axis}=${value}`)),
    ...significance.flatMap(({ variations }) => Object.keys(variations)),
  ]);
  // Results of several points do not say on which axis.
  const isPoint = (name: string) => points.some((point) => name === point || name.endsWith(`=${point}`));
  const stranger = Object.keys(names).find((name) => !known.has(name) && !isPoint(name));
  if (stranger === undefined) return;
  throw new InputError(
    `names: expected nodes, samples and points of the results, found ${stranger}${suggest(stranger, [...known])}`,
  );
}

function publishedBeside(reference: Reference, measured: readonly Measured[], results: Results) {
  const { jets } = results;
  const sum = (of: 'signal' | 'background') => jets.reduce((total, one) => total + one[of], 0);
  const adversary = measured.flatMap(({ attacks }) => attacks.flatMap(({ adversaries }) => adversaries))[0];
  const here: Circumstances = {
    reference,
    ...(jets.length > 0 && { jets: { signal: sum('signal'), background: sum('background') } }),
    asked: results['attacked jets'].map(({ asked }) => asked),
    seeds: measured[0]?.metrics.convention.seeds ?? 1,
    thresholds: Object.fromEntries(
      measured.flatMap(({ subject: { network }, metrics }) =>
        network === undefined ? [] : [[network, metrics.threshold.value] as const],
      ),
    ),
    classifiers: results.classifier.map(({ input }) => input.params),
    ...(adversary && { adversary: adversary.input.params }),
  };
  return { reference, here, differences: differencesHere(differencesFrom(reference), here) };
}
