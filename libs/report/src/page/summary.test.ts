import type { Quoted } from '@jetdemon/artifacts';
import type { Input } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import {
  adversaryDescription,
  exclusion,
  measuredOn,
  pseudodata,
  quoted,
  region,
  sampleMetrics,
  trial,
} from '../testing/contents.ts';
import { plain } from '../testing/plain.ts';
import { paper } from '../testing/reference.ts';
import { namingOf, subjectsOf } from '../text/subjects.ts';
import type { Scored } from './attacks.ts';
import { answerOf as answerWithLinks, detailsOf as detailsWithLinks, standingOf } from './summary.ts';

const around = quoted;
const stated = (value: number) => ({ value, uncertainty: 'no interval', description: 'KS distance' });

const input = (network: string): Input => ({ node: network, base: 's', axes: { network }, params: {}, folder: '/' });

interface Options {
  readonly network?: string;
  readonly loss?: Quoted;
  readonly after?: Quoted;
  /** Whether the adversary of each training passed its acceptance criteria on validation jets. */
  readonly accepted?: readonly boolean[];
  /** KS distance of the classifier output of test background; limit 0.02. */
  readonly distances?: readonly number[];
  readonly limits?: Readonly<Record<string, number>>;
  readonly alarms?: readonly [Quoted, Quoted];
  /** Expected, claimed and true. */
  readonly excluded?: readonly [number, number, number];
}

function adversary({
  network = 'll',
  loss = around(0.25, 0.02),
  after = around(1.9, 0.05),
  accepted = [true],
  distances = accepted.map(() => 0.0138),
  limits = { score: 0.02 },
  alarms,
  excluded,
}: Options = {}): Scored {
  const [subject] = subjectsOf([input(network)], namingOf({}, paper));
  const sample = sampleMetrics({ auc: loss, peak: around(2.5, 0.05), threshold: 0.86, mean_signal_score: loss });
  const variation = { ...sample, at_nominal_optimum: after, loss_at_nominal_optimum: loss, loss_peak_to_peak: loss };
  const one = trial({ trial: 1, epoch: 1, lambda: {}, ks: {}, loss: 0.2, failed: [], chosen: true });
  const experiments = (detected: Quoted) => pseudodata(detected, around(1, 0.2));
  const ratio = excluded ? excluded[2] / excluded[1] : 0;
  const limit = (at: number) => around(excluded?.[at] ?? 0, 2);
  const { described, metrics: searched } = exclusion(
    { expected: limit(0), observed: limit(1), true: limit(2) },
    { z_expected: loss, z_true: loss, significance_lost: loss, true_over_observed: around(ratio, 0.1) },
  );
  return {
    ...{ name: 'the adversary', sample: 'adversary-scores', perturbations: [] },
    subject: subject!,
    metrics: { ...sample, ...measuredOn(1), input: input(network), variations: {} },
    variation,
    adversaries: accepted.map((passes) => ({
      ...{ input: input(network), trials: [one, one] },
      ...adversaryDescription(
        { accepted: passes, acceptance: { ks: { ...limits } }, chosen: { trial: 1 } },
        { hidden: [300], rho: { pt: 0.02, eta: 0.02, phi: 0.01 }, inputs: 'jet' },
      ),
    })),
    acceptance: distances.map((distance) => ({
      input: input(network),
      checks: [
        { observable: 'score', limit: 0.02, background: stated(distance), signal: stated(0.07), chance: 0.001, p: 0.2 },
      ],
    })),
    regions: alarms
      ? [
          {
            ...region({ blinded_above: 0.3, optimum: 0.8 }, '', []),
            input: input(network),
            metrics: { background: experiments(alarms[0]), unperturbed: experiments(alarms[1]) },
          },
        ]
      : [],
    exclusions: excluded ? [{ ...described, ...searched, input: input(network) }] : [],
  };
}

const answerOf = (attacks: readonly Scored[]) => plain(answerWithLinks(attacks));
const detailsOf = (attack: Scored) => plain(detailsWithLinks(attack));

