import { describe, expect, test } from 'vitest';
import { paper } from '../testing/reference.ts';
import { agreementOf, differencesHere, explain, publishedOf, publishedValue, type Row } from './comparison.ts';
import { differencesFrom } from './known-differences.ts';

function row(quantity: string, value: number, side: number): Row {
  const [kind, ...at] = quantity.split('/');
  const ours = { value, low: value - side, high: value + side };
  const about = { group: 'LL', nodes: ['summary'], network: 'll' as const, percent: quantity.includes('loss') };
  const published = publishedOf(paper, 'll', kind!, at.join('/'));
  if (!published) throw new Error(`the paper has no ${quantity}`);
  return { ...about, quantity, label: quantity, ours, published };
}

const loss = 'significance/variations/fgsm-scores/loss_at_nominal_optimum';
const lossOfPeaks = 'significance/variations/fgsm-scores/loss_peak_to_peak';

describe('where the paper’s number lies', () => {
  test.each([
    [row('significance/peak', 2.4, 0.08), 'within'],
    [row('significance/peak', 2.4, 0.05), 'above'],
    [row('significance/peak', 2.6, 0.05), 'below'],
    [row('significance/auc', 0.87, 0.006), 'within'], // 0.88 may be 0.875
    [row('significance/auc', 0.87, 0.004), 'above'],
    [row('significance/auc', 0.89, 0.004), 'below'],
  ])('%#: %o', (one, agreement) => {
    expect(agreementOf(one)).toBe(agreement);
  });

  test('is nowhere without a number of the paper', () => {
    expect(agreementOf({ ...row('significance/peak', 2.4, 0.1), published: undefined })).toBeUndefined();
    expect(publishedOf(paper, undefined, 'significance', 'auc')).toBeUndefined();
    expect(publishedOf(undefined, 'll', 'significance', 'auc')).toBeUndefined();
  });
});

test('the paper’s numbers keep the digits, or the text, that they were given with', () => {
  const given = ['significance/auc', 'significance/peak', 'significance/threshold', lossOfPeaks];
  const texts = [
    'control region/background/pt/chi2_per_ndf',
    'exclusion/true_over_observed',
    'susceptibility/stages/full/loss',
  ];
  expect([...given, ...texts].map((quantity) => publishedValue(row(quantity, 0, 0)))).toEqual([
    ...['0.88', '2.471', '0.860', '22%', '25.0/40', '45.7/26.2', 'about 25%'],
  ]);
});

describe('the explanation', () => {
  const jets = { signal: 50_000, background: 50_000 };
  const here = { reference: paper, jets, asked: [{ attack: 'fgsm', gradient: 'current' }], thresholds: {} };
  const differences = differencesHere(differencesFrom(paper), here);
  const number = (name: string) => `${name} (${differences.findIndex((one) => one.name === name) + 1})`;

  test('says by how much, and what pushes that way and the other', () => {
    const text = explain(row('significance/auc', 0.868, 0.002), differences, here);
    expect(text).toContain('The paper’s 0.88 lies 0.012 (6.0 times the half-width of the interval on that side) above');
    expect(text).toContain(`that way: ${number('sample size')}, ${number('photon jets')}.`);
    expect(text).toContain(`The other way: ${number('input scales')}.`);
    expect(text).toContain(`In an unknown direction: ${number('authors’ inputs')}.`);
  });

  test('swaps the two sides for a number below ours', () => {
    const text = explain(row('significance/auc', 0.9, 0.002), differences, here);
    expect(text).toContain(`that way: ${number('input scales')}.`);
    expect(text).toContain(`The other way: ${number('sample size')}, ${number('photon jets')}.`);
  });

  test('gives losses in percentage points, and the weaker gradient of the authors for a smaller loss', () => {
    const text = explain(row(loss, 0.35, 0.01), differences, here);
    expect(text).toContain('The paper’s 23% lies 12.0 percentage points (12.0 times');
    expect(text).toContain(`that way: ${number('gradient')}.`);
  });

  test('admits that nothing known points that way', () => {
    expect(explain(row(lossOfPeaks, 0.1, 0.01), differences, here)).toContain('No known difference is sure to push');
  });

  test('has nothing to say of a number that agrees', () => {
    expect(() => explain(row('significance/peak', 2.471, 0.1), differences, here)).toThrow(
      'internal: nothing to explain',
    );
  });
});

test('a reference without a list has no known differences, and an unknown list is refused', () => {
  expect(differencesFrom({ ...paper, differences: undefined })).toEqual([]);
  expect(() => differencesFrom({ ...paper, differences: 'arxiv-1910-0860' })).toThrow(
    'differences: unknown list arxiv-1910-0860, did you mean arxiv-1910-08606?',
  );
});
