// Numbers as text: as many digits as their interval leaves, a plain minus, no locale.
import type { Quoted } from '@jetdemon/artifacts';

/** 0.25 -> '0.25', in percent '25%'; at most six digits. */
export function plain(value: number, { percent = false } = {}): string {
  const text = String(Number((percent ? 100 * value : value).toPrecision(6)));
  return percent ? `${text}%` : text;
}

/**
 * '0.8691 [0.8662, 0.8719]', in percent '40.1% [34.1%, 45.2%]': two digits of the smaller side of the interval, at most
 * four decimals of the plain number.
 */
export function withInterval({ value, low, high }: Quoted, { percent = false } = {}): string {
  const numbers = [value, low, high].map((number) => (percent ? 100 * number : number));
  const sides = [numbers[0]! - numbers[1]!, numbers[2]! - numbers[0]!].filter((side) => side > 0);
  const wanted = sides.length === 0 ? 3 : 1 - Math.floor(Math.log10(Math.min(...sides)));
  const decimals = Math.min(percent ? 2 : 4, Math.max(0, wanted));
  const [center, from, to] = numbers.map((number) => {
    const text = number.toFixed(decimals);
    return (Number(text) === 0 ? text.replace('-', '') : text) + (percent ? '%' : '');
  });
  return `${center} [${from}, ${to}]`;
}
