// Claims, what was computed of each, and the verdicts.
import { html, linked, words, type Html } from '../../text/html.ts';
import { capitalised, formatQuoted } from '../../text/numbers.ts';
import type { Chapter, Content } from '../chapter.ts';
import type { Result } from '../results.ts';
import { table } from '../table.ts';

export const claimsChapter: Chapter = {
  id: 'claims',
  title: ({ published }) => (published ? 'The claims of the paper' : 'Claims'),
  show: (content) =>
    content.results.claims.length > 0
      ? html`${content.results.claims.map((one) => claimsTable(one, content))}`
      : undefined,
};

function claimsTable({ claims, interval, description, input }: Result<'claims'>, { records }: Content): Html {
  const known = new Set(records.map(({ node }) => node));
  const withPaper = claims.some(({ paper }) => paper !== null);
  const rows = claims.map(({ claim, number, percent, expected, paper, source, verdict, nodes }) => {
    const here = formatQuoted(number, { percent });
    const from = nodes.filter((node) => known.has(node));
    return [
      source ? html`${words(claim)} <small>(${words(source)})</small>` : claim,
      expected,
      html`${words(linked(here.value, from.length > 0 ? from : [input.node]))} <small>${here.interval}</small>`,
      ...(withPaper ? [paper ?? '–'] : []),
      html`<strong class="verdict ${verdict.replace(' ', '-')}">${verdict}</strong>`,
    ];
  });
  const numbers = [`here, ${Math.round(100 * interval)}% interval`, ...(withPaper ? ['paper'] : [])];
  return html`${table({
      label: 'Table of claims',
      look: 'claims',
      columns: [
        { head: 'claim' },
        { head: 'expected' },
        ...numbers.map((head) => ({ head, look: 'number' as const })),
        { head: 'verdict' },
      ],
      groups: [{ rows }],
    })}
    <p class="note">${words(capitalised(description))}.</p>`;
}

/** "Of 13 claims 5 are confirmed, 3 are not, 5 are undecided." */
export function tally({ results }: Content): Html | undefined {
  const all = results.claims.flatMap(({ claims }) => claims);
  if (all.length === 0) return undefined;
  const count = (verdict: string) => all.filter((one) => one.verdict === verdict).length;
  return html`<p>
    Of ${all.length} <a href="#claims">claims</a>, ${count('confirmed')} confirmed, ${count('not confirmed')} not
    confirmed, ${count('undecided')} undecided.
  </p>`;
}
