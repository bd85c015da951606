// The page a referee reads: what was found, the numbers beside the paper's, why they differ, the figures, what it all
// rests on. One HTML file without script or any resource from outside.
import {
  differencesHere,
  explain,
  ownValue,
  paperValue,
  rowsOf,
  verdictOf,
  type Names,
  type Row,
} from './comparison.ts';
import { boundOf, findingOf, type Measured } from './finding.ts';
import { count } from './format.ts';
import { html, raw, words, type Html } from './html.ts';
import { inlineSvg } from './inline-svg.ts';
import type { Circumstances } from './known-differences.ts';
import { displacements, type Displaced } from './displacement.ts';
import { styleSheet } from './page-style.ts';
import type { NodeRecord } from './provenance.ts';
import type { DrawnFigure, Perturbation } from './results.ts';

export interface PageContent {
  readonly title: string;
  readonly names: Names;
  /** Whether the paper's numbers stand beside ours. */
  readonly paper: boolean;
  readonly measured: readonly Measured[];
  readonly displaced: readonly Displaced[];
  /** Of the attack, one per attacked sample. */
  readonly perturbations: readonly Perturbation[];
  readonly jets?: Circumstances['jets'];
  readonly figures: readonly DrawnFigure[];
  readonly records: readonly NodeRecord[];
  readonly software: Readonly<Record<string, string>>;
  /** What a reader types to get this page again. */
  readonly command: string;
}

/** All rows of the page's main table. */
export function numbersOf({ measured, names, paper }: Pick<PageContent, 'measured' | 'names' | 'paper'>): Row[] {
  return measured.flatMap(({ subject, metrics }) => rowsOf(subject, metrics, names, paper));
}

