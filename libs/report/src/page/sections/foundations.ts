// Foundations: sample, software, every node with its parameters and digests, and the command.
import type { Reference } from '@jetdemon/statistics';
import { html, type Html } from '../../text/html.ts';
import { count } from '../../text/numbers.ts';
import type { Chapter } from '../chapter.ts';
import type { NodeRecord } from '../provenance.ts';
import { table } from '../table.ts';
import { labelled } from './labelled.ts';

export const foundations: Chapter = {
  id: 'foundations',
  title: () => 'Data and code',
  show({ results: { jets, classifier }, naming, records, software }) {
    const total = (of: 'signal' | 'background') => count(jets.reduce((sum, one) => sum + one[of], 0));
    return html`${
        jets.length > 0
          ? html`<p>Sample: ${total('signal')} signal and ${total('background')} background jets before the split.</p> `
          : undefined
      }
      ${labelled(classifier, naming).flatMap(({ label, result: { notes } }) =>
        notes.length > 0 ? [html`<p>Of ${label}, as it was imported: ${notes.join('; ')}.</p>`] : [],
      )}
      <p>
        Drawn with
        ${Object.entries(software)
          .map(([name, version]) => `${name} ${version}`)
          .join(', ')}.
        Device, duration, package versions and commit of every node are recorded in the <code>meta.json</code> beside
        its result.
      </p>
      ${table({
        label: 'Nodes that this page was made from',
        caption: 'Nodes that this page was made from',
        columns: [{ head: 'node' }, { head: 'parameters' }, { head: 'SHA-256 of its files', look: 'digest' }],
        groups: [{ rows: records.map(nodeRow), ids: records.map(({ node }) => `node-${node}`) }],
      })}`;
  },
};

export const reproduction: Chapter = {
  id: 'reproduce',
  title: () => 'How to reproduce this page',
  show({ command, published }) {
    const cited = published && citation(published.reference);
    return html`<pre><code>${command}</code></pre>
      <p>The same inputs, parameters and seeds give the same page, byte for byte, with the same versions.</p>
      ${cited} `;
  },
};

const citation = ({ authors, title, url, name }: Reference) =>
  html`<p class="note">The paper: ${authors}, <cite>${title}</cite>, <a href="${url}">${name}</a>.</p>`;

function nodeRow({ node, params, files }: NodeRecord): Html[] {
  const settings = Object.entries(params).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return [
    html`<code>${node}</code>`,
    settings.length > 0 ? html`<code>${settings.join(', ')}</code>` : html`none`,
    html`${files.map(({ name, sha256 }) => html`${name} <code>${sha256}</code><br />`)}`,
  ];
}
