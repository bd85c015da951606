// Words for numbers that moved and tables that changed.
import { isQuoted, type Moved } from './numbers.ts';
import type { TableChange } from './tables.ts';

/** `0.12 (+0.01 −0.02) → 0.15 (+0.02 −0.02), +1.2 σ` */
export function movedInWords({ before, after, sigmas }: Moved): string {
  const far = sigmas === undefined ? '' : `, ${signed(sigmas.toFixed(1))} σ`;
  return `${number(before)} → ${number(after)}${far}`;
}

export function number(value: Moved['before']): string {
  if (value === undefined) return 'none';
  if (typeof value === 'number') return digits(value);
  if (!isQuoted(value)) return digits(value.value);
  const [up, down] = [value.high - value.value, value.value - value.low];
  return `${digits(value.value)} (+${digits(up)} −${digits(down)})`;
}

export function tableInWords({ rows, columns, added, removed, note }: TableChange): string {
  if (note !== undefined) return note;
  const said = [
    rows[0] === rows[1] ? `${rows[0]} rows` : `${rows[0]} → ${rows[1]} rows`,
    ...(added.length > 0 ? [`new columns ${added.join(', ')}`] : []),
    ...(removed.length > 0 ? [`without columns ${removed.join(', ')}`] : []),
    ...columns.map(({ name, differ, most }) => {
      return `${name} differs in ${differ}${most === undefined ? '' : ` by at most ${digits(most)}`}`;
    }),
  ];
  return said.join('; ');
}

const digits = (value: number) => String(Number(value.toPrecision(4))).replace('-', '−');
const signed = (text: string) => (text.startsWith('-') ? text.replace('-', '−') : `+${text}`);
