// Discriminants out of the classes of a network: P(signal) as a ratio of sums of class probabilities.
import { InputError, suggest } from '@jetdemon/workflow';
import { parseFormula, type Formula } from './features/formula.ts';

/** P(signal) = Σ over · P / Σ (over + under) · P; a weight ≥ 0 per class. */
export interface Discriminant {
  readonly over: readonly number[];
  readonly under: readonly number[];
}

/**
 * Reads `P(top) / (P(top) + P(QCD))`, `P(b) / (P(b) + 0.2 P(c) + 0.8 P(light))` with `*` written, or `P(H) + P(Z)`: then
 * all other classes are the background, as probabilities sum to one.
 *
 * @throws InputError for a class that is none, and for what is no such ratio
 */
export function parseDiscriminant(text: string, classes: readonly string[]): Discriminant {
  const fail = (message: string): never => {
    throw new InputError(`output: signal ${text}: ${message}`);
  };
  const renamed = text.replaceAll(/\bP\(\s*([^()]*?)\s*\)/g, (_, name: string) => {
    const at = classes.indexOf(name);
    if (at < 0) fail(`${name} is no class of the output${suggest(name, classes)}`);
    return `class_${at}`;
  });
  if (renamed === text) return fail('expected an index, a class or a discriminant such as P(top) / (P(top) + P(QCD))');
  const { numerator, denominator } = ratioOf(parseFormula(renamed), classes.length, fail);
  const total = denominator ?? classes.map(() => 1);
  const under = total.map((weight, at) => {
    const left = weight - numerator[at]!;
    return Math.abs(left) < 1e-12 ? 0 : left;
  });
  const given = denominator ? 'its denominator less its numerator' : 'one minus it';
  for (const [what, weights] of [
    ['it', numerator],
    [given, under],
  ] as const) {
    if (weights.some((weight) => weight < 0)) fail(`expected no class with a negative weight in ${what}`);
    if (weights.every((weight) => weight === 0)) fail(`expected some class in ${what}: it is the same for every jet`);
  }
  return { over: numerator, under };
}

type Fail = (message: string) => never;

function ratioOf(formula: Formula, classes: number, fail: Fail) {
  const isRatio = formula.kind === 'call' && formula.name === 'divide' && formula.arguments[1]!.kind !== 'number';
  if (!isRatio) return { numerator: linear(formula, classes, fail), denominator: undefined };
  const [numerator, denominator] = formula.arguments.map((argument) => linear(argument, classes, fail));
  return { numerator: numerator!, denominator };
}

/** Weights of a sum of classes. */
function linear(formula: Formula, classes: number, fail: Fail): number[] {
  const zero = () => new Array<number>(classes).fill(0);
  if (formula.kind === 'number') return fail('expected classes P(…) and their sums, found a number by itself');
  if (formula.kind === 'name') {
    const at = /^class_(\d+)$/.exec(formula.name)?.[1];
    if (at === undefined) return fail(`expected classes P(…), found ${formula.name}`);
    return zero().with(Number(at), 1);
  }
  const [first, second] = formula.arguments as [Formula, Formula];
  const scaled = (of: Formula, by: number) => linear(of, classes, fail).map((weight) => weight * by);
  const plus = (sign: number) => {
    const others = linear(second, classes, fail);
    return linear(first, classes, fail).map((weight, at) => weight + sign * others[at]!);
  };
  switch (formula.name) {
    case 'add':
      return plus(1);
    case 'subtract':
      return plus(-1);
    case 'multiply':
      if (first.kind === 'number') return scaled(second, first.value);
      if (second.kind === 'number') return scaled(first, second.value);
      return fail('expected sums of classes, found a product of two');
    case 'divide':
      if (second.kind === 'number') return scaled(first, 1 / second.value);
      return fail('expected one division, of a sum by a sum');
    default:
      return fail(`expected sums of classes and one division, found ${formula.name}`);
  }
}
