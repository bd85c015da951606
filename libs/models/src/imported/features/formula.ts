// Formulas of features: arithmetic and a few functions of named quantities, parsed to a tree. Nothing is ever executed.
import { InputError, suggest } from '@jetdemon/workflow';

export type Formula =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly arguments: readonly Formula[] };

/** Functions and operators with the number of their arguments; `+` is `add`, and so on. */
export const functions = {
  add: 2,
  subtract: 2,
  multiply: 2,
  divide: 2,
  power: 2,
  negative: 1,
  log: 1,
  log1p: 1,
  exp: 1,
  sqrt: 1,
  abs: 1,
  sign: 1,
  tanh: 1,
  arctan: 1,
  sinh: 1,
  arcsinh: 1,
  cos: 1,
  sin: 1,
  hypot: 2,
  minimum: 2,
  maximum: 2,
  clip: 3,
  ones_like: 1,
  zeros_like: 1,
} as const;

export type FunctionName = keyof typeof functions;

// NumPy's other names of the same, Python's own, and those of the libraries that weaver hands to its configurations.
const aliases: Readonly<Record<string, FunctionName>> = {
  absolute: 'abs',
  arcsinh: 'arcsinh',
  asinh: 'arcsinh',
  atan: 'arctan',
  pow: 'power',
};

const libraries = ['np', 'numpy', 'ak', 'awkward', 'math'];

/** Deeper formulas are no formulas of features. */
const deepest = 64;

/**
 * The tree of a formula such as `np.log(part_pt / jet_pt)`: numbers, names, + - * / **, parentheses and `functions`, whose
 * names may stand after `np.`, `ak.` or `math.`.
 *
 * @throws InputError naming what is none of these, and where
 */
export function parseFormula(text: string): Formula {
  const tokens = tokensOf(text);
  let at = 0;
  const fail = (expected: string): never => {
    const found = tokens[at];
    throw new InputError(
      `formula ${text}: expected ${expected}, found ${found ? `${found.text} at ${found.at + 1}` : 'its end'}`,
    );
  };
  const take = (symbol: string): boolean => tokens[at]?.text === symbol && ++at > 0;
  const need = (symbol: string): void => void (take(symbol) || fail(symbol));
  const call = (name: FunctionName, ...given: Formula[]): Formula => ({ kind: 'call', name, arguments: given });

  const sum = (depth: number): Formula => {
    let left = product(depth);
    for (;;) {
      if (take('+')) left = call('add', left, product(depth));
      else if (take('-')) left = call('subtract', left, product(depth));
      else return left;
    }
  };
  const product = (depth: number): Formula => {
    let left = signed(depth);
    for (;;) {
      if (take('*')) left = call('multiply', left, signed(depth));
      else if (take('/')) left = call('divide', left, signed(depth));
      else return left;
    }
  };
  const signed = (depth: number): Formula => {
    if (depth > deepest) throw new InputError(`formula ${text}: expected at most ${deepest} levels`);
    if (take('-')) return call('negative', signed(depth + 1));
    if (take('+')) return signed(depth + 1);
    const base = atom(depth);
    return take('**') ? call('power', base, signed(depth + 1)) : base;
  };
  const atom = (depth: number): Formula => {
    if (take('(')) {
      const inner = sum(depth + 1);
      need(')');
      return inner;
    }
    const token = tokens[at];
    if (token?.kind === 'number') {
      at++;
      return { kind: 'number', value: Number(token.text) };
    }
    if (token?.kind !== 'name') return fail('a number, a name or (');
    at++;
    if (!take('(')) {
      if (token.text.includes('.')) throw new InputError(`formula ${text}: ${token.text} is not supported`);
      return { kind: 'name', name: token.text };
    }
    const name = functionOf(token.text, text);
    const given = [sum(depth + 1)];
    while (take(',')) given.push(sum(depth + 1));
    need(')');
    const expected = functions[name];
    if (given.length !== expected)
      throw new InputError(
        `formula ${text}: expected ${expected} ${expected === 1 ? 'argument' : 'arguments'} of ${token.text}, found ${given.length}`,
      );
    return call(name, ...given);
  };

  const tree = sum(0);
  if (at < tokens.length) fail('an operator');
  return tree;
}

/** Every name in a formula, once. */
export function namesIn(formula: Formula): string[] {
  if (formula.kind === 'name') return [formula.name];
  return formula.kind === 'number' ? [] : [...new Set(formula.arguments.flatMap(namesIn))];
}

function functionOf(written: string, text: string): FunctionName {
  const parts = written.split('.');
  const [library, name] = parts.length === 2 ? parts : [undefined, written];
  const found = Object.hasOwn(functions, name!) ? (name as FunctionName) : aliases[name!];
  if (!found || (library !== undefined && !libraries.includes(library)))
    throw new InputError(
      `formula ${text}: function ${written} is not supported${suggest(name!, Object.keys(functions))}; ` +
        `there are ${Object.keys(functions).join(', ')}`,
    );
  return found;
}

interface Token {
  readonly kind: 'number' | 'name' | 'symbol';
  readonly text: string;
  readonly at: number;
}

function tokensOf(text: string): Token[] {
  const pattern =
    /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_][A-Za-z_0-9.]*)|(\*\*|[-+*/(),]))/y;
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const from = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) {
      const rest = text.slice(from).trimStart();
      throw new InputError(`formula ${text}: ${rest.slice(0, 20)} at ${end - rest.length + 1} is not supported`);
    }
    const [, number, name, symbol] = match;
    const kind = number !== undefined ? 'number' : name !== undefined ? 'name' : 'symbol';
    const found = (number ?? name ?? symbol)!;
    tokens.push({ kind, text: found, at: pattern.lastIndex - found.length });
  }
  return tokens;
}
