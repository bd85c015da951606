import type { Input } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { differencesHere, explain, paperValue, rowsOf, verdictOf, type Row } from './comparison.ts';
import type { KnownDifference } from './difference.ts';
import { knownDifferences } from './known-differences.ts';
import { subjectsOf } from '../text/subjects.ts';
import { paperNumbers, type Quantity } from './paper-numbers.ts';
import type { Metrics } from '../results/results.ts';

const input = (network: string): Input => {
  return { node: `significance@network=${network}`, base: 'significance', axes: { network }, params: {}, folder: '/' };
};
const [subject] = subjectsOf([input('ll')]);

function row(quantity: Quantity, value: number, side: number): Row {
  const percent = quantity.includes('loss');
  const ours = { value, low: value - side, high: value + side };
  const about = { group: subject!.label, nodes: [subject!.input.node], network: 'll' as const };
  return { ...about, quantity, label: quantity, ours, percent, paper: paperNumbers.ll[quantity] };
}

describe('the verdict', () => {
  test.each([
    [row('peak', 2.4, 0.08), 'within'],
    [row('peak', 2.4, 0.05), 'above'],
    [row('peak', 2.6, 0.05), 'below'],
    [row('auc', 0.87, 0.006), 'within'], // 0.88 may be 0.875
    [row('auc', 0.87, 0.004), 'above'],
    [row('auc', 0.89, 0.004), 'below'],
  ])('%#: %o', (one, verdict) => {
    expect(verdictOf(one)).toBe(verdict);
  });

  test('is none without a number of the paper', () => {
    expect(verdictOf({ ...row('peak', 2.4, 0.1), paper: undefined })).toBeUndefined();
  });
});

test('the paper’s numbers keep the digits that they were given with', () => {
  expect(
    [row('auc', 0, 0), row('peak', 0, 0), row('threshold', 0, 0), row('loss_peak_to_peak', 0, 0)].map(paperValue),
  ).toEqual(['0.88', '2.471', '0.860', '22%']);
});

test('a number given as a fraction is shown as that', () => {
  expect([row('chi2_pt', 0, 0), row('limit_ratio', 0, 0), row('demon_loss', 0, 0)].map(paperValue)).toEqual([
    ...['25.0/40', '45.7/26.2', '25%'],
  ]);
});

describe('the explanation', () => {
  const here = { jets: { signal: 50_000, background: 50_000 }, asked: { attack: 'fgsm', gradient: 'current' } };
  const differences = differencesHere(here);
  const number = (name: string) => `${name} (${differences.findIndex((one) => one.name === name) + 1})`;

  test('says by how much, and what pushes that way and the other', () => {
    const text = explain(row('auc', 0.868, 0.002), differences, here);
    expect(text).toContain('The paper’s 0.88 lies 0.012 (6.0 times the half-width of the interval on that side) above');
    expect(text).toContain(`that way: ${number('sample size')}, ${number('photon jets')}.`);
    expect(text).toContain(`The other way: ${number('input scales')}.`);
    expect(text).toContain(`In an unknown direction: ${number('authors’ inputs')}.`);
  });

  test('swaps the two sides for a number below ours', () => {
    const text = explain(row('auc', 0.9, 0.002), differences, here);
    expect(text).toContain(`that way: ${number('input scales')}.`);
    expect(text).toContain(`The other way: ${number('sample size')}, ${number('photon jets')}.`);
  });

  test('gives losses in percentage points, and the weaker gradient of the authors for a smaller loss', () => {
    const text = explain(row('loss_at_nominal_optimum', 0.35, 0.01), differences, here);
    expect(text).toContain('The paper’s 23% lies 12.0 percentage points (12.0 times');
    expect(text).toContain(`that way: ${number('gradient')}.`);
  });

  test('admits that nothing known points that way', () => {
    expect(explain(row('loss_peak_to_peak', 0.1, 0.01), differences, here)).toContain(
      'No known difference is sure to push',
    );
  });

  test('is refused for a number that agrees', () => {
    expect(() => explain(row('peak', 2.471, 0.1), differences, here)).toThrow('internal: nothing to explain');
  });
});

