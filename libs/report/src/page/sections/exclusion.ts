// Discovery and exclusion of one assumed signal: what a search expects, what it would claim, and what is true.
import type { Exclusion } from '../../results/exclusion-results.ts';
import { count, inWords } from '../../text/numbers.ts';
import { html, words, type Html } from '../../text/html.ts';
import { subjectsOf } from '../../text/subjects.ts';
import { table } from '../table.ts';

/** CLs limits of one case in the authors' public repository; of which signal, is not known. */
const paperLimits = { expected: 38.7, observed: 26.2, true: 45.7 };

export function exclusionTable(exclusions: readonly Exclusion[], paper: boolean): Html {
  const groups = subjectsOf(exclusions.map(({ input }) => input)).map(({ input, label }) => {
    const one = exclusions.find((exclusion) => exclusion.input === input)!;
    return {
      title: label,
      rows: [
        [
          'upper limit on signal jets produced',
          inWords(one.limit_expected),
          inWords(one.limit_observed),
          inWords(one.limit_true),
        ],
        ['Asimov significance', inWords(one.z_expected), '–', inWords(one.z_true)],
      ],
    };
  });
  const { assumptions, convention } = exclusions[0]!;
  const { signal, background } = assumptions;
  const columns = ['expected', 'claimed', 'true'].map((head) => ({ head, look: 'number' as const }));
  const theirs = html` The authors’ public repository has limits of ${paperLimits.expected} expected,
  ${paperLimits.observed} claimed and ${paperLimits.true} true for a case of its own, which the paper does not show; of
  these only the ratios compare.`;
  return html`<h2>What a search would conclude</h2>
    <p>
      Expected: from nominal simulation. Claimed: what a search reports that trusts its simulation while the demon moves
      the data. True: what is right for the data.
    </p>
    ${table({
      label: 'Table of limits',
      caption: 'Exclusion and discovery when data are moved by the demon and the simulation is not',
      columns: [{ head: 'quantity' }, ...columns],
      groups,
    })}
    <p class="note">
      Assumed: ${count(signal)} signal and ${count(background)} background jets before the cut;
      ${words(convention)}.${paper ? theirs : undefined}
    </p>`;
}
