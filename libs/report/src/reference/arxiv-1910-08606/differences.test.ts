import { describe, expect, test } from 'vitest';
import { paper } from '../../testing/reference.ts';
import { differencesHere } from '../comparison.ts';
import type { Circumstances, KnownDifference } from '../difference.ts';
import { differences as knownDifferences } from './differences.ts';
import * as quantitiesOfPaper from './quantities.ts';
import { adversaryAuc, adversaryLoss, auc, ksBackground, ksSignal, limitRatio } from './quantities.ts';

const circumstances = (here: Partial<Circumstances>): Circumstances => ({
  reference: paper,
  asked: [],
  thresholds: {},
  ...here,
});

test('what differences push is a number that the paper has', () => {
  const given = Object.entries(paper.numbers['ll']!).flatMap(([kind, places]) =>
    Object.keys(places).map((at) => `${kind}/${at}`),
  );
  expect(
    Object.values(quantitiesOfPaper)
      .flat()
      .filter((quantity) => !given.includes(quantity)),
  ).toEqual([]);
});

test.each(['ll', 'hl'])('of %s, the paper’s loss follows from its two significances', (network) => {
  const numbers = paper.numbers[network]!['significance']!;
  const [peak, after, lost] = [
    'peak',
    'variations/fgsm-scores/at_nominal_optimum',
    'variations/fgsm-scores/loss_at_nominal_optimum',
  ].map((at) => numbers[at]!);
  expect(Math.abs(1 - after!.value / peak!.value - lost!.value)).toBeLessThanOrEqual(lost!.rounding);
});

describe('known differences', () => {
  const named = (name: string) => knownDifferences.find((one) => one.name === name)!;
  const pushOf = (name: string) => named(name).push as Exclude<KnownDifference['push'], 'any'>;
  const names = (here: Partial<Circumstances>) =>
    differencesHere(knownDifferences, circumstances(here)).map(({ name }) => name);

  test('that depend on the sample are named only where the sample is known and does differ', () => {
    const dependent = ['sample size', 'class balance'];
    expect(names({})).not.toEqual(expect.arrayContaining(dependent));
    expect(names({ jets: { signal: 50_000, background: 50_000 } })).toEqual(expect.arrayContaining(dependent));
    expect(
      names({ jets: { signal: 400_000, background: 200_000 } }).filter((name) => dependent.includes(name)),
    ).toEqual([]);
  });

  test('the gradient is none where the authors’ variant was asked for', () => {
    expect(names({ asked: [{ attack: 'fgsm', gradient: 'original' }] })).not.toContain('gradient');
    expect(names({ asked: [{ attack: 'fgsm', gradient: 'current' }] })).toContain('gradient');
  });

  test('of the adversary are named only where there is one', () => {
    const here = circumstances({ adversary: { trials: 12, difference: 'relative' } });
    expect(names({})).not.toContain('search for λ');
    expect(names(here)).toContain('search for λ');
    const said = differencesHere(knownDifferences, here).map(({ statement }) => statement(here));
    expect(said.join(' ')).toMatch(/searched for in 12 trials.*Here both are relative/s);
  });

  test('a weaker adversary in the paper puts its loss lower, what is left of the AUC higher', () => {
    const push = pushOf('search for λ');
    const quantities = [adversaryLoss, ksSignal, limitRatio, adversaryAuc, ksBackground, auc];
    expect(quantities.map((quantity) => push(quantity, 'll', circumstances({})))).toEqual([
      ...['lower', 'lower', 'lower', 'higher', undefined, undefined],
    ]);
  });

  test('an optimum further in the tail is named for the network that has it', () => {
    const here = circumstances({ thresholds: { ll: 0.93, hl: 0.7 } });
    expect(named('further in the tail').statement(here)).toContain('(LL 0.93 against 0.86)');
    const push = pushOf('further in the tail');
    expect([push(adversaryLoss, 'll', here), push(adversaryLoss, 'hl', here), push(auc, 'll', here)]).toEqual([
      ...['lower', undefined, undefined],
    ]);
    expect(names({ thresholds: { ll: 0.86 } })).not.toContain('further in the tail');
  });

  test('training details say what the intervals cover', () => {
    const { statement } = named('training details');
    expect(statement(circumstances({}))).toContain('do not cover the spread over training seeds');
    expect(statement(circumstances({ seeds: 3 }))).toContain('the average of 3 here');
  });

  test('layers are named where they are not those of §II', () => {
    const widths = { hl: { hidden: [384, 384, 384] }, pfn: { phi: [64, 64, 64], f: [256, 256, 256] } };
    const here = circumstances({ classifiers: [{ network: 'hl', widths }, { network: 'pfn', widths }, {}] });
    expect(named('layers').applies(here)).toBe(true);
    expect(named('layers').statement(here)).toContain('§II of the paper: LL Φ 64-64-64 instead of 256-256-64.');
    expect(names({ classifiers: [{ network: 'hl', widths }, {}] })).not.toContain('layers');
    expect(names({ classifiers: [{ network: 'hl', widths, width: 64 }] })).toContain('layers');
    expect(names({})).not.toContain('layers');
  });

  test('have names and statements of their own', () => {
    const here = circumstances({ jets: { signal: 50_000, background: 50_000 } });
    expect(new Set(knownDifferences.map(({ name }) => name)).size).toBe(knownDifferences.length);
    expect(new Set(knownDifferences.map(({ statement }) => statement(here))).size).toBe(knownDifferences.length);
  });

  test('a sample size says both sizes', () => {
    const here = circumstances({ jets: { signal: 10_000, background: 10_000 } });
    const [first] = differencesHere(knownDifferences, here);
    expect(first!.statement(here)).toMatch(/316,173 jets.*20,000/);
  });
});
