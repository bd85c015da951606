// From the inputs of the task report/page to its files.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, jets as jetsKind, readColumns, type Input } from '@jetdemon/workflow';
import { verdictOf, type Names } from './comparison.ts';
import { toCsv } from './csv.ts';
import { subjectsOf } from './networks.ts';
import { numbersOf, page } from './page.ts';
import { recordsOf, software } from './provenance.ts';
import { readFigure, readMetrics, readPerturbation, readTests } from './results.ts';

/** What each port of the task got. */
export interface PageInputs {
  readonly figures: readonly Input[];
  readonly curves: readonly Input[];
  readonly histograms: readonly Input[];
  readonly jets: readonly Input[];
  readonly classifiers: readonly Input[];
  readonly attacked: readonly Input[];
}

export interface PageParams {
  readonly title: string;
  readonly attack: Names['attack'];
  readonly control: Names['attack'] | null;
  /** The attack as perturbation.json names it. */
  readonly method: string;
  readonly paper: boolean;
  readonly command: string;
}

/** Writes index.html and numbers.csv into `folder`. */
export async function writePage(folder: string, inputs: PageInputs, params: PageParams): Promise<void> {
  if (inputs.curves.length === 0) throw new InputError('curves: expected at least one network, found none');
  const { title, attack, control, method, paper, command } = params;
  const measured = await Promise.all(
    subjectsOf(inputs.curves).map(async (subject) => ({ subject, metrics: await readMetrics(subject.input) })),
  );
  const displaced = await Promise.all(
    subjectsOf(inputs.histograms).map(async (subject) => ({ subject, tests: await readTests(subject.input) })),
  );
  const perturbations = await Promise.all(inputs.attacked.map(readPerturbation));
  const content = {
    title,
    names: { attack, control: control ?? undefined },
    paper,
    measured,
    displaced,
    perturbations: perturbations.filter(({ asked }) => asked.attack === method),
    jets: await countJets(inputs.jets),
    figures: await Promise.all(inputs.figures.map(readFigure)),
    records: await recordsOf([
      ...inputs.jets,
      ...inputs.classifiers,
      ...inputs.attacked,
      ...inputs.curves,
      ...inputs.histograms,
      ...inputs.figures,
    ]),
    software,
    command,
  };
  await writeFile(join(folder, 'index.html'), page(content));
  await writeFile(join(folder, 'numbers.csv'), numbersCsv(content));
}

async function countJets(inputs: readonly Input[]) {
  if (inputs.length === 0) return undefined;
  const { label } = jetsKind.files['jets.arrow'].columns;
  const tables = await Promise.all(
    inputs.map(({ folder }) => readColumns(join(folder, 'jets.arrow'), { columns: { label } })),
  );
  const labels = tables.flatMap((table) => [...table.label]);
  const signal = labels.filter((one) => one === 1).length;
  return { signal, background: labels.length - signal };
}

function numbersCsv(content: Parameters<typeof numbersOf>[0]): string {
  const rows = numbersOf(content).map((row) => ({
    node: row.subject.input.node,
    network: row.subject.label,
    quantity: row.label,
    value: row.ours.value,
    low: row.ours.low,
    high: row.ours.high,
    paper: row.paper?.value ?? '',
    paper_rounding: row.paper?.rounding ?? '',
    paper_lies: verdictOf(row) ?? '',
    source: row.paper?.source ?? '',
  }));
  return toCsv(rows, [
    'node',
    'network',
    'quantity',
    'value',
    'low',
    'high',
    'paper',
    'paper_rounding',
    'paper_lies',
    'source',
  ]);
}
