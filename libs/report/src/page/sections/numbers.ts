// Main table: the numbers of each network, nominal and under each attack, beside the reference's.
import type { SignificanceMetrics } from '@jetdemon/artifacts';
import { agreementOf, ownValue, publishedValue, type Row } from '../../reference/comparison.ts';
import { groupBy } from '../../text/group-by.ts';
import { html, linked, words, type Html } from '../../text/html.ts';
import { count } from '../../text/numbers.ts';
import type { Measured } from '../attacks.ts';
import type { Chapter } from '../chapter.ts';
import { table, type Cell } from '../table.ts';

export const numbersChapter: Chapter = {
  id: 'numbers',
  title: ({ published }) => `The numbers${published ? ', beside the paper’s' : ''}`,
  show({ rows, measured, published }) {
    return measured.length > 0 ? numbers(rows, measured, published !== undefined) : undefined;
  },
};

/** What of a network says how its numbers came about. */
type Made = { readonly subject: Pick<Measured['subject'], 'label'>; readonly metrics: SignificanceMetrics };

/** Rows come in the order of the page; those of one group stand together. */
export function numbers(rows: readonly Row[], measured: readonly Made[], paper: boolean): Html {
  const { convention } = measured[0]!.metrics;
  const interval = `${Math.round(100 * convention.interval)}% interval`;
  const heads = ['here', interval, ...(paper ? ['paper', 'paper against interval'] : [])];
  const groups = [...new Set(rows.map(({ group }) => group))].map((title) => ({
    title,
    rows: rows.filter(({ group }) => group === title).map((row) => cells(row, paper)),
  }));
  const columns = [{ head: 'quantity' }, ...heads.map((head) => ({ head, look: 'number' as const }))];
  const notes = groupBy(measured, ({ metrics }) => note(metrics).text);
  return html`${table({ label: 'Table of numbers', caption: 'All numbers of each network', columns, groups })}
    <p class="note">
      ${[...notes.values()].map((alike) => {
        const whose = notes.size > 1 ? html`${alike.map(({ subject }) => subject.label).join('; ')}: ` : undefined;
        return html`${whose}${note(alike[0]!.metrics)} `;
      })}
      ${rows.some(({ quantity }) => quantity.startsWith('control region/')) ? PER_TRAINING : undefined}
      ${rows.some(outsideItsOwn) ? OUTSIDE_ITS_OWN : undefined} ${paper ? sources(rows) : undefined}
    </p> `;
}

/** On which jets numbers were taken, and how. */
const note = ({ convention, jets }: SignificanceMetrics): Html =>
  html`Convention: ${words(convention.description)}. Test jets: ${count(jets.signal)} signal, ${count(jets.background)}
  background. ${worth(jets)} ${coverage(convention)}`;

/** Of weighted jets: with how many of equal weight their numbers are as well known. */
function worth({ effective }: SignificanceMetrics['jets']): Html | undefined {
  if (!effective) return undefined;
  const [signal, background] = [effective.signal, effective.background].map(Math.round) as [number, number];
  return html`These jets are weighted: all numbers count them with their weights, by which they are worth
  ${count(signal)} signal and ${count(background)} background jets of equal weight, (Σw)²/Σw².`;
}

/** What the intervals of numbers averaged over training seeds hold, and those of one training do not. */
export function coverage({ seeds = 1 }: SignificanceMetrics['convention']): string {
  return seeds > 1
    ? `Numbers are averages over ${seeds} trainings with different seeds, whose spread is in the intervals.`
    : 'Intervals cover the statistics of these jets, not the spread over training seeds.';
}

const outsideItsOwn = ({ ours: { value, low = value, high = value } }: Row) => value < low || value > high;

// What is measured per training is not averaged by an upstream node.
const PER_TRAINING = html`KS distances, χ²/ndf and limits are measured per training, on the same jets: the value is the
mean over trainings (KS distances have no interval, which is a dash); its interval is the mean of their intervals,
widened in quadrature by t s/√n of the spread s of n trainings (Student’s t), as that of the other averages. Of χ²/ndf
the interval of one training is the range of 68% of pseudo-experiments.`;

// A threshold chosen where few background jets are left is chosen partly for a fluctuation of just these jets.
const OUTSIDE_ITS_OWN = html`A value outside its own interval belongs to a threshold that most replicas do not choose:
it was chosen in a thin tail, partly for a fluctuation of these very jets, and the interval is the better statement.`;

function cells(row: Row, paper: boolean): Cell[] {
  const { value, interval } = ownValue(row);
  const beside = [publishedValue(row) || '–', agreementOf(row) ?? '–'];
  return [row.label, words(linked(value, row.nodes)), interval, ...(paper ? beside : [])];
}

function sources(rows: readonly Row[]): Html {
  const bySource = new Map<string, string[]>();
  for (const { published, label } of rows) {
    if (!published) continue;
    const labels = bySource.get(published.source) ?? [];
    if (!labels.includes(label)) bySource.set(published.source, [...labels, label]);
  }
  const parts = [...bySource].map(([source, labels]) => `${labels.join(', ')}: ${source}`);
  return html`The paper’s numbers, which come without uncertainties, are from: ${words(parts.join('; '))}. Whether one
  is within the interval is judged with its rounding considered; of numbers that agree, one in three lies outside a 68%
  interval by chance. A dash: the paper gives no number.`;
}
