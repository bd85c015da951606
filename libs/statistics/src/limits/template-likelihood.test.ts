import { InputError, keyOf } from '@jetdemon/workflow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asimovSignificance } from '../exclusion/asimov.ts';
import { clsOf, discoverySignificance, limitAt, limitsOf, testStatistic } from '../exclusion/asymptotic.ts';
import { upperLimit } from '../exclusion/cls.ts';
import { templateLikelihood } from './template-likelihood.ts';
import { Expectation, type TemplateModel } from './template-model.ts';

const model = (
  s: readonly number[],
  b: readonly number[],
  by: Partial<Pick<TemplateModel['samples'][0], 'effects'>> = {},
) => ({
  // prettier-ignore
  samples: [
    { name: 'signal', counts: s, signal: true, effects: [] },
    { name: 'background', counts: b, signal: false, effects: [], ...by },
  ],
});

/** Everything at once: shapes and sizes, a parameter with both, one that signal and background share. */
const full: TemplateModel = {
  samples: [
    {
      name: 'signal',
      counts: [3, 9],
      signal: true,
      effects: [
        { nuisance: 'scale', shape: { up: [2.5, 10], down: [3.3, 8.6] } },
        { nuisance: 'size', scale: { up: 1.2, down: 0.85 } },
      ],
    },
    {
      name: 'background',
      counts: [60, 20],
      signal: false,
      effects: [
        { nuisance: 'scale', shape: { up: [62, 23], down: [59, 18.5] } },
        { nuisance: 'scale', scale: { up: 1.05, down: 0.9 } },
        { nuisance: 'size', scale: { up: 1.1, down: 0.95 } },
      ],
    },
  ],
};

test('the loss has its derivatives', () => {
  const expectation = new Expectation(full);
  const data = { counts: [70, 25], centres: [0.3, -0.2] };
  const parameter = fc.double({ min: -1.8, max: 1.8, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 0, max: 3, noNaN: true }), parameter, parameter, (mu, a, b) => {
      const at = Float64Array.of(mu, a, b);
      const { gradient, hessian, value } = expectation.derivatives(at, data);
      expect(value).toBe(expectation.loss(at, data));
      for (const row of [0, 1, 2]) {
        const beside = (by: number) => at.map((one, of) => (of === row ? one + by : one));
        const step = 1e-5;
        const slope = (expectation.loss(beside(step), data) - expectation.loss(beside(-step), data)) / (2 * step);
        expect(Math.abs(slope - gradient[row]!)).toBeLessThan(1e-5 * (10 + Math.abs(slope)));
        for (const column of [0, 1, 2]) {
          const [low, high] = [-step, step].map((by) => expectation.derivatives(beside(by), data).gradient[column]!);
          const curvature = (high! - low!) / (2 * step);
          expect(Math.abs(curvature - hessian[row * 3 + column]!)).toBeLessThan(3e-3 * (10 + Math.abs(curvature)));
        }
      }
    }),
  );
});

describe('without nuisance parameters', () => {
  const likelihood = templateLikelihood(model([12, 11], [50, 52]));

  test('limits are those of exact backgrounds', () => {
    const counted = upperLimit([51, 48], { signal: [12, 11], background: [50, 52], error: [0, 0] });
    const { observed, expected } = limitsOf(testStatistic(likelihood, likelihood.counted([51, 48])), likelihood.scale, 0.95); // prettier-ignore
    expect(observed).toBeCloseTo(counted.observed, 9);
    expected.forEach((limit, at) => expect(limit).toBeCloseTo(counted.expected[at]!, 9));
  });

  // eq. (97) of arXiv:1007.1727; of independent bins the squares add
  test('the discovery significance of the Asimov data set is the closed form', () => {
    const z = discoverySignificance(likelihood, likelihood.counted([62, 63]));
    expect(z).toBeCloseTo(Math.hypot(asimovSignificance(12, 50, 0), asimovSignificance(11, 52, 0)), 9);
    expect(discoverySignificance(likelihood, likelihood.counted([40, 40]))).toBe(0);
  });
});

// One bin of many counts with a shape of +-sigma is Gaussian: n = mu s + b + alpha sigma, so that Z = s / sqrt(b + sigma^2)
// and the pull of an excess d without signal is d sigma / (b + sigma^2).
describe('one bin of many counts', () => {
  const [s, b, sigma] = [1e3, 1e8, 2e4];
  const shape = { up: [b + sigma], down: [b - sigma] };
  const likelihood = templateLikelihood(model([s], [b], { effects: [{ nuisance: 'scale', shape }] }));

  test('is Gaussian', () => {
    const z = discoverySignificance(likelihood, likelihood.counted([b + s]));
    expect(z / (s / Math.hypot(1e4, sigma))).toBeCloseTo(1, 4);
    const pull = likelihood.fit(0, likelihood.counted([b + 5e3])).parameters[1]!;
    expect(pull).toBeCloseTo((5e3 * sigma) / (b + sigma ** 2), 4);
  });

  test('limits are those of a Gaussian, eq. (89) of arXiv:1007.1727 with CLs', () => {
    const { expected } = limitsOf(testStatistic(likelihood, likelihood.counted([b])), likelihood.scale, 0.95);
    // scipy.stats.norm: [norm.isf(0.05 * norm.cdf(N)) + N for N in (-2, -1, 0, 1, 2)]
    [1.0518, 1.412, 1.96, 2.7272, 3.656].forEach((gaussian, at) => {
      expect((expected[at]! * s) / Math.hypot(1e4, sigma)).toBeCloseTo(gaussian, 2);
    });
  });
});

