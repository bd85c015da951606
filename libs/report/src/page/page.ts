// The page a referee reads: what was found, the numbers beside the paper's, the figures, what an experiment would see and
// conclude, why numbers differ from the paper's, what it all rests on. One HTML file without script or any resource from outside. Its parts are in sections/.
import type { Adversary } from '../results/adversary-results.ts';
import type { Claims } from '../results/claims-results.ts';
import { rowsOf, type Names, type Row } from '../reference/comparison.ts';
import type { Cutflow } from '../results/cutflow-results.ts';
import type { Demon } from './adversary.ts';
import { demonRows } from './adversary-rows.ts';
import { boundOf, findingOf, type Measured } from './summary-sentence.ts';
import { html, raw, words, type Html } from '../text/html.ts';
import type { Circumstances } from '../reference/difference.ts';
import { styleSheet } from './style.ts';
import type { NodeRecord } from './provenance.ts';
import type { DrawnFigure, Perturbation } from '../results/results.ts';
import { answer } from './sections/answer.ts';
import { claimsTable } from './sections/claims.ts';
import { cutflowTables } from './sections/cutflow.ts';
import { disagreements } from './sections/disagreements.ts';
import { displacements, type Displaced } from './sections/displacement.ts';
import { exclusionTable } from './sections/exclusion.ts';
import { figures } from './sections/figures.ts';
import { foundations } from './sections/foundations.ts';
import { numbers } from './sections/numbers.ts';
import { search } from './sections/search.ts';
import { susceptibilityTable, type PaperRungs } from './sections/susceptibility.ts';
import { gatesTable, regionTable } from './sections/validation.ts';
import type { Susceptibility } from '../results/susceptibility-results.ts';
import type { Exclusion } from '../results/exclusion-results.ts';
import type { Gates } from '../results/gates-results.ts';
import type { Region } from '../results/region-results.ts';

export interface PageContent {
  readonly title: string;
  readonly names: Names;
  /** Whether the paper's numbers stand beside ours. */
  readonly paper: boolean;
  readonly measured: readonly Measured[];
  /** Of the networks that a demon was trained against, high-level first. */
  readonly demons: readonly Demon[];
  readonly adversaries: readonly Adversary[];
  readonly gates: readonly Gates[];
  readonly regions: readonly Region[];
  readonly exclusions: readonly Exclusion[];
  readonly susceptibility: readonly Susceptibility[];
  readonly paperRungs: PaperRungs;
  readonly cutflows: readonly Cutflow[];
  readonly claims: readonly Claims[];
  readonly displaced: readonly Displaced[];
  /** Of the attack, one per attacked sample. */
  readonly perturbations: readonly Perturbation[];
  readonly here: Circumstances;
  readonly figures: readonly DrawnFigure[];
  readonly records: readonly NodeRecord[];
  readonly software: Readonly<Record<string, string>>;
  /** What a reader types to get this page again. */
  readonly command: string;
}

/** All rows of the page's main table. */
export function numbersOf({ measured, demons, names, paper }: PageContent): Row[] {
  return measured.flatMap(({ subject, metrics }) => [
    ...rowsOf(subject, metrics, names, paper),
    ...demons.filter((demon) => demon.subject === subject).flatMap((demon) => demonRows(demon, names, paper)),
  ]);
}

/** The whole document. */
export function page(content: PageContent): string {
  const { title, measured, paper, here, susceptibility, claims, adversaries } = content;
  const rows = numbersOf(content);
  const parts = [
    measured.length > 0 ? found(content) : undefined,
    content.cutflows.length > 0 ? cutflowTables(content.cutflows) : undefined,
    claims.map(claimsTable),
    measured.length > 0 ? numbers(rows, measured[0]!.metrics, paper) : undefined,
    content.figures.length > 0 ? figures(content.figures) : undefined,
    seen(content),
    content.exclusions.length > 0 ? exclusionTable(content.exclusions, paper) : undefined,
    susceptibility.map((one) => susceptibilityTable(one, content.paperRungs, paper)),
    adversaries.length > 0 ? search(adversaries, content.gates) : undefined,
    paper && measured.length > 0 ? disagreements(rows, here) : undefined,
    foundations({ ...content, jets: here.jets }),
  ];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${raw(styleSheet)}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${parts}
        </main>
      </body>
    </html> `.text;
}

/** What was found: of the demon, if there is one, and of the attack on signal alone. */
function found({ measured, demons, names: { attack, control }, perturbations }: PageContent): Html {
  const finding = attack && words(findingOf(measured, { attack, control }, boundOf(perturbations)));
  if (demons.length === 0) return html`<p class="finding">${finding}</p>`;
  return html`${answer(demons)} ${finding ? html`<p>${finding}</p>` : undefined}`;
}

function seen({ gates, regions, displaced, names, paper }: PageContent): Html | undefined {
  if (gates.length + regions.length + displaced.length === 0) return undefined;
  return html`<h2>What an experiment would see</h2>
    ${gates.length > 0 ? gatesTable(gates) : undefined} ${regions.length > 0 ? regionTable(regions) : undefined}
    ${displaced.length > 0 ? displacements(displaced, names, paper) : undefined}`;
}
