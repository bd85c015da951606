// From the inputs of the task report/page to its files.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jets as jetsKind } from '@jetdemon/artifacts';
import { InputError, readColumns, type Input } from '@jetdemon/workflow';
import { readAdversary } from '../results/adversary-results.ts';
import { readClaims } from '../results/claims-results.ts';
import type { Named } from '../reference/comparison.ts';
import { readCutflow } from '../results/cutflow-results.ts';
import { belongsTo, type Demon } from './adversary.ts';
import type { Measured } from './summary-sentence.ts';
import type { Circumstances } from '../reference/difference.ts';
import { subjectsOf } from '../text/subjects.ts';
import { numbersCsv } from './numbers-csv.ts';
import { numbersOf, page, type PageContent } from './page.ts';
import { recordsOf, software } from './provenance.ts';
import { readFigure, readMetrics, readPerturbation, readTests, variationOf } from '../results/results.ts';
import type { PaperRungs } from './sections/susceptibility.ts';
import { readLadder } from '../results/susceptibility-results.ts';
import { readExclusion } from '../results/exclusion-results.ts';
import { readGates } from '../results/gates-results.ts';
import { readRegion } from '../results/region-results.ts';

/** What each port of the task got, by the name of the port; figures last in the table of nodes. */
export type PageInputs = Readonly<Record<Port, readonly Input[]>>;

type Port =
  | 'figures'
  | 'cutflows'
  | 'claims'
  | 'curves'
  | 'histograms'
  | 'adversaries'
  | 'gates'
  | 'regions'
  | 'exclusions'
  | 'susceptibility'
  | 'jets'
  | 'classifiers'
  | 'attacked';

export interface PageParams {
  readonly title: string;
  readonly attack: Named | null;
  readonly control: Named | null;
  readonly demon: Named;
  readonly demonControl: Named | null;
  readonly rungs: PaperRungs;
  /** The attack as perturbation.json names it. */
  readonly method: string;
  readonly paper: boolean;
  readonly command: string;
}

/** Writes index.html and numbers.csv into `folder`. */
export async function writePage(folder: string, inputs: PageInputs, params: PageParams): Promise<void> {
  const content = await readContent(inputs, params);
  await writeFile(join(folder, 'index.html'), page(content));
  const others = ['gates', 'regions', 'exclusions', 'susceptibility'] as const;
  await writeFile(
    join(folder, 'numbers.csv'),
    await numbersCsv(
      numbersOf(content),
      content.claims,
      content.cutflows,
      others.flatMap((port) => inputs[port]),
    ),
  );
}

async function readContent(inputs: PageInputs, params: PageParams): Promise<PageContent> {
  const { title, attack, method, rungs: paperRungs, paper, command } = params;
  const withNetworks = inputs.curves.length > 0 || ofNetworks.some((port) => inputs[port].length > 0);
  if (withNetworks && inputs.curves.length === 0) {
    throw new InputError('curves: expected at least one network, found none');
  }
  if (inputs.curves.length + inputs.cutflows.length + inputs.figures.length === 0) {
    throw new InputError('curves, cutflows, figures: expected something to report on, found none');
  }
  if (withNetworks && !attack && inputs.adversaries.length === 0) {
    throw new InputError('attack: expected an attack or adversaries to report on, found neither');
  }
  const all = <T>(port: Port, read: (input: Input) => Promise<T>) => Promise.all(inputs[port].map(read));
  const measured = await Promise.all(
    subjectsOf(inputs.curves).map(async (subject) => ({ subject, metrics: await readMetrics(subject.input) })),
  );
  const parts = {
    adversaries: await all('adversaries', readAdversary),
    gates: await all('gates', readGates),
    regions: await all('regions', readRegion),
    exclusions: await all('exclusions', readExclusion),
  };
  const demons = demonsOf(measured, parts, params.demon.sample);
  const perturbations = (await all('attacked', readPerturbation)).filter(({ asked }) => asked.attack === method);
  return {
    ...parts,
    title,
    paper,
    command,
    paperRungs,
    measured,
    demons,
    perturbations,
    software,
    names: namesOf(params, demons.length > 0),
    susceptibility: await all('susceptibility', readLadder),
    cutflows: await all('cutflows', readCutflow),
    claims: await all('claims', readClaims),
    displaced: await Promise.all(
      subjectsOf(inputs.histograms).map(async (subject) => ({ subject, tests: await readTests(subject.input) })),
    ),
    here: {
      jets: await countJets(inputs.jets),
      asked: perturbations[0]?.asked,
      seeds: measured[0]?.metrics.convention.seeds,
      thresholds: thresholdsOf(measured),
      demon: demons[0]?.adversaries[0]!.input.params,
    },
    figures: await all('figures', readFigure),
    records: await recordsOf(recorded.flatMap((port) => inputs[port])),
  };
}

/** What is said of networks, and of nothing else. */
const ofNetworks: readonly Port[] = [
  'claims',
  'histograms',
  'adversaries',
  'gates',
  'regions',
  'exclusions',
  'susceptibility',
  'classifiers',
  'attacked',
];

/** In the order of the table of nodes. */
const recorded: readonly Port[] = [
  'cutflows',
  'jets',
  'classifiers',
  'attacked',
  'adversaries',
  'gates',
  'regions',
  'exclusions',
  'curves',
  'susceptibility',
  'claims',
  'histograms',
  'figures',
];

function namesOf({ attack, control, demon, demonControl }: PageParams, withDemon: boolean) {
  return {
    attack: attack ?? undefined,
    control: attack && control ? control : undefined,
    demon: withDemon ? demon : undefined,
    demonControl: withDemon && demonControl ? demonControl : undefined,
  };
}

type Parts = Pick<PageContent, 'adversaries' | 'gates' | 'regions' | 'exclusions'>;

/** Of every network that an adversary was trained against, all that is known of it. */
function demonsOf(measured: readonly Measured[], parts: Parts, sample: string): Demon[] {
  return measured.flatMap(({ subject, metrics }) => {
    const own = <T extends { readonly input: Input }>(results: readonly T[]) =>
      results.filter(({ input }) => belongsTo(input, subject.input));
    const adversaries = own(parts.adversaries);
    if (adversaries.length === 0) return [];
    return [
      {
        subject,
        metrics,
        variation: variationOf(metrics, sample, subject.input),
        adversaries,
        gates: own(parts.gates),
        regions: own(parts.regions),
        exclusions: own(parts.exclusions),
      },
    ];
  });
}

function thresholdsOf(measured: readonly Measured[]): Circumstances['thresholds'] {
  return Object.fromEntries(
    measured.flatMap(({ subject: { paper }, metrics }) => (paper ? [[paper, metrics.threshold.value]] : [])),
  );
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
