import { InputError, keyOf } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { firstBlindedBin } from './control-region.ts';
import { measureControlRegion, type ControlRegionOptions } from './measure.ts';

const options: ControlRegionOptions = {
  binnings: {
    score: { bins: 20, low: 0, high: 1 },
    pt: { bins: 20, low: 300, high: 800 },
    mass: { bins: 20, low: 50, high: 250 },
  },
  signalEfficiency: 0.1,
  share: 0.5,
  signalFraction: 0.05,
  normalisation: 'simulation',
  minimumExpected: 10,
  pseudoExperiments: 1000,
  minimumBackground: 20,
};
const key = keyOf('control region');

/** Background falls in score as 2 (1 - t), signal rises as 2 t; pT falls exponentially, mass is uniform, both independent. */
function sample(background: number, signal: number, name = 'jets') {
  const uniform = keyOf(name).uniform();
  const jets = background + signal;
  const draw = (value: (row: number) => number) => Float32Array.from({ length: jets }, (_, row) => value(row));
  const label = Uint8Array.from({ length: jets }, (_, row) => Number(row >= background));
  return {
    label,
    score: draw((row) => (label[row] === 0 ? 1 - Math.sqrt(1 - uniform()) : Math.sqrt(uniform()))),
    pt: draw(() => 300 - 80 * Math.log(1 - uniform())),
    mass: draw(() => 50 + 200 * uniform()),
    d2: new Float32Array(jets),
  };
}

const jets = sample(3000, 2000);
const same = measureControlRegion(jets, jets, key, options);

describe('firstBlindedBin', () => {
  // 400 jets in 40 bins, 10 in each: 3 bins hold 7.5%, 4 bins 10%, which is not less than 10%
  const flat = Float64Array.from({ length: 400 }, (_, jet) => (jet + 0.5) / 400);
  test.each([
    { share: 0.1, expected: 3 },
    { share: 0.101, expected: 4 },
    { share: 0.03, expected: 1 },
    { share: 0.999, expected: 39 },
  ])('leaves $expected of 40 equal bins open at $share', ({ share, expected }) => {
    expect(firstBlindedBin(flat, { bins: 40, low: 0, high: 1 }, share)).toBe(expected);
  });

  test('refuses when the lowest bin holds as much', () => {
    expect(() => firstBlindedBin(flat, { bins: 8, low: 0, high: 1 }, 0.1)).toThrow(
      new InputError(
        'expected a control region: a lowest bin of the classifier output, up to 0.125, with less than 0.1 of the signal; found 0.125: take narrower bins or blind less',
      ),
    );
  });
});

describe('the region', () => {
  const { region, bins } = same;
  const rows = bins.observable.map((observable, row) => ({
    pseudodata: bins.pseudodata[row]!,
    observable,
    low: bins.low[row]!,
    high: bins.high[row]!,
    model: bins.model[row]!,
    error: bins.model_error[row]!,
    observed: bins.observed[row]!,
    blinded: bins.blinded[row]!,
  }));

  test('holds less than 10% of signal, and the background that goes with it', () => {
    // eps_S(score < t) = t^2, so t = 0.3 with 9%; eps_B(score < t) = 1 - (1 - t)^2 = 51%
    expect(region.thresholds.blinded_above).toBeCloseTo(0.3, 12);
    expect(region.control_region.signal).toBeCloseTo(0.09, 1);
    expect(region.control_region.background).toBeCloseTo(0.51, 1);
  });

  test('is blinded from the threshold on, in the classifier output alone', () => {
    for (const { observable, low, blinded } of rows) {
      expect(blinded).toBe(observable === 'score' && low > 0.299 ? 1 : 0);
    }
  });

  test('has every jet in the model or in the pseudodata, never in both', () => {
    const { model, pseudodata, model_weight } = region.jets;
    expect(model + pseudodata.background).toBe(3000);
    expect(model_weight).toBe(1);
    for (const { low, high, observable, model: m, observed } of rows.filter((row) => row.pseudodata === 'background')) {
      const inBin = jets.label.reduce((sum, label, row) => {
        const value = jets[observable as 'score'][row]!;
        const counted =
          label === 0 && value >= low && value < high && (observable === 'score' || jets.score[row]! < 0.3);
        return sum + Number(counted);
      }, 0);
      expect(m + observed).toBe(inBin);
    }
  });

  test('has the error of its own statistics on the model', () => {
    for (const { model, error } of rows) expect(error).toBeCloseTo(Math.sqrt(model), 12);
    const third = measureControlRegion(jets, jets, key, { ...options, share: 0.25, pseudoExperiments: 1 });
    expect(third.region.jets.model_weight).toBeCloseTo(1 / 3, 12);
    third.bins.model.forEach((m, row) => expect(third.bins.model_error[row]).toBeCloseTo(Math.sqrt(m / 3), 10));
  });

  test('counts jets outside the bins apart', () => {
    const { outside } = region.tests.find(
      ({ observable, pseudodata }) => observable === 'pt' && pseudodata === 'background',
    )!;
    const beyond = jets.label.reduce(
      (sum, label, row) => sum + Number(label === 0 && jets.score[row]! < 0.3 && jets.pt[row]! >= 800),
      0,
    );
    expect(outside.model + outside.observed).toBe(beyond);
  });

  test('shows signal where it is blinded: the share that was asked for', () => {
    expect(region.jets.pseudodata.signal / (region.jets.pseudodata.signal + region.jets.pseudodata.background)).toBeCloseTo(0.05, 2); // prettier-ignore
    const total = (pseudodata: string) =>
      rows
        .filter((row) => row.pseudodata === pseudodata && row.observable === 'score')
        .reduce((sum, { observed }) => sum + observed, 0);
    expect(total('with signal') - total('background')).toBe(region.jets.pseudodata.signal);
  });

  test('has no sample with signal without an admixture', () => {
    const { metrics, bins: alone } = measureControlRegion(jets, jets, key, {
      ...options,
      signalFraction: 0,
      pseudoExperiments: 10,
    });
    expect(metrics.with_signal).toBeUndefined();
    expect(new Set(alone.pseudodata)).toEqual(new Set(['background']));
  });

  test('is the same for the same key, and another draw for another', () => {
    const few = { ...options, pseudoExperiments: 10 };
    expect(measureControlRegion(jets, jets, key, few)).toEqual(measureControlRegion(jets, jets, key, few));
    expect(measureControlRegion(jets, jets, keyOf('other'), few).bins.observed).not.toEqual(bins.observed);
  });
});

