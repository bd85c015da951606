import { expect, test } from 'vitest';
import { hyperparameters, networkNames, widthsOf, type Widths } from './hyperparameters.ts';

const paper: Widths = {
  hl: hyperparameters.hl.parse({}),
  pfn: hyperparameters.pfn.parse({}),
  efn: hyperparameters.efn.parse({}),
  lipschitz: hyperparameters.lipschitz.parse({}),
  dense: hyperparameters.dense.parse({}),
};

test.each([
  { name: 'hl', given: { width: 64, depth: 2 }, widths: { hidden: [64, 64] } },
  { name: 'hl', given: { width: 64 }, widths: { hidden: [64, 64, 64] } },
  { name: 'hl', given: { depth: 1 }, widths: { hidden: [384] } },
  { name: 'dense', given: { width: 10 }, widths: { hidden: [10, 10, 10, 10] } },
  { name: 'pfn', given: { width: 128, depth: 2 }, widths: { phi: [128, 64], f: [128, 128] } },
  { name: 'pfn', given: { width: 32, depth: 4 }, widths: { phi: [32, 32, 32, 64], f: [32, 32, 32, 32] } },
  { name: 'pfn', given: { width: 32, depth: 1 }, widths: { phi: [64], f: [32] } },
  // §II of arXiv:1910.08606: Φ 256-256-64, F 256-256-256.
  { name: 'pfn', given: { width: 256, depth: 3 }, widths: { phi: [256, 256, 64], f: [256, 256, 256] } },
  { name: 'efn', given: { width: 32, depth: 2 }, widths: { phi: [32, 64], f: [32, 32] } },
  { name: 'lipschitz', given: { width: 32, depth: 2 }, widths: { phi: [32, 64], f: [32, 32], slope: 30 } },
] as const)('$name of $given is $widths', ({ name, given, widths }) => {
  expect(widthsOf(name, paper, given)).toEqual(widths);
});

test.each(networkNames)('%s without width and depth is as its widths say', (name) => {
  expect(widthsOf(name, paper, {})).toBe(paper[name]);
});

test('an odd width is refused where units come in pairs', () => {
  expect(() => widthsOf('lipschitz', paper, { width: 33 })).toThrow('width: expected an even number for lipschitz');
});
