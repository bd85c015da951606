// Robustness: which network keeps its significance whatever attack is made, and how much of a loss is avoidable.
import { html, linked, words, type Html } from '../../text/html.ts';
import { capitalised, formatQuoted } from '../../text/numbers.ts';
import { networkName, robustnessSentence } from '../../text/robustness-sentence.ts';
import { attackName } from '../../text/subjects.ts';
import type { Chapter, Content } from '../chapter.ts';
import type { Result } from '../results.ts';
import { table } from '../table.ts';
import { drawings } from './figures.ts';

export const robustnessChapter: Chapter = {
  id: 'robustness',
  title: () => 'Which network withstands attacks',
  show(content, figures) {
    const { robustness } = content.results;
    if (robustness.length + figures.length === 0) return undefined;
    return html`${robustness.map((one) => html`<p>${words(robustnessSentence(one, namesOf(content)))}</p>`)}
    ${drawings(figures)} ${robustness.map((one) => robustnessTable(one, content))}`;
  },
};

const namesOf =
  ({ naming }: Content) =>
  (point: string) =>
    networkName(naming.names, point);

function robustnessTable(one: Result<'robustness'>, content: Content): Html {
  const { networks, convention } = one;
  const nameOf = namesOf(content);
  const attacks = Object.keys(Object.values(networks)[0]!.attacks);
  const certified = Object.values(networks).some((network) => network.certified);
  const rows = Object.entries(networks)
    .toSorted(([, a], [, b]) => b.kept.value - a.kept.value)
    .map(([name, network]) => {
      const cell = (quoted: Parameters<typeof formatQuoted>[0], node: string) => {
        const { value, interval } = formatQuoted(quoted);
        return words(`${linked(value, [node])} ${interval}`);
      };
      return [
        capitalised(nameOf(name)),
        cell(network.auc, network.node),
        cell(network.peak, network.node),
        ...attacks.map((attack) => cell(network.attacks[attack]!.significance, network.node)),
        ...(certified
          ? [network.certified ? cell(network.certified.significance, network.certified.node) : 'nothing']
          : []),
      ];
    });
  const heads = [
    'AUC',
    'ε_{S}/√ε_{B}',
    ...attacks.map((attack) => attackName(attack, content.naming)),
    ...(certified ? ['certain'] : []),
  ];
  return html`${table({
      label: 'Table of robustness',
      caption: `ε_{S}/√ε_{B} at the threshold that jets suggest which nobody attacked, after each attack${certified ? ', and what no attack can prevent' : ''}`,
      columns: [{ head: 'network' }, ...heads.map((head) => ({ head, look: 'number' as const }))],
      groups: [{ rows }],
    })}
    <p class="note">
      ${words(capitalised(convention.description))}.
      ${
        certified
          ? 'Certain: signal scored as low as its certificate allows any attack within the budget to bring it, at the threshold that is best for that.'
          : undefined
      }
    </p>`;
} // prettier-ignore