/** The whole document. */
export function page(content: PageContent): string {
  const { title, names, measured, perturbations, displaced } = content;
  const rows = numbersOf(content);
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
          <p class="finding">${words(findingOf(measured, names, boundOf(perturbations)))}</p>
          ${numbers(rows, content)} ${content.paper ? disagreements(rows, content) : undefined}
          ${content.figures.length > 0 ? html`<h2>Figures</h2>` : undefined} ${content.figures.map(drawing)}
          ${displaced.length > 0 ? displacements(displaced, names, content.paper) : undefined} ${foundations(content)}
        </main>
      </body>
    </html> `.text;
}

function numbers(rows: readonly Row[], { measured, paper }: PageContent): Html {
  const { convention, jets } = measured[0]!.metrics;
  const interval = `${Math.round(100 * convention.interval)}% interval`;
  const heads = ['here', interval, ...(paper ? ['paper', 'paper against interval'] : [])];
  const bodies = measured.map(({ subject }) => {
    const own = rows.filter((row) => row.subject === subject);
    return html`<tbody>
      <tr class="network">
        <th scope="rowgroup" colspan="${heads.length + 1}">${subject.label}</th>
      </tr>
      ${own.map((row) => numberRow(row, paper))}
    </tbody> `;
  });
  return html`<h2>The numbers${paper ? ', beside the paper’s' : undefined}</h2>
    <section class="wide" tabindex="0" aria-label="Table of numbers">
      <table>
        <thead>
          <tr>
            <th scope="col">quantity</th>
            ${heads.map((head) => html`<th scope="col" class="number">${head}</th>`)}
          </tr>
        </thead>
        ${bodies}
      </table>
    </section>
    <p class="note">
      Convention: ${convention.description}. Test jets: ${count(jets.signal)} signal, ${count(jets.background)}
      background. Intervals cover the statistics of these jets, not the spread over training seeds.
      ${rows.some(({ ours }) => ours.value < ours.low || ours.value > ours.high) ? OUTSIDE_ITS_OWN : undefined}
      ${paper ? sources(rows) : undefined}
    </p> `;
}

// A threshold chosen where few background jets are left is chosen partly for a fluctuation of just these jets.
const OUTSIDE_ITS_OWN = html`A value outside its own interval belongs to a threshold that most replicas do not choose:
it was chosen in a thin tail, partly for a fluctuation of these very jets, and the interval is the better statement.`;

function numberRow(row: Row, paper: boolean): Html {
  const { value, interval } = ownValue(row);
  const verdict = verdictOf(row);
  const comparison = html`<td class="number">${row.paper ? paperValue(row) : '–'}</td>
    <td class="number">${verdict ?? '–'}</td>`;
  return html`<tr>
    <th scope="row">${words(row.label)}</th>
    <td class="number">${value}</td>
    <td class="number">${interval}</td>
    ${paper ? comparison : undefined}
  </tr> `;
}

function sources(rows: readonly Row[]): Html {
  const bySource = new Map<string, string[]>();
  for (const { paper, label } of rows) {
    if (!paper) continue;
    const labels = bySource.get(paper.source) ?? [];
    if (!labels.includes(label)) bySource.set(paper.source, [...labels, label]);
  }
  const parts = [...bySource].map(([source, labels]) => `${labels.join(', ')}: ${source}`);
  return html`The paper’s numbers, which come without uncertainties, are from: ${words(parts.join('; '))}. Whether one
  is within the interval is judged with its rounding considered; of numbers that agree, one in three lies outside a 68%
  interval by chance. A dash: the paper gives no number.`;
}

function disagreements(rows: readonly Row[], { jets, perturbations }: PageContent): Html {
  const here = { jets, asked: perturbations[0]?.asked };
  const differences = differencesHere(here);
  const compared = rows.filter(({ paper }) => paper !== undefined);
  const apart = compared.filter((row) => verdictOf(row) !== 'within');
  const items = apart.map(
    (row) => html`<li><strong>${row.subject.label}, ${words(row.label)}.</strong> ${explain(row, differences)}</li> `,
  );
  const general = differences.flatMap(({ push }, at) => (push === 'any' ? [at + 1] : []));
  return html`<h2>Where they disagree, and what is known of why</h2>
    <p>
      ${apart.length} of the paper’s ${compared.length} numbers lie outside the intervals. Numbers in brackets refer to
      the list of known differences below. None of them was undone and measured, so their shares are not known; those
      numbered ${general.join(', ')} may push any number either way and are not repeated.
    </p>
    ${
      apart.length > 0
        ? html`<ul class="disagreements">
            ${items}
          </ul>`
        : undefined
    }
    <h3>Known differences from the paper</h3>
    <ol class="differences">
      ${differences.map(({ name, statement }) => html`<li><strong>${name}.</strong> ${words(statement(here))}</li> `)}
    </ol> `;
}

function drawing({ title, caption, svg, csv, name }: DrawnFigure): Html {
  const data = `data:text/csv;charset=utf-8;base64,${Buffer.from(csv, 'utf8').toString('base64')}`;
  return html`<figure>
    <section class="wide" tabindex="0" aria-label="${title}">${raw(inlineSvg(svg, name))}</section>
    <figcaption>
      <strong>${title}.</strong> ${words(caption)}
      <a class="download" download="${name}.csv" href="${data}">Table (CSV)</a>
    </figcaption>
  </figure> `;
}

function foundations({ jets, records, software, command }: PageContent): Html {
  const sample = jets
    ? html`<p>Sample: ${count(jets.signal)} signal and ${count(jets.background)} background jets before the split.</p> `
    : undefined;
  return html`<h2>Data and code</h2>
    ${sample}
    <p>
      Drawn with
      ${Object.entries(software)
        .map(([name, version]) => `${name} ${version}`)
        .join(', ')}.
      Device, duration, package versions and commit of every node are recorded in the <code>meta.json</code> beside its
      result.
    </p>
    <section class="wide" tabindex="0" aria-label="Nodes that this page was made from">
      <table>
        <caption>
          Nodes that this page was made from
        </caption>
        <thead>
          <tr>
            <th scope="col">node</th>
            <th scope="col">parameters</th>
            <th scope="col">SHA-256 of its files</th>
          </tr>
        </thead>
        <tbody>
          ${records.map(nodeRow)}
        </tbody>
      </table>
    </section>
    <h2>How to reproduce this page</h2>
    <pre><code>${command}</code></pre>
    <p>The same inputs, parameters and seeds give the same page, byte for byte, with the same versions.</p>
    <p class="note">
      The paper: B. Nachman and C. Shimmin, <cite>AI Safety for High Energy Physics</cite>,
      <a href="https://arxiv.org/abs/1910.08606">arXiv:1910.08606</a>.
    </p> `;
}

function nodeRow({ node, params, files }: NodeRecord): Html {
  const settings = Object.entries(params).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return html`<tr>
    <th scope="row"><code>${node}</code></th>
    <td>${settings.length > 0 ? html`<code>${settings.join(', ')}</code>` : 'none'}</td>
    <td class="digest">${files.map(({ name, sha256 }) => html`${name} <code>${sha256}</code><br />`)}</td>
  </tr> `;
}