describe('known differences', () => {
  const names = (here: Parameters<typeof differencesHere>[0]) => differencesHere(here).map(({ name }) => name);

  test('that depend on the sample are named only where the sample is known and does differ', () => {
    const dependent = ['sample size', 'class balance'];
    expect(names({})).not.toEqual(expect.arrayContaining(dependent));
    expect(names({ jets: { signal: 50_000, background: 50_000 } })).toEqual(expect.arrayContaining(dependent));
    expect(
      names({ jets: { signal: 400_000, background: 200_000 } }).filter((name) => dependent.includes(name)),
    ).toEqual([]);
  });

  test('the gradient is none where the authors’ variant was asked for', () => {
    expect(names({ asked: { attack: 'fgsm', gradient: 'original' } })).not.toContain('gradient');
    expect(names({ asked: { attack: 'fgsm', gradient: 'current' } })).toContain('gradient');
  });

  test('of the demon are named only where there is one', () => {
    const here = { demon: { trials: 12, difference: 'relative' } };
    expect(names({})).not.toContain('search for λ');
    expect(names(here)).toContain('search for λ');
    const said = differencesHere(here).map(({ statement }) => statement(here));
    expect(said.join(' ')).toMatch(/searched for in 12 trials.*Here both are relative/s);
  });

  test('a weaker demon in the paper puts its loss lower, what is left of the AUC higher', () => {
    const [search] = knownDifferences.filter(({ name }) => name === 'search for λ');
    const push = search!.push as Exclude<KnownDifference['push'], 'any'>;
    const quantities = [
      'demon_loss',
      'demon_ks_signal',
      'limit_ratio',
      'demon_auc',
      'demon_ks_background',
      'auc',
    ] as const;
    expect(quantities.map((quantity) => push(quantity, 'll', {}))).toEqual([
      ...['lower', 'lower', 'lower', 'higher', undefined, undefined],
    ]);
  });

  test('an optimum further in the tail is named for the network that has it', () => {
    const here = { thresholds: { ll: 0.93, hl: 0.7 } };
    const tail = differencesHere(here).find(({ name }) => name === 'further in the tail');
    expect(tail!.statement(here)).toContain('(LL 0.93 against 0.86)');
    const push = tail!.push as Exclude<KnownDifference['push'], 'any'>;
    expect([push('demon_loss', 'll', here), push('demon_loss', 'hl', here), push('auc', 'll', here)]).toEqual([
      ...['lower', undefined, undefined],
    ]);
    expect(names({ thresholds: { ll: 0.86 } })).not.toContain('further in the tail');
  });

  test('training details say what the intervals cover', () => {
    const [one] = knownDifferences.filter(({ name }) => name === 'training details');
    expect(one!.statement({})).toContain('do not cover the spread over training seeds');
    expect(one!.statement({ seeds: 3 })).toContain('the average of 3 here');
  });

  test('have names and statements of their own', () => {
    const here = { jets: { signal: 50_000, background: 50_000 } };
    expect(new Set(knownDifferences.map(({ name }) => name)).size).toBe(knownDifferences.length);
    expect(new Set(knownDifferences.map(({ statement }) => statement(here))).size).toBe(knownDifferences.length);
  });

  test('a sample size says both sizes', () => {
    const [first] = differencesHere({ jets: { signal: 10_000, background: 10_000 } });
    expect(first!.statement({ jets: { signal: 10_000, background: 10_000 } })).toMatch(/316,173 jets.*20,000/);
  });
});

test('a variation that the metrics lack is an error that names it', () => {
  const quoted = { value: 0.8, low: 0.7, high: 0.9 };
  const metrics: Metrics = {
    ...{ auc: quoted, peak: quoted, threshold: quoted, mean_signal_score: quoted },
    variations: {},
    jets: { signal: 10, background: 10 },
    convention: { interval: 0.68, minimum_background: 20, description: '' },
  };
  const names = { attack: { sample: 'fgsm', name: 'FGSM' } };
  expect(() => rowsOf(subject!, metrics, names, true)).toThrow(
    'significance@network=ll: expected the variation fgsm, found none',
  );
});