describe.each(['simulation', 'data'] as const)('normalised to the %s', (normalisation) => {
  const { metrics, region } = measureControlRegion(jets, jets, key, { ...options, normalisation });

  test('ndf is the number of merged bins, less one when scaled to the data', () => {
    const ndf = region.tests.find(({ observable }) => observable === 'mass')!.ndf;
    expect(ndf).toBe(normalisation === 'simulation' ? 20 : 19);
  });

  // 1000 pseudo-experiments: an error of 0.007
  test.each(['score', 'pt', 'mass', 'score_after_unblinding'] as const)(
    'p of %s is < 5% in 5% of cases',
    (observable) => {
      const { detected, p, chi2_per_ndf } = metrics.unperturbed[observable]!;
      expect(Math.abs(detected.value - 0.05)).toBeLessThan(0.025);
      expect(detected.low).toBeLessThan(detected.value);
      expect(detected.high).toBeGreaterThan(detected.value);
      expect(Math.abs(p.value - 0.5)).toBeLessThan(0.08);
      expect(chi2_per_ndf.value).toBeCloseTo(1, 0);
    },
  );

  test('any of the three is detected in at most 5% of cases by chance', () => {
    expect(Math.abs(metrics.unperturbed.any.detected.value - 0.05)).toBeLessThan(0.025);
  });

  test('an attack that moves nothing is detected as often as chance', () => {
    expect(metrics.background.pt!.detected.value).toBe(metrics.unperturbed.pt!.detected.value);
  });
});

