import type { Input } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { boundOf, findingOf } from './summary-sentence.ts';
import { subjectsOf } from '../text/subjects.ts';
import type { Quoted } from '../results/results.ts';

const around = (value: number, side: number): Quoted => ({ value, low: value - side, high: value + side });

function measured(network: string, loss: Quoted, after: Quoted, control = around(0.001, 0.004)) {
  const input: Input = { node: network, base: 's', axes: { network }, params: {}, folder: '/' };
  const sample = { auc: around(0.8, 0.01), peak: around(2.471, 0.05), threshold: around(0.86, 0.02) };
  const common = { ...sample, mean_signal_score: around(0.7, 0.01) };
  const variation = { ...common, at_nominal_optimum: after, loss_peak_to_peak: loss };
  return {
    subject: subjectsOf([input])[0]!,
    metrics: {
      ...common,
      variations: {
        fgsm: { ...variation, loss_at_nominal_optimum: loss },
        random: { ...variation, loss_at_nominal_optimum: control },
      },
      jets: { signal: 7500, background: 7500 },
      convention: { interval: 0.68, minimum_background: 20, description: '' },
    },
  };
}

const attack = { sample: 'fgsm', name: 'FGSM' };
const control = { sample: 'random', name: 'random control' };

describe('the finding', () => {
  const [hl, ll] = [
    measured('hl', around(0.38, 0.03), around(0.95, 0.03)),
    measured('ll', around(0.232, 0.02), around(1.9, 0.05)),
  ];

  test('says the bound, both losses and the control, the low-level network first', () => {
    expect(findingOf([hl, ll], { attack, control }, { relativePt: 0.010045, angle: 0.01 })).toBe(
      'FGSM, an attack that moves no constituent by more than 1.0% in p_{T} or 0.010 in η and φ, lowers the relative ' +
        'discovery significance ε_{S}/√ε_{B} of the low-level network, at the threshold that nominal simulation ' +
        'suggests, by 23 ± 2% (from 2.47 to 1.90), and lowers that of the high-level network by 38 ± 3% (from 2.47 to ' +
        '0.95, less than a search has without a classifier). Under the random control the loss is 0.1 ± 0.4% for the ' +
        'low-level network (consistent with none) and 0.1 ± 0.4% for the high-level network (consistent with none).',
    );
  });

  test('claims no bound that it was not told, and no control', () => {
    const sentence = findingOf([ll], { attack });
    expect(sentence).toMatch(/^FGSM lowers .* \(from 2\.47 to 1\.90\)\.$/);
  });

  test('does not claim an effect that is compatible with none', () => {
    expect(findingOf([measured('ll', around(0.01, 0.02), around(2.4, 0.1))], { attack })).toContain(
      'FGSM does not measurably change the relative discovery significance',
    );
  });

  test('says so when the attack helps', () => {
    expect(findingOf([measured('ll', around(-0.1, 0.02), around(2.7, 0.1))], { attack })).toMatch(
      /FGSM raises .* by 10 ± 2%/,
    );
  });

  test('does not say that a classifier is useless while the interval reaches 1', () => {
    expect(findingOf([measured('ll', around(0.6, 0.02), around(0.99, 0.03))], { attack })).not.toContain(
      'less than a search',
    );
  });
});

test('the bound is the largest over all attacked samples, in η and φ together', () => {
  const of = (pt: number, eta: number, phi: number) => ({
    asked: { attack: 'fgsm' },
    achieved: { constituent: { relativePt: { largest: pt }, eta: { largest: eta }, phi: { largest: phi } } },
  });
  expect(boundOf([of(0.01, 0.002, 0.003), of(0.008, 0.001, 0.004)])).toEqual({ relativePt: 0.01, angle: 0.004 });
  expect(boundOf([])).toBeUndefined();
});
