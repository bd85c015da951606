// Discovery and exclusion of one assumed signal: what a search expects, what it would claim, and what is true.
import type { Interval } from '@jetdemon/artifacts';
import { html, linked, words, type Html } from '../../text/html.ts';
import { count, inWords } from '../../text/numbers.ts';
import type { Naming } from '../../text/subjects.ts';
import { remarkOn, type Chapter } from '../chapter.ts';
import type { Result } from '../results.ts';
import { table } from '../table.ts';
import { drawings } from './figures.ts';
import { labelled } from './labelled.ts';

export const exclusionChapter: Chapter = {
  id: 'exclusion',
  title: () => 'What a search would conclude',
  show(content, figures) {
    const { results, naming } = content;
    if (results.exclusion.length === 0) return figures.length > 0 ? drawings(figures) : undefined;
    return html`<p>
        Expected: from nominal simulation. Claimed: what a search reports that trusts its simulation while the attack
        moves the data. True: what is right for the data.
      </p>
      ${drawings(figures)} ${exclusionTable(results.exclusion, naming, remarkOn('exclusion', content))}`;
  },
};

function exclusionTable(exclusions: readonly Result<'exclusion'>[], naming: Naming, remark = ''): Html {
  const groups = labelled(exclusions, naming).map(({ label, result: one }) => {
    const from = (number: Interval) => words(linked(inWords(number), [one.input.node]));
    return {
      title: label,
      rows: [
        [
          'upper limit on signal jets produced',
          from(one.limit_expected),
          from(one.limit_observed),
          from(one.limit_true),
        ],
        ['Asimov significance', from(one.z_expected), '–', from(one.z_true)],
      ],
    };
  });
  const { assumptions, convention } = exclusions[0]!;
  const { signal, background } = assumptions;
  const columns = ['expected', 'claimed', 'true'].map((head) => ({ head, look: 'number' as const }));
  return html`${table({
      label: 'Table of limits',
      caption: 'Exclusion and discovery when data are moved by the attack and the simulation is not',
      columns: [{ head: 'quantity' }, ...columns],
      groups,
    })}
    <p class="note">
      Assumed: ${count(signal)} signal and ${count(background)} background jets before the cut; ${words(convention)}.
      ${words(remark)}
    </p>`;
}
