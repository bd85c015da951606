// What known differences are worth: how far each number moves when one of them is undone, in words and as a table.
import { decimalsOf } from '@jetdemon/statistics';
import { agreementOf, ownValue, publishedValue, type Row } from '../../reference/comparison.ts';
import { html, linked, words, type Html } from '../../text/html.ts';
import { fixed, intervalOf } from '../../text/numbers.ts';
import { table } from '../table.ts';
import { shiftsOf, type Shift, type Undone } from '../undone.ts';

/** The sentence that a disagreement has of what was undone; undefined where nothing was measured for it. */
export function worthOf(row: Row, undone: readonly Undone[]): Html | undefined {
  // What leaves a number as it is to the last bit does not touch it.
  const shifts = shiftsOf(row, undone)
    .filter(({ by }) => by !== 0)
    .sort((a, b) => b.share - a.share);
  if (shifts.length === 0) return undefined;
  const seen = shifts.filter(isSeen);
  const lost = shifts.filter((shift) => !isSeen(shift));
  const told = seen.map(
    ({ of, nodes, by, error, share }) =>
      html`${words(linked(`${of.name} (${of.number})`, nodes))} ${moved(row, by, error)}, ${wayOf(share)}`,
  );
  const joined = told.map((one, at) => html`${at > 0 ? '; ' : ''}${one}`);
  const none = lost.map(({ of }) => `${of.name} (${of.number})`).join(', ');
  return html`Undone and measured: ${seen.length > 0 ? html`${joined}.` : undefined}
  ${lost.length > 0 ? `${seen.length > 0 ? 'Within' : 'within'} their errors without effect: ${none}.` : undefined}`;
}

/** Every number that the reference has, with the shift that each difference makes when it is undone. */
export function worths(compared: readonly Row[], undone: readonly Undone[]): Html {
  const rows = compared.flatMap((row) => {
    const shifts = shiftsOf(row, undone);
    if (shifts.length === 0) return [];
    const cell = ({ number }: Undone) => {
      const shift = shifts.find(({ of }) => of.number === number);
      return shift && shift.by !== 0 ? words(linked(moved(row, shift.by, shift.error), shift.nodes)) : '–';
    };
    const away = agreementOf(row) === 'within' ? 'agrees' : '';
    const label = `${row.network?.toUpperCase() ?? row.group}, ${row.label}`;
    return [[label, ownValue(row).value, publishedValue(row), away, ...undone.map(cell)]];
  });
  const number = (head: string) => ({ head, look: 'number' as const });
  return table({
    label: 'Table of what differences are worth',
    caption:
      'Shift of each number when a known difference is undone; errors are those of both numbers in quadrature, although most jets are the same',
    fold: false,
    columns: [
      ...[{ head: 'number' }, number('here'), number('paper'), { head: '' }],
      ...undone.map(({ name, number: at }) => number(`${name} (${at})`)),
    ],
    groups: [{ rows }],
  });
}

/** Whether a shift is larger than its error. */
const isSeen = ({ by, error }: Shift) => Math.abs(by) > error;

function moved(row: Row, by: number, error: number): string {
  const scale = row.percent ? 100 : 1;
  const decimals = row.percent ? 1 : Math.max(2, decimalsOf(intervalOf(row.ours)!));
  const sign = by < 0 ? '' : '+';
  return `${sign}${fixed(scale * by, decimals)} ± ${fixed(scale * error, decimals)}${row.percent ? ' points' : ''}`;
}

function wayOf(share: number): string {
  const percent = fixed(100 * Math.abs(share), 0);
  return share >= 0 ? `${percent}% of the way to the paper’s` : `away from the paper’s by ${percent}% of the distance`;
}
