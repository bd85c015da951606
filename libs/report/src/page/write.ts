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

export interface PageParams {
  readonly title: string;
  readonly names: Readonly<Record<string, string>>;
  readonly average: readonly string[];
  readonly command: string;
}

/** Writes index.html and numbers.csv into `folder`. */
export async function writePage(
  folder: string,
  inputs: readonly Input[],
  { title, names, average, command }: PageParams,
  reference?: Reference,
): Promise<void> {
  if (inputs.length === 0) throw new InputError('results: expected something to report on, found none');
  const results = await readResults(inputs);
  const naming = namingOf(names, reference, average);
  refuseStrangers(naming, inputs, results);
  const measured = measuredOf(results, naming);
  const content: Content = {
    ...{ title, command, results, naming, measured, software },
    rows: rowsOf(measured, reference),
    ...(reference && { published: publishedBeside(reference, measured, results) }),
    records: await recordsOf(inputs),
  };
  await writeFile(join(folder, 'index.html'), page(content));
  await writeFile(join(folder, 'numbers.csv'), await numbersCsv(content));
}

/** A name that nothing bears is a slip of the pen, and what it was meant for would go without. */
function refuseStrangers({ names }: Naming, inputs: readonly Input[], { significance }: Results): void {
  const known = new Set([
    ...inputs.flatMap(({ node, base }) => [node, base]),
    ...inputs.flatMap(({ axes }) => Object.entries(axes).map(([axis, value]) => `${axis}=${value}`)),
    ...significance.flatMap(({ variations }) => Object.keys(variations)),
  ]);
  const stranger = Object.keys(names).find((name) => !known.has(name));
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
    ...(adversary && { adversary: adversary.input.params }),
  };
  return { reference, here, differences: differencesHere(differencesFrom(reference), here) };
}
