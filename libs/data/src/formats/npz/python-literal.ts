// The Python literals that NumPy writes into its headers: dicts, tuples, lists, strings, integers, True, False, None.
// Never evaluates anything.

export type Literal = string | number | boolean | null | readonly Literal[] | { readonly [key: string]: Literal };

const maxDepth = 32;

export function parseLiteral(text: string): Literal {
  let at = 0;
  const fail = (wanted: string): Error => new Error(`expected ${wanted} at character ${at} of its header`);
  const space = (): void => {
    while (/\s/.test(text[at] ?? '')) at++;
  };
  const taken = (symbol: string): boolean => {
    space();
    if (text[at] !== symbol) return false;
    at++;
    return true;
  };
  const items = (end: string, depth: number): Literal[] => {
    const list: Literal[] = [];
    while (!taken(end)) {
      list.push(value(depth + 1));
      if (!taken(',') && text[at] !== end) throw fail(end);
    }
    return list;
  };
  const value = (depth: number): Literal => {
    if (depth > maxDepth) throw fail('fewer levels');
    if (taken('(')) return items(')', depth);
    if (taken('[')) return items(']', depth);
    if (taken('{')) {
      const entries: [string, Literal][] = [];
      while (!taken('}')) {
        const key = value(depth + 1);
        if (typeof key !== 'string' || !taken(':')) throw fail('a key');
        entries.push([key, value(depth + 1)]);
        if (!taken(',') && text[at] !== '}') throw fail('}');
      }
      return Object.fromEntries(entries);
    }
    const rest = text.slice(at, at + 10_000);
    const token = /^(?:'(?<single>[^'\\]*)'|"(?<double>[^"\\]*)"|(?<number>-?\d+)L?|(?<word>True|False|None))/.exec(
      rest,
    );
    if (!token?.groups) throw fail('a value');
    at += token[0].length;
    const { single, double, number, word } = token.groups;
    if (number !== undefined) return Number(number);
    if (word !== undefined) return word === 'None' ? null : word === 'True';
    return single ?? double ?? '';
  };
  const result = value(0);
  space();
  if (at < text.length) throw fail('the end');
  return result;
}
