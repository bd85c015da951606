// Disagreements with the reference: its numbers outside the intervals here, what is known of why, the known differences.
import { agreementOf, explain } from '../../reference/comparison.ts';
import { html, linked, words } from '../../text/html.ts';
import type { Chapter } from '../chapter.ts';
import type { KnownDifference } from '../../reference/difference.ts';
import type { Undone } from '../undone.ts';
import { worthOf, worths } from './worths.ts';

export const disagreements: Chapter = {
  id: 'disagreements',
  title: () => 'Where numbers and the paper’s disagree, and what is known of why',
  show({ rows, published }) {
    const compared = rows.filter((row) => agreementOf(row) !== undefined);
    if (!published || compared.length === 0) return undefined;
    const { differences, here, undone } = published;
    const apart = compared.filter((row) => agreementOf(row) !== 'within');
    const items = apart.map(
      (row) =>
        html`<li>
          <strong>${row.group}, ${words(linked(row.label, row.nodes))}.</strong> ${explain(row, differences, here)}
          ${worthOf(row, undone)}
        </li> `,
    );
    const general = differences.flatMap(({ push }, at) => (push === 'any' ? [at + 1] : []));
    const measured = undone.map(({ name, number }) => `${name} (${number})`);
    const known = html`Numbers in brackets refer to the list of known differences below.
    ${
      measured.length === 0
        ? 'None of them was undone and measured, so their shares are not known;'
        : `Undone one by one, and measured: ${measured.join(', ')}. The shares of the others are not known;`
    }
    those numbered ${general.join(', ')} may push any number either way and are not repeated.`;
    return html`<p>
        ${apart.length} of the paper’s ${compared.length} numbers lie outside the intervals.
        ${differences.length > 0 ? known : undefined}
      </p>
      ${
        items.length > 0
          ? html`<ul class="disagreements">
              ${items}
            </ul>`
          : undefined
      }
      ${undone.length > 0 ? worths(compared, undone) : undefined}
      ${
        differences.length > 0
          ? html`<h3 id="differences">Known differences from the paper</h3>
              <ol class="differences">
                ${differences.map(
                  (one) =>
                    html`<li>
                      <strong>${one.name}.</strong> ${words(one.statement(here))} ${words(whatWasMeasured(one, undone))}
                    </li> `,
                )}
              </ol>`
          : undefined
      } `;
  },
};

/** Whether a difference was undone, where any was; why not where no workflow undoes it. */
function whatWasMeasured({ name, unmeasured }: KnownDifference, undone: readonly Undone[]): string {
  if (undone.some((one) => one.name === name)) return 'Undone and measured: its column of the table above.';
  if (unmeasured !== undefined) return `Not measured here: ${unmeasured}`;
  return undone.length > 0 ? 'Not measured here: nothing on this page undoes it.' : '';
}
