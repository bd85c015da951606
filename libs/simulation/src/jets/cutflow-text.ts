// A cut-flow as a table of text, the classes side by side: what the command line prints at the end of a run.
import type { Cutflow, CutflowStep } from '@jetdemon/artifacts';
import type { Efficiency, JetClass } from './cutflow.ts';

/** Sums of weights are shown where a weight is not 1. */
export function cutflowText({ classes, photonJetsRemoved = {}, splitPhotonsRemoved = {} }: Cutflow): string {
  const shown = (['background', 'signal'] as const).flatMap((name) => {
    const steps = classes[name];
    return steps ? [{ name, steps }] : [];
  });
  const blocks = shown.map(({ name, steps }) => blockOf(name, steps));
  const labels = ['', '', ...shown[0]!.steps.map(({ cut }) => cut)];
  const width = Math.max(...labels.map((label) => label.length));
  const rows = labels.map((label, row) => [label.padEnd(width), ...blocks.map((block) => block[row]!)].join('  | '));
  const removed = shown.flatMap(({ name }) => {
    const events = photonJetsRemoved[name];
    if (events === undefined) return [];
    const split = splitPhotonsRemoved[name] ?? 0;
    return [`in ${events} ${name} events${split > 0 ? ` (of photons that had split in ${split})` : ''}`];
  });
  return [
    ...rows.map((row) => row.trimEnd()),
    '',
    'in brackets: Wilson intervals of 68.27% content',
    ...(removed.length > 0 ? [`jets of hard photons were removed first ${removed.join(' and ')}`] : []),
    '',
  ].join('\n');
}

/** One class: its name, the names of its columns, a row per step. */
function blockOf(name: JetClass, steps: readonly CutflowStep[]): string[] {
  const weighted = steps.some(({ events, weight }) => events !== weight);
  const rows = [
    ['events', ...(weighted ? ['sum of weights'] : []), '% of previous', '% of all'],
    ...steps.map(({ events, weight, efficiency, cumulative }, row) => [
      String(events),
      ...(weighted ? [String(Number(weight.toPrecision(6)))] : []),
      ...(row === 0 ? ['', ''] : [percent(efficiency), percent(cumulative)]),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padStart(widths[column]!)).join('  '));
  return [name.padEnd(lines[0]!.length), ...lines];
}

/** An efficiency and its interval in percent, to the first digit of half the interval and at least one decimal. */
function percent(share: Efficiency | null): string {
  if (share === null) return '-';
  const { value, low, high } = share;
  const digits = Math.min(6, Math.max(1, -Math.floor(Math.log10(50 * (high - low)))));
  const [center, from, to] = [value, low, high].map((part) => (100 * part).toFixed(digits));
  return `${center} [${from}, ${to}]`;
}
