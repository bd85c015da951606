// A cut-flow as a table of text, the classes side by side: what the command line prints at the end of a run.
import type { Cutflow, CutflowStep, Efficiency, JetClass } from './cutflow.ts';

/** Sums of weights are shown where a weight is not 1. */
export function cutflowText({ classes, photonJetsRemoved = {} }: Cutflow): string {
  const shown = (['background', 'signal'] as const).flatMap((name) => {
    const steps = classes[name];
    return steps ? [{ name, steps }] : [];
  });
  const blocks = shown.map(({ name, steps }) => padded([...headed(name), ...steps.map(cells)], weighted(steps)));
  const labels = ['', '', ...shown[0]!.steps.map(({ cut }) => cut)];
  const width = Math.max(...labels.map((label) => label.length));
  const rows = labels.map((label, row) => [label.padEnd(width), ...blocks.map((block) => block[row]!)].join('  | '));
  const removed = shown.flatMap(({ name }) => {
    const events = photonJetsRemoved[name];
    return events === undefined ? [] : [`in ${events} ${name} events`];
  });
  return [
    ...rows.map((row) => row.trimEnd()),
    '',
    'in brackets: Wilson intervals of 68.27% content',
    ...(removed.length > 0 ? [`jets of hard photons were removed first ${removed.join(' and ')}`] : []),
    '',
  ].join('\n');
}

type Cells = readonly [events: string, weight: string, efficiency: string, cumulative: string];

const headed = (name: JetClass): Cells[] => [
  [name, '', '', ''],
  ['events', 'sum of weights', '% of previous', '% of all'],
];

const cells = ({ events, weight, efficiency, cumulative }: CutflowStep, row: number): Cells => [
  String(events),
  String(Number(weight.toPrecision(6))),
  row === 0 ? '' : percent(efficiency),
  row === 0 ? '' : percent(cumulative),
];

const weighted = (steps: readonly CutflowStep[]): boolean => steps.some(({ events, weight }) => events !== weight);

function padded(rows: readonly Cells[], withWeights: boolean): string[] {
  const kept = rows.map(([events, weight, ...shares]) =>
    withWeights ? [events, weight, ...shares] : [events, ...shares],
  );
  const widths = kept[0]!.map((_, column) => Math.max(...kept.map((row) => row[column]!.length)));
  return kept.map((row) => row.map((cell, column) => cell.padStart(widths[column]!)).join('  '));
}

/** An efficiency and its interval in percent, to a digit more than its error begins with. */
function percent(share: Efficiency | null): string {
  if (share === null) return '-';
  const { value, low, high } = share;
  const digits = Math.min(6, Math.max(1, 1 - Math.floor(Math.log10(50 * (high - low)))));
  const [center, from, to] = [value, low, high].map((part) => (100 * part).toFixed(digits));
  return `${center} [${from}, ${to}]`;
}