// Weights that make another mass spectrum of the same jets: 1/3 below 150 GeV, 5/3 above.
describe('weighted jets', () => {
  const weight = Float64Array.from(jets.mass, (mass) => (mass < 150 ? 1 / 3 : 5 / 3));
  const weighted = { ...jets, weight };
  const { region, metrics, bins } = measureControlRegion(weighted, weighted, key, options);
  const massRow = (low: number) =>
    bins.observable.findIndex((name, row) => name === 'mass' && bins.pseudodata[row] === 'background' && bins.low[row] === low); // prettier-ignore

  test('become pseudodata that are distributed as their weights say, and a model of the same expectation', () => {
    // p = 0.3 w: the largest weight is 5/3 and 0.3 * 5/3 = 1/2. 51% of 3000 jets are in the control region, 150 a GeV
    // in ten bins each: 153 a bin below 150 GeV with p = 0.1 and 153 above with p = 0.5
    expect(region.jets.pseudodata.background / 3000).toBeCloseTo(0.3, 1);
    const total = (column: Float64Array, from: number) =>
      Array.from({ length: 10 }, (_, bin) => column[massRow(from + 10 * bin)]!).reduce((sum, one) => sum + one, 0);
    for (const column of [bins.observed, bins.model]) {
      // errors of about 9 and 20, and of the model of 4 and 20
      expect(Math.abs(total(column, 50) - 76.5)).toBeLessThan(36);
      expect(Math.abs(total(column, 150) - 382.5)).toBeLessThan(80);
    }
    expect(region.treatment).toContain('30% of the background jets, perturbed, are the pseudodata, drawn with prob');
  });

  test('have the variance of their weights in the model', () => {
    // weights p / (1 - p): 1/9 below, 1 above
    const [below, above] = [massRow(60), massRow(200)];
    expect(bins.model_error[below]! ** 2 / bins.model[below]!).toBeCloseTo(1 / 9, 12);
    expect(bins.model_error[above]! ** 2 / bins.model[above]!).toBeCloseTo(1, 12);
  });

  // 1000 pseudo-experiments: an error of 0.007
  test.each(['score', 'pt', 'mass', 'score_after_unblinding'] as const)(
    'p of %s is < 5%% in 5%% of cases',
    (observable) => {
      expect(Math.abs(metrics.unperturbed[observable]!.detected.value - 0.05)).toBeLessThan(0.025);
      expect(Math.abs(metrics.unperturbed[observable]!.p.value - 0.5)).toBeLessThan(0.08);
    },
  );

  test('decide by their weights what is blinded', () => {
    // signal below 0.5 in classifier output counts 1/10: the lowest bins hold less than 10% much farther up
    const towards = Float64Array.from(jets.score, (score) => (score < 0.5 ? 0.1 : 1.3));
    const { thresholds, control_region } = measureControlRegion({ ...jets, weight: towards }, jets, key, {
      ...options,
      pseudoExperiments: 1,
    }).region;
    // t^2 / 10 up to 1/4 / 10, then 1.3 (t^2 - 1/4), of 1: 0.1 at t = 0.555; 0.025 + 1.3 (0.55^2 - 0.25) = 9.3%
    expect(thresholds.blinded_above).toBeCloseTo(0.55, 12);
    expect(control_region.signal).toBeCloseTo(0.093, 1);
  });
});

describe('the power of the test', () => {
  test('an attack on the mass of all background is found in the mass alone', () => {
    const moved = { ...jets, mass: jets.mass.map((mass) => 50 + (mass - 50) * 0.8) };
    const { background, unperturbed } = measureControlRegion(jets, moved, key, {
      ...options,
      pseudoExperiments: 200,
    }).metrics;
    expect(background.mass!.detected.value).toBe(1);
    expect(background.any.detected.value).toBe(1);
    expect(background.pt!.detected.value).toBe(unperturbed.pt!.detected.value);
  });

  test('an attack within the blinded region is seen only after unblinding', () => {
    const moved = { ...jets, score: jets.score.map((score) => (score < 0.3 ? score : 0.3 + (score - 0.3) * 0.7)) };
    const { background, unperturbed } = measureControlRegion(jets, moved, key, {
      ...options,
      pseudoExperiments: 200,
    }).metrics;
    expect(background.any.detected.value).toBe(unperturbed.any.detected.value);
    expect(background.score_after_unblinding.detected.value).toBe(1);
  });

  // 2000 of 4000 background jets in either bin of pT, half of them pseudodata; 200 move: 900 and 1100 against 1000 and
  // 1000, non-centrality 100^2 / 1900 + 100^2 / 2100.
  // python3 -c "from scipy.stats import chi2, ncx2; print(ncx2.sf(chi2.isf(.05, 2), 2, 100**2/1900 + 100**2/2100))"
  test('is that of a non-central chi2', () => {
    const label = Uint8Array.from({ length: 5000 }, (_, row) => Number(row >= 4000));
    const nominal = {
      label,
      score: Float32Array.from(label, (signal, row) => (signal ? 0.9 : row % 2 ? 0.1 : 0.4)),
      pt: Float32Array.from(label, (_, row) => (row % 4 < 2 ? 400 : 600)),
      mass: Float32Array.from(label, (_, row) => (row % 8 < 4 ? 100 : 200)),
      d2: new Float32Array(5000),
    };
    const perturbed = { ...nominal, pt: nominal.pt.map((pt, row) => (row < 400 ? 600 : pt)) };
    const two = { bins: 2, low: 300, high: 700 };
    const { metrics } = measureControlRegion(nominal, perturbed, key, {
      ...options,
      binnings: { score: { bins: 4, low: 0, high: 1 }, pt: two, mass: { bins: 2, low: 50, high: 250 } },
    });
    expect(Math.abs(metrics.background.pt!.detected.value - 0.816)).toBeLessThan(0.04);
    expect(Math.abs(metrics.unperturbed.pt!.detected.value - 0.05)).toBeLessThan(0.025);
  });
});