test('a nuisance parameter that moves as the signal does takes significance, one that does not takes little', () => {
  const z = (by: readonly number[]) => {
    const [up, down] = [1, -1].map((sign) => [100, 100].map((count, bin) => count + sign * by[bin]!));
    const likelihood = templateLikelihood(
      model([0, 30], [100, 100], { effects: [{ nuisance: 'known', shape: { up: up!, down: down! } }] }),
    );
    return discoverySignificance(likelihood, likelihood.counted([100, 130]));
  };
  expect(z([0, 20])).toBeLessThan(0.6 * z([0, 0]));
  expect(z([20, 0])).toBeCloseTo(z([0, 0]), 1);
});

test('both sides in one direction: the smaller of two minima', () => {
  const shape = { up: [100, 130], down: [101, 116] };
  const likelihood = templateLikelihood(model([10, 0], [100, 100], { effects: [{ nuisance: 'folded', shape }] }));
  const { parameters } = likelihood.fit(0, likelihood.counted([100, 130]));
  expect(parameters[1]).toBeGreaterThan(0.8); // up is what was counted, down is far from it
});

test('data that count something where the model without signal expects nothing are refused', () => {
  const likelihood = templateLikelihood(model([5, 10], [0, 100]));
  const data = likelihood.counted([5, 110]);
  expect(() => likelihood.best(data)).toThrow(InputError);
  expect(() => likelihood.loss(0, data)).toThrow('expected background in every bin where something is counted');
  expect(likelihood.loss(0, likelihood.counted([0, 100]))).toBe(0);
});

test('a signal that a known variation may undo has no limit', () => {
  // at alpha = 1, which costs 1/2 in -ln L, no signal is expected of any strength: CLs stays above 0.05
  const likelihood = templateLikelihood({
    samples: [
      { name: 'signal', counts: [10], signal: true, effects: [{ nuisance: 'known', shape: { up: [0], down: [20] } }] },
      { name: 'background', counts: [100], signal: false, effects: [] },
    ],
  });
  const { expected } = limitsOf(testStatistic(likelihood, likelihood.counted([100])), likelihood.scale, 0.95);
  expect(expected[2]).toBe(Infinity);
});

test('CLs is 1 at no signal and falls', () => {
  const likelihood = templateLikelihood(full);
  const statistic = testStatistic(likelihood, likelihood.counted([66, 24]));
  const values = [1e-6, 0.5, 1, 2, 4].map((mu) => clsOf(statistic, mu).observed);
  expect(values[0]).toBeCloseTo(1, 4);
  values.slice(1).forEach((value, at) => expect(value).toBeLessThan(values[at]!));
});

test('the Asimov data set fits itself', () => {
  const likelihood = templateLikelihood(full);
  const data = likelihood.asimov(0.7, likelihood.counted([80, 20]));
  const { mu, loss } = likelihood.best(data);
  expect(mu).toBeCloseTo(0.7, 6);
  expect(loss).toBeCloseTo(0, 12);
});

// Event weights of 1e6, or 200 bins. A limit is where CLs is 0.05, by definition.
test.each([
  [20, 1e6, 0.2],
  [200, 1e3, 0.02],
])('fits %d bins of counts %d times as large', (bins, by, size) => {
  const uniform = keyOf('large counts').uniform();
  const b = Array.from({ length: bins }, () => ((by * 1e4) / bins) * (0.2 + uniform()));
  const s = b.map((one, bin) => (one / 50) * (bin / bins) * uniform());
  const varied = (of: readonly number[]) => of.map((one) => one * (1 + size * (uniform() - 0.5)));
  const effects = (of: readonly number[]) =>
    ['scale', 'resolution', 'direction'].map((nuisance) => ({ nuisance, shape: { up: varied(of), down: varied(of) } }));
  for (let trial = 0; trial < 4; trial++) {
    const likelihood = templateLikelihood({
      samples: [
        { name: 'signal', counts: s, signal: true, effects: effects(s) },
        { name: 'background', counts: b, signal: false, effects: [...effects(b), { nuisance: 'size', scale: { up: 1.1, down: 0.9 } }] }, // prettier-ignore
      ],
    });
    const data = likelihood.counted(b.map((one) => one + Math.sqrt(one) * (uniform() + uniform() - 1)));
    const statistic = testStatistic(likelihood, data);
    const limit = limitAt(statistic, 'observed', likelihood.scale, 0.95);
    expect(clsOf(statistic, limit).observed).toBeCloseTo(0.05, 6);
  }
});
