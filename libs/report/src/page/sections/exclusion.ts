// Discovery and exclusion of one assumed signal: what a search expects, what it would claim, and what is true.
import type { Interval } from '@jetdemon/artifacts';
import { html, linked, words, type Html } from '../../text/html.ts';
import { count, inWords, type Shown } from '../../text/numbers.ts';
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
    const { exclusion, limits } = results;
    if (exclusion.length + limits.length === 0) return figures.length > 0 ? drawings(figures) : undefined;
    return html`<p>
        Expected: from nominal simulation. Claimed: what a search reports that trusts its simulation while the attack
        moves the data. True: what is right for the data.
      </p>
      ${drawings(figures)}
      ${exclusion.length > 0 ? exclusionTable(exclusion, naming, remarkOn('exclusion', content)) : undefined}
      ${limits.length > 0 ? limitsTable(limits, naming) : undefined}`;
  },
};

const columns = [
  { head: 'quantity' },
  ...['expected', 'claimed', 'true'].map((head) => ({ head, look: 'number' as const })),
];

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
  return html`${table({
      label: 'Table of limits',
      caption: 'Exclusion and discovery when data are moved by the attack and the simulation is not',
      columns,
      groups,
    })}
    <p class="note">
      Assumed: ${count(signal)} signal and ${count(background)} background jets before the cut; ${words(convention)}.
      ${words(remark)}
    </p>`;
}

function limitsTable(all: readonly Result<'limits'>[], naming: Naming): Html {
  const groups = labelled(all, naming).map(({ label, result: one }) => {
    const from = (number?: Shown) => (number ? words(linked(inWords(number), [one.input.node])) : '–');
    return {
      title: label,
      rows: [
        [
          'upper limit on signal jets produced',
          from(one.limit_expected),
          from(one.limit_observed),
          from(one.limit_true),
        ],
        ['the same if all were known exactly', from(one.limit_exact), '–', '–'],
        ['discovery significance', from(one.z_expected), from(one.z_observed), '–'],
        ['the same if all were known exactly', from(one.z_exact), '–', '–'],
      ],
    };
  });
  const { assumptions, convention, nuisances } = all[0]!;
  const { signal, background } = assumptions;
  const known = nuisances.map(({ name }) => name).join(', ');
  return html`${table({
      label: 'Table of limits with known variations profiled',
      caption: 'Limits and discovery from the histogram of the score, known variations profiled',
      columns,
      groups,
    })}
    <p class="note">
      Assumed: ${count(signal)} signal and ${count(background)} background jets without a cut; profiled:
      ${words(known || 'nothing')}; ${words(convention)}. Each result has the same likelihood as a workspace of pyhf.
    </p>`;
}