test.each<[string, Options, string]>([
  ['all adversaries pass, on test jets too', { accepted: [true, true] }, 'passing'],
  ['all pass, but one not on test jets', { accepted: [true, true], distances: [0.01, 0.0201] }, 'exceeding'],
  ['a distance at its limit does not pass', { distances: [0.02] }, 'exceeding'],
  ['some pass', { accepted: [true, false] }, 'partial'],
  ['none passes', { accepted: [false, false] }, 'barred'],
  ['there were no acceptance criteria', { limits: {} }, 'ungated'],
])('standing: %s', (_, options, standing) => {
  expect(standingOf(adversary(options))).toBe(standing);
});

describe('the answer', () => {
  test('says how far constituents move, what could be missing, and that the acceptance criteria are passed', () => {
    const [ll, hl] = [adversary(), adversary({ network: 'hl', loss: around(0.01, 0.02) })];
    expect(answerOf([ll, hl])).toBe(
      'By this attack, which moves no constituent by more than 2% in p_{T} or 0.02 in η and φ, the following share of ' +
        'the expected discovery significance could be missing: 25 ± 2% in the low-level network and 1 ± 2% in the ' +
        'high-level network (consistent with none); every acceptance criterion of the validation is passed.',
    );
  });

  test('says how often the control region raises an alarm, beside false alarms', () => {
    expect(answerOf([adversary({ alarms: [around(0.4, 0.03), around(0.05, 0.01)] })])).toContain(
      'The control region would have shown it (p < 0.05/3 in any of three observables) in 40 ± 3% of ' +
        'pseudo-experiments with the low-level network (5.0 ± 1.0% without any attack).',
    );
  });

  test('does not say that something could hide where no adversary passed', () => {
    const answer = answerOf([adversary({ accepted: [false], alarms: [around(0.9, 0.01), around(0.05, 0.01)] })]);
    expect(answer).toBe(
      'Against the low-level network no adversary passed the acceptance criteria of the validation: this search found nothing that could ' +
        'hide there, which does not prove that nothing can.',
    );
  });

  test.each<[string, Options, string]>([
    ['exceeded on test jets', { distances: [0.03] }, 'but one is exceeded on test jets'],
    [
      'passed in some trainings',
      { accepted: [true, false] },
      'only some trainings gave an adversary that passes the acceptance criteria',
    ],
    ['not there', { limits: {} }, 'trained without acceptance criteria'],
  ])('does not claim that acceptance are passed which are %s', (_, options, reservation) => {
    const answer = answerOf([adversary(options)]);
    expect(answer).toContain(reservation);
    expect(answer).not.toContain('every acceptance criterion');
  });
});

describe('the details', () => {
  test('give the range of KS distances over trainings, and where it is over the limit', () => {
    expect(detailsOf(adversary({ accepted: [true, true], distances: [0.0138, 0.0211] }))).toContain(
      'KS distance of test background: classifier output 0.0138 to 0.0211 (limit 0.02, over it in 1 of 2 trainings).',
    );
  });

  test.each<[string, Quoted, string]>([
    ['as often as by chance', around(0.06, 0.01), 'hardly more often than by chance'],
    ['more often', around(0.2, 0.01), 'more often than by chance'],
    ['more often than not', around(0.8, 0.01), 'mostly'],
  ])('say of alarms that come %s that', (_, detected, often) => {
    expect(detailsOf(adversary({ alarms: [detected, around(0.05, 0.01)] }))).toContain(
      `would have shown it ${often}: `,
    );
  });

  test.each<[string, readonly [number, number, number], string]>([
    ['above the true limit', [39, 26, 46], 'exclude more than 26.0 ± 2.0 signal jets produced (expected: 39.0 ± 2.0), where 46.0 ± 2.0 is right, 1.77 ± 0.10 times as many: an over-confident exclusion.'], // prettier-ignore
    ['near it', [39, 39, 41], 'not distinguishable from right.'],
    ['below it', [39, 50, 41], 'too cautious an exclusion.'],
  ])('judge an exclusion %s', (_, excluded, verdict) => {
    expect(detailsOf(adversary({ excluded }))).toContain(verdict);
  });

  test('say when less is left than without a classifier', () => {
    expect(detailsOf(adversary({ after: around(0.9, 0.05) }))).toContain('to 0.90, less than a search has without');
    expect(detailsOf(adversary({ after: around(0.97, 0.05) }))).not.toContain('less than a search');
  });
});
