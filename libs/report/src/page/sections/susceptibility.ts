// Susceptibility: what a network loses to its adversary against how well it was trained, stage by stage (§IV).
import { html, linked, words, type Html } from '../../text/html.ts';
import { capitalised, formatQuoted, percentInWords } from '../../text/numbers.ts';
import { publishedValue } from '../../reference/comparison.ts';
import { remarkOn, type Chapter, type Content } from '../chapter.ts';
import type { Result } from '../results.ts';
import { includesZero } from '../summary-sentence.ts';
import { table } from '../table.ts';
import { drawings } from './figures.ts';

export const susceptibilityChapter: Chapter = {
  id: 'susceptibility',
  title: () => 'Less training, less to lose?',
  show(content, figures) {
    const { susceptibility } = content.results;
    if (susceptibility.length + figures.length === 0) return undefined;
    return html`${susceptibility.map((one) => html`<p>${words(sentence(one))}</p>`)} ${drawings(figures)}
    ${susceptibility.map((one) => susceptibilityTable(one, content))}`;
  },
};

function sentence({ input, stages, change, slope }: Result<'susceptibility'>): string {
  const hundredth = { value: slope.value / 100, low: slope.low / 100, high: slope.high / 100 };
  const changes = includesZero(change) ? 'does not measurably change' : change.value > 0 ? 'raises' : 'lowers';
  const [by, rise] = [change, hundredth].map((one) => linked(percentInWords(one), [input.node]));
  return (
    `Training from ${stages[0]!} to ${stages.at(-1)!} ${changes} the loss, by ${by} of the nominal peak; a straight line ` +
    `over the stages rises by ${rise} of it per 0.01 of AUC.`
  );
}

function susceptibilityTable({ means, input, description }: Result<'susceptibility'>, content: Content): Html {
  const numbers = Object.values(content.published?.reference.numbers ?? {}).flatMap((kinds) =>
    Object.entries(kinds['susceptibility'] ?? {}),
  );
  const withPaper = numbers.length > 0;
  const from = (text: string) => words(linked(text, [input.node]));
  const rows = means.map(({ stage, auc, loss, trainings }) => {
    const [performance, lost] = [formatQuoted(auc), formatQuoted(loss, { percent: true })];
    const published = numbers.find(([at]) => at === `stages/${stage}/loss`)?.[1];
    return [
      stage,
      from(performance.value),
      performance.interval,
      from(lost.value),
      lost.interval,
      String(trainings),
      ...(withPaper ? [publishedValue({ published, percent: true }) || '–'] : []),
    ];
  });
  const heads = ['AUC', 'interval', 'loss', 'interval', 'trainings', ...(withPaper ? ['paper'] : [])];
  return html`${table({
      label: 'Table of susceptibility',
      caption: 'Loss at the nominal optimum under the adversary, against how well the network was trained',
      columns: [{ head: 'stage' }, ...heads.map((head) => ({ head, look: 'number' as const }))],
      groups: [{ rows }],
    })}
    <p class="note">${words(capitalised(description))}. ${words(remarkOn('susceptibility', content) ?? '')}</p>`;
}
