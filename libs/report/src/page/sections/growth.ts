// Growth: how far an adversary gets, with how many jets, and what limits it.
import { html, linked, words } from '../../text/html.ts';
import { capitalised, count, fixed, formatQuoted } from '../../text/numbers.ts';
import { growthSentence } from '../../text/growth-sentence.ts';
import { networkName } from '../../text/robustness-sentence.ts';
import type { Chapter, Content } from '../chapter.ts';
import type { Result } from '../results.ts';
import { table } from '../table.ts';
import { drawings } from './figures.ts';

export const growthChapter: Chapter = {
  id: 'growth',
  title: () => 'How far the adversary gets, and what limits it',
  show({ results: { growth }, naming }, figures) {
    if (growth.length + figures.length === 0) return undefined;
    const nameOf = namesOf(naming);
    const sentences = growth.flatMap(({ networks, base }) =>
      Object.entries(networks).map(([network, ways]) => growthSentence(network, ways, base, nameOf)),
    );
    return html`${sentences.map((sentence) => html`<p>${words(capitalised(sentence))}</p>`)} ${drawings(figures)}
    ${growth.map((one) => growthTable(one, nameOf))}`;
  },
};

const namesOf =
  ({ names }: Content['naming']) =>
  (point: string) =>
    networkName(names, point);

function growthTable({ networks, convention }: Result<'growth'>, nameOf: (point: string) => string) {
  const groups = Object.entries(networks).map(([network, ways]) => ({
    rows: Object.entries(ways).map(([name, { loss, node, jets, accepted, nodes, criteria, stopped, curve, late }]) => {
      const { value, interval } = formatQuoted(loss, { percent: true });
      return [
        nameOf(network),
        nameOf(name),
        words(`${linked(value, [node])} (${interval})`),
        `${fixed(100 * curve.at(-1)!.value, 1)}%`,
        `${fixed(100 * late, 1)}%`,
        count(Math.round(jets)),
        `${stopped} of ${nodes.length}`,
        criteria ? `${accepted} of ${nodes.length}` : 'none asked',
      ];
    }),
  }));
  const number = (head: string) => ({ head, look: 'number' as const });
  return html`${table({
      label: 'Table of ways of training',
      caption: 'Share of ε_{S}/√ε_{B} at the nominal optimum that the chosen adversary takes, by way of training',
      columns: [
        ...[{ head: 'network' }, { head: 'way of training' }, number('loss, test'), number('loss, validation')],
        ...[number('of it in the second half'), number('jets seen'), number('stopped early'), number('pass')],
      ],
      groups,
    })}
    <p class="note">
      ${words(capitalised(convention.description))}. Validation: of the strongest trial that passes, on the jets on
      which it is chosen, mean over trainings; 0 where none passes, since an adversary that does nothing would. The loss
      of test jets is that of the chosen adversary, passing or not.
    </p>`;
}
