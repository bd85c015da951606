import type { Input } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { panelsOf, subjectsOf } from './subjects.ts';

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

test('undertrained networks come last, in their order, and have no numbers of the paper', () => {
  const rungs = [input({ rung: 'early' }), input({ network: 'll', rung: 'late' }), input({ network: 'll' })];
  expect(subjectsOf(rungs).map(({ label, paper }) => [label, paper])).toEqual([
    ['Low-level network (LL)', 'll'],
    ['Undertrained LL, early', undefined],
    ['Undertrained LL, late', undefined],
  ]);
});

test('panels can be named by node, and each has a name of its own', () => {
  const [hl, ll, other] = [input({ network: 'hl' }), input({ network: 'll' }), input({ network: 'pfn' })];
  const named = panelsOf('curves', [ll, hl], { 'significance@network=ll': 'PFN' });
  expect(named.map(({ label }) => label)).toEqual(['High-level network (HL)', 'PFN']);
  expect(() => panelsOf('curves', [], {})).toThrow('curves: expected at least one network, found none');
  expect(() => panelsOf('curves', [ll, hl], { summary: 'x' })).toThrow(
    'panels: expected labels of significance@network=ll, significance@network=hl, found one of summary',
  );
  expect(() => panelsOf('curves', [ll, other], {})).toThrow(
    'found significance@network=ll and significance@network=pfn for "Low-level network (LL)"',
  );
});