describe('negative weights', () => {
  // Every tenth jet counts -1, the others 11/9: a mean of 1 over each class, whose distributions are as without.
  const weight = Float64Array.from(jets.label, (_, row) => (row % 10 === 0 ? -1 : 11 / 9));
  const weighted = { ...jets, weight };
  const { region, metrics, bins } = measureControlRegion(weighted, weighted, key, {
    ...options,
    pseudoExperiments: 500,
  });

  test('are kept by the pseudodata, sums with the variance of their squares', () => {
    expect(region.treatment).toContain('keep their weights because some are negative');
    expect(region.observed_error).toHaveLength(bins.observed.length);
    // sum w^2 / sum w is (1 + 9 (11/9)^2) / 10 on average
    const rows = Array.from(bins.observed.keys()).filter((row) => bins.observable[row] === 'pt' && bins.pseudodata[row] === 'background'); // prettier-ignore
    const sum = rows.reduce((total, row) => total + bins.observed[row]!, 0);
    const squares = rows.reduce((total, row) => total + region.observed_error![row]! ** 2, 0);
    expect(squares / sum / ((1 + 9 * (11 / 9) ** 2) / 10)).toBeCloseTo(1, 0.9);
    expect(bins.observed.some((observed) => !Number.isInteger(observed))).toBe(true);
  });

  // 500 pseudo-experiments: an error of 0.01
  test.each(['score', 'pt', 'mass', 'score_after_unblinding'] as const)(
    'p of %s is < 5%% in 5%% of cases',
    (observable) => {
      // prettier-ignore
      expect(Math.abs(metrics.unperturbed[observable]!.detected.value - 0.05)).toBeLessThan(0.035);
      expect(Math.abs(metrics.unperturbed[observable]!.p.value - 0.5)).toBeLessThan(0.1);
    },
  );
});

describe('a perturbed sample of other jets', () => {
  const unpaired = { ...options, pairing: 'unpaired' as const, pseudoExperiments: 100 };

  test('is as many pseudodata as the nominal one would be, and says whose they are', () => {
    const { region } = measureControlRegion(jets, sample(2000, 1000), key, { ...unpaired, share: 0.2 });
    expect(region.pairing).toBe('unpaired');
    expect(Math.abs(region.jets.pseudodata.background - 600)).toBeLessThan(4 * Math.sqrt(600));
    expect(region.treatment).toContain('as many jets of another sample as 20% of the nominal background');
  });

  test('of the same distribution is detected in 5% of samples, whatever its size', () => {
    // 40 pairs of samples of a few pseudo-experiments each: an error of about sqrt(0.05 * 0.95 / 40) = 3.4%
    const found = Array.from({ length: 40 }, (_, at) => {
      const pair = [sample(1500, 300, `nominal ${at}`), sample(1000 + 50 * at, 300, `other ${at}`)] as const;
      const few = { ...unpaired, share: 0.3, signalFraction: 0, pseudoExperiments: 10 };
      return measureControlRegion(...pair, keyOf(at), few).metrics.background;
    });
    for (const observable of ['score', 'pt', 'mass'] as const) {
      const mean = found.reduce((sum, one) => sum + one[observable]!.detected.value, 0) / found.length;
      expect(mean).toBeLessThan(0.05 + 3 * 0.034);
      const chi2 = found.reduce((sum, one) => sum + one[observable]!.chi2_per_ndf.value, 0) / found.length;
      expect(Math.abs(chi2 - 1)).toBeLessThan(0.15);
    }
  });

  test('of another mass spectrum is found by its mass', () => {
    const other = sample(3000, 2000, 'other');
    const moved = { ...other, mass: other.mass.map((mass) => 50 + (mass - 50) * 0.8) };
    expect(measureControlRegion(jets, moved, key, unpaired).metrics.background.mass!.detected.value).toBeGreaterThan(
      0.95,
    );
  });
});

describe('what is too small is refused', () => {
  test('a control region without enough jets', () => {
    expect(() => measureControlRegion(sample(40, 200), sample(40, 200), key, options)).toThrow(
      /^expected a control region with enough jets for a test of score, at least 2 degrees of freedom/,
    );
  });

  test('a signal fraction for which there is not enough signal', () => {
    expect(() => measureControlRegion(jets, jets, key, { ...options, signalFraction: 0.9 })).toThrow(
      new InputError('expected 13500 signal jets for a signal fraction of 0.9, found 2000'),
    );
  });
});

test('refuses to scale to the data where a region has no background in the model', () => {
  const low = { ...jets, score: jets.score.map((score, row) => (jets.label[row] === 0 ? 0.25 * score : score)) };
  const scaled = () => measureControlRegion(low, low, key, { ...options, normalisation: 'data' });
  expect(scaled).toThrow(
    new InputError(
      'expected background jets of the model in the blinded region, for a normalisation to the data, found none: take more jets, ' +
        'blind less, or normalisation: simulation',
    ),
  );
});
