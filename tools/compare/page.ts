// One HTML page of two runs beside each other: nothing is loaded from elsewhere, nothing in it runs.
import { inWords } from '../catalogue/changes.ts';
import { claimInWords } from './claims.ts';
import type { NodeDifference, Results } from './results.ts';
import { movedInWords, tableInWords } from './words.ts';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem;color-scheme:light dark}
table{border-collapse:collapse}td,th{text-align:left;padding:.15rem .8rem .15rem 0;vertical-align:top}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem}.pair img{width:100%;background:white}pre{overflow:auto}
@media(max-width:50rem){.pair{grid-template-columns:1fr}}`;

export function pageOf(a: Results, b: Results, differences: readonly NodeDifference[]): string {
  const changed = differences.filter(({ state }) => state !== 'same');
  const same = differences.filter(({ state }) => state === 'same');
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${text(`${a.name} and ${b.name}`)}</title><style>${STYLE}</style>
<h1>A: ${text(a.name)}, B: ${text(b.name)}</h1>
<p>${same.length} results are the same, ${changed.length} are not.</p>
${changed.map(section).join('\n')}
${same.length > 0 ? `<h2>The same</h2><p>${text(same.map(({ node }) => node).join(', '))}</p>` : ''}
</html>
`;
}

function section({ node, state, changes, claims, numbers, tables, shown, files }: NodeDifference): string {
  const list = changes.map((change) => `<li>${text(inWords(change))}`);
  const rows = [
    ...claims.map((claim) => [claim.claim, claimInWords(claim)]),
    ...numbers.map((moved) => [moved.where, movedInWords(moved)]),
    ...tables.map((table) => [table.file, tableInWords(table)]),
    ...files.map((file) => [file, 'differs']),
  ];
  const pairs = shown.map(({ file, format, before, after }) => {
    const cell = (content: string | undefined) =>
      content === undefined
        ? '<p>none</p>'
        : format === 'svg'
          ? `<img alt="${text(file)}" src="data:image/svg+xml;base64,${Buffer.from(content).toString('base64')}">`
          : `<pre>${text(content)}</pre>`;
    return `<h3>${text(file)}</h3><div class="pair"><div>A${cell(before)}</div><div>B${cell(after)}</div></div>`;
  });
  return `<h2>${text(node)}: ${state}</h2>
${list.length > 0 ? `<ul>${list.join('')}</ul>` : ''}
${rows.length > 0 ? `<table>${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${text(cell)}`).join('')}`).join('')}</table>` : ''}
${pairs.join('\n')}`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const text = (plain: string) => plain.replaceAll(/[&<>"]/g, (letter) => entities[letter]!);
