// Names of columns by pattern: `PX_{0..199}` is PX_0, PX_1, ... PX_199; `{000..199}` keeps the width of its zeros.

const numbers = /^([^{}]*)\{(\d+)\.\.(\d+)\}([^{}]*)$/;
const most = 10_000;

/** The names that a pattern means; undefined for a plain name. */
export function expanded(name: string): string[] | undefined {
  const [, before = '', first = '', last = '', after = ''] = numbers.exec(name) ?? [];
  const count = Number(last) - Number(first) + 1;
  if (first === '' || !(count >= 1 && count <= most)) return undefined;
  const width = first.startsWith('0') && first.length > 1 ? first.length : 0;
  return Array.from({ length: count }, (_, at) => {
    const number = String(Number(first) + at).padStart(width, '0');
    return `${before}${number}${after}`;
  });
}
