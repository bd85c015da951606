// Detection: how many jets a network needs to notice that they were moved, beside tests of single observables.
import type { Interval } from '@jetdemon/artifacts';
import { html, linked, words } from '../../text/html.ts';
import { capitalised, percentInWords } from '../../text/numbers.ts';
import { attackName, type Naming } from '../../text/subjects.ts';
import { observableName } from '../../text/observables.ts';
import type { Chapter } from '../chapter.ts';
import type { Result } from '../results.ts';
import { table } from '../table.ts';
import { drawings } from './figures.ts';

export const detectionChapter: Chapter = {
  id: 'detection',
  title: () => 'How many jets it takes to notice',
  show({ results: { detection }, naming }, figures) {
    if (detection.length + figures.length === 0) return undefined;
    return html`${detection.map((one) => html`<p>${words(sentence(one, naming))}</p>`)} ${drawings(figures)}
    ${detection.map((one) => powers(one, naming))}`;
  },
};

const enough = 0.5;

/** "KS of the mass" of the test `ks mass`. */
const testName = (name: string) => (name.startsWith('ks ') ? `KS test of ${observableName(name.slice(3))}` : `${name} network`); // prettier-ignore

/** The least number of jets at which a test rejects in half of the pseudo-experiments. */
function needs(rates: Result<'detection'>['tests'][string]): string | undefined {
  return Object.keys(rates).find((jets) => rates[jets]!.power.value >= enough);
}

function sentence({ input, tests, convention }: Result<'detection'>, naming: Naming): string {
  const each = Object.entries(tests).map(([name, rates]) => {
    const jets = needs(rates);
    const most = Object.keys(rates).at(-1)!;
    const from = (share: Interval) => linked(percentInWords(share), [input.node]);
    return jets === undefined
      ? `the ${testName(name)} does not with ${most} (${from(rates[most]!.power)})`
      : `the ${testName(name)} does with ${jets} (${from(rates[jets]!.power)})`;
  });
  return (
    `${capitalised(attackName(input.base, naming))}: what notices it in half of the pseudo-experiments, by a test at ` +
    `${100 * convention.level}%? ${capitalised(each.join('; '))}.`
  );
}

function powers({ input, tests, convention }: Result<'detection'>, naming: Naming) {
  const counts = Object.keys(Object.values(tests)[0]!);
  const rows = Object.entries(tests).flatMap(([name, rates]) => [
    [capitalised(testName(name)), ...counts.map((jets) => words(linked(percentInWords(rates[jets]!.power), [input.node])))],
    [`${capitalised(testName(name))}, false alarms`, ...counts.map((jets) => percentInWords(rates[jets]!.false_alarms))],
  ]); // prettier-ignore
  return html`${table({
      label: 'Table of power',
      caption: `${capitalised(attackName(input.base, naming))}: share of pseudo-experiments in which a test rejects, by the number of jets`,
      columns: [{ head: 'test' }, ...counts.map((head) => ({ head, look: 'number' as const }))],
      groups: [{ rows }],
    })}
    <p class="note">${words(capitalised(convention.description))}.</p>`;
}
