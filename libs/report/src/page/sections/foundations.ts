// What the page rests on: sample, software, every node with its parameters and digests, and the command.
import { count } from '../../text/numbers.ts';
import { html, type Html } from '../../text/html.ts';
import type { Circumstances } from '../../reference/difference.ts';
import type { NodeRecord } from '../provenance.ts';
import { table } from '../table.ts';

export interface Foundations {
  readonly jets?: Circumstances['jets'];
  readonly records: readonly NodeRecord[];
  readonly software: Readonly<Record<string, string>>;
  /** What a reader types to get this page again. */
  readonly command: string;
}

export function foundations({ jets, records, software, command }: Foundations): Html {
  const sample = jets
    ? html`<p>Sample: ${count(jets.signal)} signal and ${count(jets.background)} background jets before the split.</p> `
    : undefined;
  const nodes = table({
    label: 'Nodes that this page was made from',
    caption: 'Nodes that this page was made from',
    columns: [{ head: 'node' }, { head: 'parameters' }, { head: 'SHA-256 of its files', look: 'digest' }],
    groups: [{ rows: records.map(nodeRow) }],
  });
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
    ${nodes}
    <h2>How to reproduce this page</h2>
    <pre><code>${command}</code></pre>
    <p>The same inputs, parameters and seeds give the same page, byte for byte, with the same versions.</p>
    <p class="note">
      The paper: B. Nachman and C. Shimmin, <cite>AI Safety for High Energy Physics</cite>,
      <a href="https://arxiv.org/abs/1910.08606">arXiv:1910.08606</a>.
    </p> `;
}

function nodeRow({ node, params, files }: NodeRecord): Html[] {
  const settings = Object.entries(params).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return [
    html`<code>${node}</code>`,
    settings.length > 0 ? html`<code>${settings.join(', ')}</code>` : html`none`,
    html`${files.map(({ name, sha256 }) => html`${name} <code>${sha256}</code><br />`)}`,
  ];
}
