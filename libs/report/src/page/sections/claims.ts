// The paper's claims, what was computed of each, and the verdict.
import type { Claims } from '../../results/claims-results.ts';
import { capitalised, formatQuoted } from '../../text/numbers.ts';
import { html, words, type Html } from '../../text/html.ts';
import { table } from '../table.ts';

export function claimsTable({ claims, interval, description }: Claims): Html {
  const rows = claims.map(({ claim, number, percent, expected, paper, source, verdict }) => {
    const here = formatQuoted(number, { percent });
    return [
      source ? html`${words(claim)} <small>(${words(source)})</small>` : claim,
      expected,
      here.value,
      here.interval,
      paper ?? '–',
      verdict === 'confirmed' ? verdict : html`<strong>${verdict}</strong>`,
    ];
  });
  const numbers = ['here', `${Math.round(100 * interval)}% interval`, 'paper'];
  return html`<h2>The claims of the paper</h2>
    ${table({
      label: 'Table of claims',
      columns: [
        { head: 'claim' },
        { head: 'its number is' },
        ...numbers.map((head) => ({ head, look: 'number' as const })),
        { head: 'verdict' },
      ],
      groups: [{ rows }],
    })}
    <p class="note">${words(capitalised(description))}.</p>`;
}
