import type { Input } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { subjectsOf } from './networks.ts';

const input = (axes: Input['axes']): Input => {
  const point = Object.entries(axes).map(([axis, value]) => `${axis}=${value}`);
  return { node: ['significance', ...point].join('@'), base: 'significance', axes, params: {}, folder: '/' };
};

test('networks come high-level first, with the paper’s network that they are', () => {
  const subjects = subjectsOf([input({ network: 'dense' }), input({ network: 'll' }), input({ network: 'hl' })]);
  expect(subjects.map(({ label, paper }) => [label, paper])).toEqual([
    ['High-level network (HL)', 'hl'],
    ['Low-level network (LL)', 'll'],
    ['Fully connected network', undefined],
  ]);
});

test('other axes tell networks apart', () => {
  const labels = subjectsOf([input({ network: 'pfn', seed: 1 }), input({ network: 'pfn', seed: 2 })]).map(
    (s) => s.label,
  );
  expect(labels).toEqual(['Low-level network (LL), seed 1', 'Low-level network (LL), seed 2']);
});

test('a node without a known network goes by its own name and has no numbers of the paper', () => {
  const subjects = subjectsOf([input({}), input({ network: 'gnn' })]);
  expect(subjects.map(({ label, paper }) => [label, paper])).toEqual([
    ['significance', undefined],
    ['significance@network=gnn', undefined],
  ]);
});
