// Numbers as text: as many digits as their interval leaves, a plain minus, no locale.
import { hasInterval, type Quoted, type Stated } from '@jetdemon/artifacts';

/** 0.25 -> '0.25', in percent '25%'; at most six digits. */
export function plain(value: number, { percent = false } = {}): string {
  const text = String(Number((percent ? 100 * value : value).toPrecision(6)));
  return percent ? `${text}%` : text;
}

/** `value` with `decimals` digits after the point; never '-0'. */
export function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/**
 * Digits after the point that show two digits of the smaller side of the interval: at most four, of a percentage one; what
 * a further digit would say is noise. Value and interval of a percentage are given in percent.
 */
export function decimalsOf(
  { value, low, high }: Pick<Quoted, 'value' | 'low' | 'high'>,
  { percent = false } = {},
): number {
  const sides = [value - low, high - value].filter((side) => side > 0);
  const wanted = sides.length === 0 ? 3 : 1 - Math.floor(Math.log10(Math.min(...sides)));
  return Math.min(percent ? 1 : 4, Math.max(0, wanted));
}

/** '0.8691 [0.8662, 0.8719]', in percent '40.1% [34.1%, 45.2%]', with digits as in `decimalsOf`; without an interval '0.0123 [-]'. */
export function withInterval(number: Stated, { percent = false } = {}): string {
  if (!hasInterval(number)) return `${plain(Number(number.value.toPrecision(3)), { percent })} [-]`;
  const { value, low, high } = number;
  const scale = percent ? 100 : 1;
  const [center, from, to] = [scale * value, scale * low, scale * high];
  const decimals = decimalsOf({ value: center, low: from, high: to }, { percent });
  const show = (number: number) => fixed(number, decimals) + (percent ? '%' : '');
  return `${show(center)} [${show(from)}, ${show(to)}]`;
}
