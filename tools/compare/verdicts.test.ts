import { defineTask, type Tasks, type Tolerance } from '@jetdemon/workflow';
import * as z from 'zod';
import { expect, test } from 'vitest';
import { toleranceOf, type Lock, type LockedNode } from './lock-file.ts';
import { isWithin, judge } from './verdicts.ts';

const task = (name: string, tolerance?: Tolerance) =>
  defineTask({
    ...{ name, description: name, params: z.object({}), inputs: {} },
    output: { name: 'any', version: 1, description: 'any', files: {} },
    ...(tolerance ? { tolerance } : {}),
    run: async () => {},
  });
const tasks: Tasks = {
  exact: task('exact'),
  loose: task('loose', {}),
  measured: task('measured', { 'metrics.json': 'interval', 'metrics.json jets': 0.1 }),
};
const digest = (letter: string) => letter.repeat(64);
const node = (name: string, given: Partial<LockedNode> = {}): LockedNode => ({
  ...{ task: name, key: digest('0'), recipe: digest('1'), result: digest('2'), inputs: [], numbers: {} },
  ...given,
});
const locked = (nodes: Lock['nodes']): Lock => ({
  ...{ workflow: 'w', commit: null, platform: 'linux-x64', node_version: 'v20.19.0' },
  nodes,
});
const verdictsOf = (before: Lock['nodes'], after: Lock['nodes']) =>
  judge(locked(before), new Map(Object.entries(after)), tasks).map(({ node: name, verdict }) => `${name}: ${verdict}`);

test('the longest name decides what is allowed of a number', () => {
  const tolerance: Tolerance = { 'metrics.json': 'interval', 'metrics.json jets': 0.1 };
  expect(toleranceOf(tolerance, 'metrics.json auc')).toBe('interval');
  expect(toleranceOf(tolerance, 'metrics.json jets.signal')).toBe(0.1);
  expect(toleranceOf(tolerance, 'metrics.json jetset')).toBe('interval');
  expect(toleranceOf(tolerance, 'claims.json auc')).toBeUndefined();
});

// |101 - 100| = 0.01 * 100, and 101.1 is beyond
test.each([
  [100, 101, 0.01, true],
  [100, 101.1, 0.01, false],
  [-100, -101, 0.01, true],
  [0, 1e-300, 0.01, false],
  [0.1, 0.1, 0, true],
  [0.1, 0.1 + 2 ** -55, 0, false],
  [{ value: 1, low: 0.9, high: 1.2 }, { value: 1.2, low: 1, high: 1.4 }, 'interval', true],
  [{ value: 1, low: 0.9, high: 1.2 }, { value: 0.89, low: 0.5, high: 1.4 }, 'interval', false],
  [1, 1, 'interval', true],
  [1, 1.1, 'interval', false],
  [1, { value: 1, low: 0, high: 2 }, 'interval', false],
] as const)('%j and %j within %s: %s', (before, after, allowed, within) => {
  expect(isWithin(before, after, allowed)).toBe(within);
});

test('same bits are the same whatever the key; other bits of the same inputs are different where no tolerance is declared', () => {
  const other = { key: digest('9'), recipe: digest('9') };
  expect(verdictsOf({ a: node('exact') }, { a: node('exact', other) })).toEqual(['a: same bits']);
  expect(verdictsOf({ a: node('exact') }, { a: node('exact', { result: digest('3') }) })).toEqual(['a: different']);
  expect(verdictsOf({ a: node('loose') }, { a: node('loose', { result: digest('3') }) })).toEqual([
    'a: within tolerance',
  ]);
});

test('other bits of inputs within tolerance are within it too, of different ones they are not', () => {
  const [before, after] = ['2', '3'].map((letter) => {
    const below = node('exact', { inputs: ['a'], result: digest(letter) });
    return (first: string) => ({ a: node(first, { result: digest(letter) }), b: below });
  });
  expect(verdictsOf(before!('loose'), after!('loose'))).toEqual(['a: within tolerance', 'b: within tolerance']);
  expect(verdictsOf(before!('exact'), after!('exact'))).toEqual(['a: different', 'b: different']);
});

test('asked for otherwise, results without numbers are different, those with numbers by their numbers', () => {
  const otherwise = { recipe: digest('9'), result: digest('3') };
  expect(verdictsOf({ a: node('loose') }, { a: node('loose', otherwise) })).toEqual(['a: different']);
  const auc = (value: number) => ({ 'metrics.json auc': { value, low: value - 0.1, high: value + 0.1 } });
  const before = { a: node('measured', { numbers: auc(0.8) }) };
  expect(verdictsOf(before, { a: node('measured', { ...otherwise, numbers: auc(0.85) }) })).toEqual([
    'a: within tolerance',
  ]);
  expect(verdictsOf(before, { a: node('measured', { ...otherwise, numbers: auc(0.95) }) })).toEqual(['a: different']);
  expect(verdictsOf(before, { a: node('measured', { ...otherwise, numbers: {} }) })).toEqual(['a: different']);
});

test('nodes that are on one side only', () => {
  expect(verdictsOf({ a: node('exact') }, { b: node('exact') })).toEqual(['a: not there', 'b: not locked']);
});
