import { keyOf, type Uniform } from '@jetdemon/workflow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelled } from '../testing/closed-forms.ts';
import { measureSignificance } from './measure.ts';
import type { Quoted } from '@jetdemon/artifacts';

const width = ({ low, high }: Quoted) => high - low;
const options = { replicas: 200, thresholds: 2 };

/** Signal and background of the closed forms, drawn: densities 6 t (1 - t) and 2 (1 - t). */
const drawn = (uniform: Uniform, jets: number, moved: boolean) => {
  const triangle = () => 1 - Math.sqrt(1 - uniform());
  const parabola = () => 0.5 - Math.sin(Math.asin(1 - 2 * uniform()) / 3);
  const of = (one: () => number) => Float64Array.from({ length: jets }, one);
  return labelled(of(triangle), of(moved ? triangle : parabola));
};

describe('a variation of other jets', () => {
  test('has the value of the same jets row by row and, of scores that move with them, a wider interval', () => {
    const { labels, scores } = drawn(keyOf('property').uniform(), 400, false);
    fc.assert(
      fc.property(fc.double({ min: 0.8, max: 1.25, noNaN: true }), fc.integer({ min: 1, max: 99 }), (power, seed) => {
        const moved = scores.map((score, row) => (labels[row] ? score ** power : score));
        const variations = { rows: moved, other: { labels, scores: moved } };
        const { rows, other } = measureSignificance(labels, scores, variations, keyOf(seed), options).metrics
          .variations;
        expect(other!.loss_at_nominal_optimum.value).toBe(rows!.loss_at_nominal_optimum.value);
        expect(width(other!.loss_at_nominal_optimum)).toBeGreaterThan(width(rows!.loss_at_nominal_optimum));
        expect(width(other!.loss_peak_to_peak)).toBeGreaterThan(width(rows!.loss_peak_to_peak));
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  test('that is the same distribution loses nothing within its interval, which is not empty', () => {
    const uniform = keyOf('same').uniform();
    const [one, two] = [drawn(uniform, 2000, false), drawn(uniform, 1000, false)];
    const { other } = measureSignificance(one.labels, one.scores, { other: two }, keyOf(1), options).metrics.variations;
    const { value, low, high } = other!.loss_peak_to_peak;
    expect(high - low).toBeGreaterThan(0.01);
    expect(Math.abs(value)).toBeLessThan(2 * (high - low));
  });

  test('has an interval of its loss that holds the true one as often as it says', () => {
    // Varied signal is distributed as background: 1 - (3/4) / (9/8) = 1/3 at the nominal optimum t = 1/4; see measure.test.ts.
    const experiments = 200;
    let held = 0;
    for (let experiment = 0; experiment < experiments; experiment++) {
      const uniform = keyOf('coverage').split(experiment).uniform();
      const [nominal, varied] = [drawn(uniform, 400, false), drawn(uniform, 200, true)];
      const key = keyOf(experiment);
      const { metrics } = measureSignificance(nominal.labels, nominal.scores, { varied }, key, {
        ...options,
        replicas: 100,
      });
      const { low, high } = metrics.variations['varied']!.loss_at_nominal_optimum;
      if (low <= 1 / 3 && 1 / 3 <= high) held++;
    }
    // 68%, and what 200 experiments know of it: 3.3%, three times
    expect(held / experiments).toBeGreaterThan(0.58);
    expect(held / experiments).toBeLessThan(0.78);
  });

  test('changes nothing of another, nor of the nominal sample', () => {
    const uniform = keyOf('others').uniform();
    const [nominal, one, two] = [drawn(uniform, 200, false), drawn(uniform, 300, false), drawn(uniform, 150, true)];
    const measure = (variations: Parameters<typeof measureSignificance>[2]) =>
      measureSignificance(nominal.labels, nominal.scores, variations, keyOf(1), options).metrics;
    const [both, alone] = [measure({ one, two }), measure({ two })];
    expect(both.variations['two']).toEqual(alone.variations['two']);
    expect(both.peak).toEqual(alone.peak);
  });
});
