// Numbers as a reader wants them: as many digits as their uncertainty leaves, a real minus sign, no locale.
import type { Interval } from '@jetdemon/artifacts';
import { decimalsOf, fixed as hyphenated } from '@jetdemon/statistics';

/** `value` with `decimals` digits after the point, and U+2212 for a minus; never "−0". */
export const fixed = (value: number, decimals: number): string => hyphenated(value, decimals).replace('-', '−');

/** A number that may have an interval. */
export interface Shown {
  readonly value: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

/** Its value with an interval, undefined without. */
export const intervalOf = ({ value, low, high }: Shown): Interval | undefined =>
  low === undefined || high === undefined ? undefined : { value, low, high };

/** A number and its interval, as columns of a table; a dash where it has none. */
export interface Formatted {
  readonly value: string;
  readonly interval: string;
}

/** A number as plain numbers, or in percent with one decimal at most; three digits where it has no interval. */
export function formatQuoted(number: Shown, { percent = false } = {}): Formatted {
  const quoted = intervalOf(number);
  if (!quoted) return { value: significant(percent ? 100 * number.value : number.value, 3) + (percent ? '%' : ''), interval: '–' }; // prettier-ignore
  const scaled = percent ? inPercent(quoted) : quoted;
  const decimals = decimalsOf(scaled, { percent });
  const show = (number: number) => fixed(number, decimals) + (percent ? '%' : '');
  return { value: show(scaled.value), interval: `${show(scaled.low)} to ${show(scaled.high)}` };
}

/** A share as a sentence has it: "23 ± 2%", "23 (+2 −3)%", or with the interval when that excludes its value. */
export function percentInWords(share: Interval): string {
  const { value, low, high } = inPercent(share);
  const decimals = Math.max(high - value, value - low) < 1.95 ? 1 : 0;
  const [up, down] = [fixed(high - value, decimals), fixed(value - low, decimals)];
  if (high < value || low > value)
    return `${fixed(value, decimals)}% (${fixed(low, decimals)}% to ${fixed(high, decimals)}%)`;
  return up === down ? `${fixed(value, decimals)} ± ${up}%` : `${fixed(value, decimals)} (+${up} −${down})%`;
}

/** `value` with `digits` significant digits, as plain as they allow: 0.0125, 340, 1.2e+6. */
export function significant(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits))).replace(/^-/, '−');
}

/** A number as a sentence has it: "2.471 ± 0.045", "46 (+8 −5)", or with the interval when that excludes its value; three digits without. */
export function inWords(number: Shown): string {
  const quoted = intervalOf(number);
  if (!quoted) return significant(number.value, 3);
  const { value, low, high } = quoted;
  const decimals = decimalsOf(quoted);
  const show = (number: number) => fixed(number, decimals);
  if (high < value || low > value) return `${show(value)} (${show(low)} to ${show(high)})`;
  const [up, down] = [show(high - value), show(value - low)];
  return up === down ? `${show(value)} ± ${up}` : `${show(value)} (+${up} −${down})`;
}

/** The first letter as at the start of a sentence. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A count with thousands apart: 316,173. */
export function count(jets: number): string {
  return String(jets).replace(/\B(?=(\d{3})+$)/g, ',');
}

const inPercent = ({ value, low, high }: Interval): Interval => ({
  value: 100 * value,
  low: 100 * low,
  high: 100 * high,
});
