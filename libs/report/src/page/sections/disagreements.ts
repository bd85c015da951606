// Where the paper's numbers lie outside the intervals here, what is known of why, and the list of known differences.
import { differencesHere, explain, verdictOf, type Row } from '../../reference/comparison.ts';
import { html, words, type Html } from '../../text/html.ts';
import type { Circumstances } from '../../reference/difference.ts';

export function disagreements(rows: readonly Row[], here: Circumstances): Html {
  const differences = differencesHere(here);
  const compared = rows.filter(({ paper }) => paper !== undefined);
  const apart = compared.filter((row) => verdictOf(row) !== 'within');
  const items = apart.map(
    (row) => html`<li><strong>${row.group}, ${words(row.label)}.</strong> ${explain(row, differences, here)}</li> `,
  );
  const general = differences.flatMap(({ push }, at) => (push === 'any' ? [at + 1] : []));
  return html`<h2>Where numbers and the paper’s disagree, and what is known of why</h2>
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
