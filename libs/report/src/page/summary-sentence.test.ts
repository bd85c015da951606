import type { Quoted } from '@jetdemon/artifacts';
import type { Input } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { boundOf, findingOf as sentenceOf, lossesOf } from './summary-sentence.ts';
import { measuredOn, perturbation as perturbationOf, quoted, sampleMetrics } from '../testing/contents.ts';
import { plain } from '../testing/plain.ts';
import { paper } from '../testing/reference.ts';
import { namingOf, subjectsOf } from '../text/subjects.ts';
import type { Attack } from './attacks.ts';

const around = quoted;

const perturbation = (attack: string, pt = 0.010045, eta = 0.01, phi = 0.01): Attack['perturbations'][number] => ({
  input: { node: attack, base: attack, axes: {}, params: {}, folder: '/' },
  ...perturbationOf({ attack }, { pt, eta, phi }),
});

function attacked(network: string, loss: Quoted, after: Quoted, more: Partial<Attack> = {}): Attack {
  const input: Input = { node: network, base: 's', axes: { network }, params: {}, folder: '/' };
  const sample = { auc: around(0.8, 0.01), peak: around(2.471, 0.05), threshold: 0.86 };
  const common = sampleMetrics({ ...sample, mean_signal_score: around(0.7, 0.01) });
  const variation = { ...common, at_nominal_optimum: after, loss_peak_to_peak: loss, loss_at_nominal_optimum: loss };
  return {
    ...{ name: 'FGSM', sample: 'fgsm', variation, subject: subjectsOf([input], namingOf({}, paper))[0]! },
    metrics: { ...common, ...measuredOn(7500), input, variations: {} },
    ...{ adversaries: [], perturbations: [], acceptance: [], regions: [], exclusions: [] },
    ...more,
  };
}

const findingOf = (attacks: readonly Attack[]) => plain(sentenceOf(attacks));

describe('the finding', () => {
  const bound = { perturbations: [perturbation('fgsm')] };
  const attacks = [
    attacked('ll', around(0.232, 0.02), around(1.9, 0.05), bound),
    attacked('hl', around(0.38, 0.03), around(0.95, 0.03), bound),
  ];

  test('says the bound and both losses', () => {
    expect(findingOf(attacks)).toBe(
      'FGSM, an attack that moves no constituent by more than 1.0% in p_{T} or 0.010 in η and φ, lowers the relative ' +
        'discovery significance ε_{S}/√ε_{B} of the low-level network, at the threshold that nominal simulation ' +
        'suggests, by 23 ± 2% (from 2.47 to 1.90), and lowers that of the high-level network by 38 ± 3% (from 2.47 to ' +
        '0.95, less than a search has without a classifier).',
    );
    expect(sentenceOf(attacks)).toContain('by [[23 ± 2%|ll]] (from [[2.47|ll]] to');
  });

  test('is short on jets that were moved at random', () => {
    const control = { name: 'random control', perturbations: [perturbation('random')] };
    const harmless = ['ll', 'hl'].map((network) => attacked(network, around(0.001, 0.004), around(2.4, 0.1), control));
    expect(findingOf(harmless)).toBe(
      'Under the random control the loss is 0.1 ± 0.4% for the low-level network (consistent with none) and ' +
        '0.1 ± 0.4% for the high-level network (consistent with none).',
    );
  });

  test('claims no bound that it was not told', () => {
    expect(findingOf([attacked('ll', around(0.232, 0.02), around(1.9, 0.05))])).toMatch(
      /^FGSM lowers .* \(from 2\.47 to 1\.90\)\.$/,
    );
  });

  test('does not claim an effect that is compatible with none', () => {
    expect(findingOf([attacked('ll', around(0.01, 0.02), around(2.4, 0.1))])).toContain(
      'FGSM does not measurably change the relative discovery significance',
    );
  });

  test('says so when the attack helps', () => {
    expect(findingOf([attacked('ll', around(-0.1, 0.02), around(2.7, 0.1))])).toMatch(/FGSM raises .* by 10 ± 2%/);
  });

  test('does not say that a classifier is useless while the interval reaches 1', () => {
    expect(findingOf([attacked('ll', around(0.6, 0.02), around(0.99, 0.03))])).not.toContain('less than a search');
  });
});

test('the bound is the largest over all attacked samples, in η and φ together', () => {
  const samples = [perturbation('fgsm', 0.01, 0.002, 0.003), perturbation('fgsm', 0.008, 0.001, 0.004)];
  expect(boundOf(samples)).toEqual({ relativePt: 0.01, angle: 0.004 });
  expect(boundOf([])).toBeUndefined();
  // of jets that grew no constituent is compared, so 0 is no bound
  const { achieved, ...grown } = perturbation('grow', 0, 0, 0);
  expect(boundOf([...samples, { ...grown, achieved: { ...achieved, constituents: 0 } }])).toBeUndefined();
});

test('many variations of one network are told in one sentence', () => {
  const variation = (name: string, loss: number) => attacked('ll', around(loss, 0.02), around(2, 0.05), { name });
  expect(plain(lossesOf([variation('energy scale + 2%', 0.07), variation('threshold 1 GeV', 0.01)]))).toBe(
    'Of the relative discovery significance ε_{S}/√ε_{B} of the low-level network, 2.47 at the threshold that nominal ' +
      'simulation suggests, is lost: energy scale + 2% 7 ± 2%; threshold 1 GeV 1 ± 2% (consistent with none).',
  );
  expect(lossesOf([])).toBe('');
});
