// Validation of an experiment under attack: χ² in the control region, the acceptance criteria on test jets, displaced distributions.
import type { Interval } from '@jetdemon/artifacts';
import { html, linked, words, type Html } from '../../text/html.ts';
import { capitalised, fixed, formatQuoted, inWords, percentInWords } from '../../text/numbers.ts';
import { observableName, ownAmong } from '../../text/observables.ts';
import type { Naming } from '../../text/subjects.ts';
import { passes } from '../../results/acceptance-results.ts';
import { comparedIn } from '../../results/compared.ts';
import type { Chapter } from '../chapter.ts';
import type { Result } from '../results.ts';
import { table, type Cell, type Column } from '../table.ts';
import { displacements } from './displacement.ts';
import { drawings } from './figures.ts';
import { labelled } from './labelled.ts';

export const validation: Chapter = {
  id: 'validation',
  title: () => 'What an experiment would see',
  show(content, figures) {
    const { results, naming } = content;
    const regions = results['control region'];
    if (regions.length + results.acceptance.length + results.histograms.length + figures.length === 0) return undefined;
    return html`${drawings(figures)} ${regions.length > 0 ? regionTable(regions, naming) : undefined}
    ${results.acceptance.length > 0 ? acceptanceTable(results.acceptance, naming) : undefined} ${displacements(content)}`;
  },
};

const number = (head: string): Column => ({ head, look: 'number' });

/** KS distances of each observable against their limits. */
function acceptanceTable(acceptance: readonly Result<'acceptance'>[], naming: Naming): Html {
  const groups = labelled(acceptance, naming).map(({ label, result: { checks, input } }) => ({
    title: label,
    rows: checks.map((check) => {
      return [
        observableName(check.observable),
        words(linked(fixed(check.background.value, 4), [input.node])),
        fixed(check.chance, 4),
        probability(check.p),
        String(check.limit),
        passes(check) ? 'passes' : html`<strong>fails</strong>`,
        words(linked(fixed(check.signal.value, 4), [input.node])),
      ];
    }),
  }));
  return html`<h3>The acceptance criteria, on test jets</h3>
    ${table({
      label: 'Table of acceptance',
      caption: 'Kolmogorov–Smirnov distance between test jets before and after the attack',
      columns: [
        { head: 'observable' },
        number('background'),
        number('by chance'),
        number('p'),
        number('limit'),
        number('against it'),
        number('signal'),
      ],
      groups,
    })}
    <p class="note">
      Distances are those of these jets, without an interval: no interval of a largest difference covers. By chance:
      what background would have on average, and p how often as much, if nothing moved its distribution (in jets row by
      row each trades places with its moved twin at random). An adversary is chosen by the same distances of validation
      jets; a distance of test jets near its limit may lie on the other side. Signal has no acceptance criterion: an
      experiment cannot check it.
    </p>
    ${labelled(acceptance, naming).map(({ label, result }) => correlationsOf(label, result))}`;
}

/** The pair of observables whose correlation on background changes most. */
function correlationsOf(label: string, { correlations, input }: Result<'acceptance'>): Html | undefined {
  if (!correlations) return undefined;
  const [pair, most] = Object.entries(correlations.pairs).reduce((best, next) =>
    Math.abs(next[1].difference.value) > Math.abs(best[1].difference.value) ? next : best,
  );
  const [a, b] = pair.split(' ').map(observableName);
  const { before, after, difference } = most;
  return html`<p class="note">
    Correlations on background, ${label}: most changes that of ${a} and ${b}, from ${fixed(before, 3)} to
    ${fixed(after, 3)}, by ${words(linked(inWords(difference), [input.node]))}; p = ${probability(correlations.p)} by
    ${correlations.permutations} permutations.
  </p>`;
}

/** χ² of the pseudodata drawn, and how often pseudo-experiments raise an alarm. */
function regionTable(regions: readonly Result<'control region'>[], naming: Naming): Html {
  const compared = comparedIn(regions.map(({ metrics: { background } }) => background));
  const own = ownAmong(compared.map(({ name }) => name));
  const groups = labelled(regions, naming).map(({ label, result }) => ({ title: label, rows: regionRows(result) }));
  return html`<h3>The control region</h3>
    ${table({
      label: 'Table of the control region',
      caption: 'Pseudodata of background under attack against the nominal model',
      columns: [
        { head: 'observable' },
        number('χ²/ndf drawn'),
        number('p'),
        number('χ²/ndf, median (68%)'),
        number('alarms'),
        number('alarms without attack'),
      ],
      groups,
    })}
    <p class="note">
      χ²/ndf and p are of the pseudodata that are drawn, the other columns of many pseudo-experiments. An alarm is p
      &lt; 0.05 in one observable, or p &lt; 0.05/${compared.length} in any of the ${inLetters(compared.length)}.
      ${own.length > 0 ? `Columns of the jets' own, which no attack moves: ${own.join(', ')}.` : ''}
      ${words(capitalised(regions[0]!.treatment))}.
    </p>`;
}

function regionRows({
  tests,
  input,
  metrics: { background, with_signal, unperturbed },
}: Result<'control region'>): Cell[][] {
  const from = (text: string) => words(linked(text, [input.node]));
  const share = (one: Interval) => from(percentInWords(one));
  const drawn = (observable: string, region: string) => {
    const found = tests.find(
      (test) => test.pseudodata === 'background' && test.observable === observable && test.region === region,
    );
    return found ? [from(`${fixed(found.chi2, 1)}/${found.ndf}`), probability(found.p)] : ['–', '–'];
  };
  const compared = comparedIn([background]);
  const rows = compared.map(({ name, of }) => {
    const [perturbed, nominal] = [of(background)!, of(unperturbed)];
    return [
      observableName(name),
      ...drawn(name, 'control'),
      from(withInterval(perturbed.chi2_per_ndf)),
      share(perturbed.detected),
      nominal ? share(nominal.detected) : '–',
    ];
  });
  const any = [
    `any of the ${inLetters(compared.length)}`,
    '',
    '',
    '',
    share(background.any.detected),
    share(unperturbed.any.detected),
  ];
  const signal = with_signal && ['the same with signal admixed', '', '', '', share(with_signal.any.detected), ''];
  const unblinded = [
    'classifier output in the blinded region, after unblinding',
    ...drawn('score', 'blinded'),
    from(withInterval(background.score_after_unblinding.chi2_per_ndf)),
    share(background.score_after_unblinding.detected),
    share(unperturbed.score_after_unblinding.detected),
  ];
  return [...rows, any, ...(signal ? [signal] : []), unblinded];
}

const inLetters = (n: number) => ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'][n] ?? String(n); // prettier-ignore

const probability = (p: number) => (p < 0.001 ? '< 0.001' : fixed(p, 3));

const withInterval = (quoted: Interval) => {
  const { value, interval } = formatQuoted(quoted);
  return `${value} (${interval})`;
};
