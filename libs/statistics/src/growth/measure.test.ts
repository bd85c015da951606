import type { AdversaryDescription, AdversaryTrial, SignificanceMetrics } from '@jetdemon/artifacts';
import type { Input } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import type { Run } from '../significance/runs.ts';
import { metricsOf } from '../testing/workspace.ts';
import { measureGrowth, type Trained } from './measure.ts';

const inputOf = (node: string, params: Input['params'] = {}): Input => ({ node, base: node, axes: {}, params, folder: '' }); // prettier-ignore

const trial = (at: number, loss: number, failed: readonly string[] = []): AdversaryTrial => ({
  ...{ trial: at, epoch: at, lambda: {}, trainingLoss: 0, ks: {}, ksError: {}, failed, loss, chosen: false },
});

const description: AdversaryDescription = {
  ...{ version: 1, accepted: true, chosen: { trial: 1 }, acceptance: { ks: { score: 0.02 } } },
  network: { architecture: 'dense', hidden: [1], rho: { pt: 0.02, eta: 0.02, phi: 0.02 }, inputs: 'jet' },
  target: { network: 'hl', hyperparameters: {} },
};

/** Trials of 10 steps of 5 jets. */
const training = (node: string, trials: readonly AdversaryTrial[]) => ({
  input: inputOf(node, { steps: 10, batchSize: 5, trials: 4 }),
  ...{ description, trials },
});

const tested = (node: string, losses: Readonly<Record<string, number>>, change: Partial<SignificanceMetrics> = {}): Run => ({
  ...{ input: inputOf(node), metrics: { ...metricsOf(0.8, losses), ...change }, replicas: new Map() },
}); // prettier-ignore

const literal: Trained = {
  ...{ network: 'll', way: 'literal', tested: tested('summary', { adversary: 0.05 }) },
  trainings: [
    training('one', [trial(1, 0.3, ['score']), trial(2, 0.02), trial(3, 0.01), trial(4, 0.08)]),
    training('two', [trial(1, -0.01), trial(2, 0.04)]),
  ],
};

test('the curve is of the strongest trial so far that passes, and a training that stopped keeps what it had', () => {
  const { networks } = measureGrowth([literal], 'literal');
  const way = networks['ll']!['literal']!;
  expect(way.curve.map(({ jets }) => jets)).toEqual([50, 100, 150, 200]);
  const expected = [
    [0, 0],
    [0.02, 0.04],
    [0.02, 0.04],
    [0.08, 0.04],
  ] as const;
  way.curve.forEach(({ value, low, high }, at) => {
    const [a, b] = expected[at]!;
    expect(value).toBeCloseTo((a + b) / 2, 12);
    expect([low, high]).toEqual([Math.min(a, b), Math.max(a, b)]);
  });
  // 0.06 in the end, 0.03 after half of the jets; the second training made two of four trials: 200 and 100 jets
  expect(way.late).toBeCloseTo(0.03, 12);
  expect(way).toMatchObject({ nodes: ['one', 'two'], node: 'summary', accepted: 2, criteria: true, stopped: 1, jets: 150 }); // prettier-ignore
  expect(way.loss.value).toBe(0.05);
});

test('a way is held against the base on the jets that both share', () => {
  // replicas that move together: what the jets do to both cancels, and +0.02 is left in every one
  const of = (values: readonly number[]) =>
    new Map([['variations/adversary/loss_at_nominal_optimum', { jets: 'same', kind: 'centred' as const, values: Float64Array.from(values) }]]); // prettier-ignore
  const shared = [0.01, 0.03, 0.05, 0.07, 0.09];
  const wide: Trained = { ...literal, way: 'wide', tested: tested('wide', { adversary: 0.07 }) };
  const { networks } = measureGrowth(
    [
      { ...literal, tested: { ...literal.tested, replicas: of(shared) } },
      { ...wide, tested: { ...wide.tested, replicas: of(shared.map((value) => value + 0.02)) } },
    ],
    'literal',
  );
  const { literal: base, wide: way } = networks['ll']!;
  expect(base!.gain).toBeUndefined();
  expect(way!.gain!.value).toBeCloseTo(0.02, 12);
  expect(way!.gain!.low).toBeCloseTo(0.02, 12);
  expect(way!.gain!.high).toBeCloseTo(0.02, 12);
  // without replicas both errors count
  const apart = measureGrowth([literal, wide], 'literal').networks['ll']!['wide']!.gain!;
  const half = ({ low, high }: { low: number; high: number }) => (high - low) / 2;
  expect(half(apart)).toBeCloseTo(Math.hypot(half(base!.loss), half(way!.loss)), 12);
});

test.each([
  {
    what: 'a base that is no way of training',
    given: [literal],
    base: 'letter',
    says: 'base: expected a way of training of ll, found letter; there are literal',
  },
  {
    what: 'a test of two variations',
    given: [{ ...literal, tested: tested('summary', { adversary: 0.05, fgsm: 0.1 }) }],
    base: 'literal',
    says: 'expected the adversary as its only variation, found 2',
  },
  {
    what: 'a training without the number of its steps',
    given: [{ ...literal, trainings: [{ ...literal.trainings[0]!, input: inputOf('one') }] }],
    base: 'literal',
    says: 'expected a parameter steps, a number, found undefined',
  },
  {
    what: 'other test jets',
    given: [
      literal,
      {
        ...literal,
        way: 'wide',
        tested: tested('other', { adversary: 0.05 }, { jets: { signal: 1, background: 1, background_at_optimum: 1 } }),
      },
    ],
    base: 'literal',
    says: 'expected test jets as in summary',
  },
])('refuses $what', ({ given, base, says }) => {
  expect(() => measureGrowth(given, base)).toThrow(says);
});
