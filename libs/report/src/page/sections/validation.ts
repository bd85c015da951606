// What the validation of an experiment says of the demon: the gates on test jets, and χ² in the control region.
import type { Input } from '@jetdemon/workflow';
import { capitalised, fixed, formatQuoted, inWords, percentInWords } from '../../text/numbers.ts';
import { passes, type Gates } from '../../results/gates-results.ts';
import { html, words, type Html } from '../../text/html.ts';
import { subjectsOf } from '../../text/subjects.ts';
import { observableName } from '../../text/observable-names.ts';
import { regionObservables, type Region } from '../../results/region-results.ts';
import type { Quoted } from '../../results/results.ts';
import { table, type Column } from '../table.ts';

const number = (head: string): Column => ({ head, look: 'number' });

/** KS distances of each observable against their limits. */
export function gatesTable(gates: readonly Gates[]): Html {
  const groups = labelled(gates).map(({ label, result: { checks } }) => ({
    title: label,
    rows: checks.map((check) => {
      const background = formatQuoted(check.background);
      return [
        observableName(check.observable),
        background.value,
        background.interval,
        String(check.limit),
        passes(check) ? 'passes' : html`<strong>fails</strong>`,
        inWords(check.signal),
      ];
    }),
  }));
  return html`<h3>The gates, on test jets</h3>
    ${table({
      label: 'Table of gates',
      caption: 'Kolmogorov–Smirnov distance between test jets before and after the demon',
      columns: [
        { head: 'observable' },
        number('background'),
        number('interval'),
        number('limit'),
        number('gate'),
        number('signal'),
      ],
      groups,
    })}
    <p class="note">
      The demon was chosen by the same distances of validation jets; a distance of test jets near its limit may lie on
      the other side. Signal has no gate: an experiment cannot check it.
    </p>`;
}

/** χ² of the pseudodata drawn, and how often pseudo-experiments raise an alarm. */
export function regionTable(regions: readonly Region[]): Html {
  const groups = labelled(regions).map(({ label, result }) => ({ title: label, rows: regionRows(result) }));
  return html`<h3>The control region</h3>
    ${table({
      label: 'Table of the control region',
      caption: 'Pseudodata of background moved by the demon against the nominal model',
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
      &lt; 0.05 in one observable, or p &lt; 0.05/3 in any of the three. ${words(capitalised(regions[0]!.treatment))}.
    </p>`;
}

function regionRows({ tests, metrics: { background, with_signal, unperturbed } }: Region): string[][] {
  const drawn = (observable: string, region: string) => {
    const found = tests.find(
      (test) => test.pseudodata === 'background' && test.observable === observable && test.region === region,
    );
    return found ? [`${fixed(found.chi2, 1)}/${found.ndf}`, probability(found.p)] : ['–', '–'];
  };
  const rows = regionObservables.map((name) => [
    observableName(name),
    ...drawn(name, 'control'),
    withInterval(background[name].chi2_per_ndf),
    percentInWords(background[name].detected),
    percentInWords(unperturbed[name].detected),
  ]);
  const any = [
    'any of the three',
    '',
    '',
    '',
    percentInWords(background.any.detected),
    percentInWords(unperturbed.any.detected),
  ];
  const signal = with_signal && [
    'the same with signal admixed',
    '',
    '',
    '',
    percentInWords(with_signal.any.detected),
    '',
  ];
  const unblinded = [
    'classifier output in the blinded region, after unblinding',
    ...drawn('score', 'blinded'),
    withInterval(background.score_after_unblinding.chi2_per_ndf),
    percentInWords(background.score_after_unblinding.detected),
    percentInWords(unperturbed.score_after_unblinding.detected),
  ];
  return [...rows, any, ...(signal ? [signal] : []), unblinded];
}

const probability = (p: number) => (p < 0.001 ? '< 0.001' : fixed(p, 3));

const withInterval = (quoted: Quoted) => {
  const { value, interval } = formatQuoted(quoted);
  return `${value} (${interval})`;
};

/** Results in the order of their networks, under the names of these. */
function labelled<T extends { readonly input: Input }>(results: readonly T[]): { label: string; result: T }[] {
  return subjectsOf(results.map(({ input }) => input)).map(({ input, label }) => ({
    label,
    result: results.find((one) => one.input === input)!,
  }));
}
