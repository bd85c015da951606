// Formulas: precedence as in Python, functions under NumPy's names, everything else refused by name.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu/dist/tf-backend-cpu.es2017.js';
import { expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { namesIn, parseFormula } from './formula.ts';

const values: Readonly<Record<string, number>> = { x: 3, y: -4, part_px: 6, part_py: 8 };
const valueOf = (text: string) => evaluate(parseFormula(text), (name) => tf.scalar(values[name]!)).dataSync()[0];

// By hand, as Python evaluates them.
test.each([
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['-x ** 2', -9],
  ['2 ** -1', 0.5],
  ['2 ** 3 ** 2', 512],
  ['8 / 4 / 2', 1],
  ['1 - 2 - 3', -4],
  ['.5e1', 5],
  ['np.hypot(part_px, part_py)', 10],
  ['np.log(np.exp(x))', 3],
  ['np.clip(y, -1, 1)', -1],
  ['np.sign(y) * np.abs(y)', -4],
  ['ak.ones_like(y)', 1],
  ['np.arctan(0)', 0],
  ['sqrt(x - 3)', 0],
])('%s is %d', (text, expected) => {
  expect(valueOf(text)).toBeCloseTo(expected, 5);
});

test.each([
  ['', /expected a number, a name or \(, found its end/],
  ['1 +', /found its end/],
  ['(x', /expected \), found its end/],
  ['x y', /expected an operator, found y at 3/],
  ['__import__("os")', /"os"\) at 12 is not supported/],
  ['os.system(x)', /function os.system is not supported/],
  ['np.linalg.norm(x)', /function np.linalg.norm is not supported/],
  ['np.pi', /np.pi is not supported/],
  ['hypot(x)', /expected 2 arguments of hypot, found 1/],
  ['x if y else x', /expected an operator, found if/],
  ['x[0]', /\[0\] at 2 is not supported/],
  ['lambda: x', /: x at 7 is not supported/],
  ['('.repeat(100), /at most 64 levels/],
  ['-'.repeat(100) + 'x', /at most 64 levels/],
])('%s is refused', (text, message) => {
  expect(() => parseFormula(text)).toThrow(message);
});

test('names are found once', () => {
  expect(namesIn(parseFormula('np.log(part_pt / jet_pt) + part_pt'))).toEqual(['part_pt', 'jet_pt']);
});
