// Cut-flow: events that each cut of the selection left, class by class.
import type { Cutflow, CutflowStep } from '@jetdemon/artifacts';
import { classesOf } from '../../results/cutflow-results.ts';
import { count, percentInWords, significant } from '../../text/numbers.ts';
import { html, linked, words, type Html } from '../../text/html.ts';
import type { Chapter } from '../chapter.ts';
import type { Result } from '../results.ts';
import { table, type Cell } from '../table.ts';

export const cutflowChapter: Chapter = {
  id: 'selection',
  title: () => 'What the selection left',
  show({ results }) {
    const cutflows = results['selected jets'].filter((one) => classesOf(one).length > 0);
    if (cutflows.length === 0) return undefined;
    return html`${cutflows.map((one) => cutflowTable(one, cutflows.length > 1))}`;
  },
};

function cutflowTable(cutflow: Result<'selected jets'>, several: boolean): Html {
  const classes = classesOf(cutflow);
  const weighted = classes.some(({ steps }) => steps.some(({ events, weight }) => events !== weight));
  const heads = ['events', ...(weighted ? ['sum of weights'] : []), 'of those before', 'of all'];
  const groups = classes.map(({ name, steps }) => ({
    title: name,
    rows: steps.map((step) => cells(step, weighted, cutflow.input.node)),
  }));
  return html`<p>${words(classes.map(sentence).join(' '))}</p>
    ${table({
      label: `Table of cuts${several ? `, ${cutflow.input.node}` : ''}`,
      ...(several && { caption: cutflow.input.node }),
      columns: [{ head: 'cut' }, ...heads.map((head) => ({ head, look: 'number' as const }))],
      groups,
    })}
    <p class="note">
      Efficiencies${weighted ? ' (of the sums of weights)' : ''} with their 68% intervals (Wilson). ${removed(cutflow)}
    </p>`;
}

function sentence({ name, steps }: { readonly name: string; readonly steps: readonly CutflowStep[] }): string {
  const [all, last] = [steps[0]!, steps.at(-1)!];
  const share = last.cumulative ? `, ${percentInWords(last.cumulative)}` : '';
  return `Of ${count(all.events)} ${name} events, ${count(last.events)} give a jet${share}.`;
}

function cells({ cut, events, weight, efficiency, cumulative }: CutflowStep, weighted: boolean, node: string): Cell[] {
  return [
    cutInWords(cut),
    words(linked(count(events), [node])),
    ...(weighted ? [significant(weight, 6)] : []),
    ...[efficiency, cumulative].map((share) => (share ? percentInWords(share) : '–')),
  ];
}

/** The cut as printed to a terminal, with the letters that a page has. */
const cutInWords = (cut: string) =>
  cut
    .replace(/\bpT\b/, 'p_{T}')
    .replace(/\beta\b/, 'η')
    .replace('>=', '≥');

function removed(cutflow: Cutflow): string {
  const parts = classesOf(cutflow).flatMap(({ name }) => {
    const events = cutflow.photonJetsRemoved?.[name];
    return events === undefined ? [] : [`${count(events)} ${name} event${events === 1 ? '' : 's'}`];
  });
  return parts.length > 0 ? `Jets of hard photons were removed first, in ${parts.join(' and ')}.` : '';
}
