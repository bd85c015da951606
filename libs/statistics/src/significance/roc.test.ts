import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { keyOf, readColumns, type TableSchema } from '@jetdemon/workflow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exponential, labelled } from '../testing/closed-forms.ts';
import { auc, countPassing, groupAt, overall, rank } from './roc.ts';

const aucOf = (labels: ArrayLike<number>, scores: ArrayLike<number>) => auc(countPassing(rank(labels, scores)));

/** Jets of both classes with scores from few values, so that ties abound. */
const jets = fc
  .array(fc.record({ label: fc.integer({ min: 0, max: 1 }), score: fc.integer({ min: 0, max: 9 }) }), { minLength: 2 })
  .filter((rows) => new Set(rows.map(({ label }) => label)).size === 2)
  .map((rows) => ({ labels: rows.map(({ label }) => label), scores: rows.map(({ score }) => score / 9) }));

describe('auc', () => {
  test.each([
    { name: 'one jet of each class, in order', labels: [0, 1], scores: [0.2, 0.8], expected: 1 },
    { name: 'one jet of each class, out of order', labels: [1, 0], scores: [0.2, 0.8], expected: 0 },
    { name: 'ties count half', labels: [0, 1, 0, 1], scores: [0.5, 0.5, 0.5, 0.5], expected: 0.5 },
    // scikit-learn's documentation of roc_auc_score and roc_curve
    { name: "scikit-learn's example", labels: [0, 0, 1, 1], scores: [0.1, 0.4, 0.35, 0.8], expected: 0.75 },
    // pairs: 0.5 beats 0.1 (1) and ties 0.5 (1/2); 0.9 beats both (2): 3.5 of 4
    { name: 'one tie among four pairs', labels: [0, 0, 1, 1], scores: [0.1, 0.5, 0.5, 0.9], expected: 0.875 },
    // pairs: -1 beats -Infinity (1), Infinity beats both (2): 3 of 4
    { name: 'infinite scores', labels: [0, 1, 0, 1], scores: [-Infinity, -1, 0, Infinity], expected: 0.75 },
    { name: 'no background', labels: [1, 1], scores: [0.1, 0.5], expected: NaN },
    { name: 'no signal', labels: [0, 0], scores: [0.1, 0.5], expected: NaN },
  ])('$name', ({ labels, scores, expected }) => {
    expect(aucOf(labels, scores)).toBe(expected);
  });

  test('of exponentials of mean theta and 1 is theta / (1 + theta)', () => {
    const { labels, scores } = labelled(exponential(2000, 1), exponential(2000, 4));
    expect(aucOf(labels, scores)).toBeCloseTo(4 / 5, 3);
  });

  // Phi(d / sqrt(2)); python3 -c "from statistics import NormalDist as N; print(N().cdf(d / 2**0.5))"
  test.each([
    { separation: 0, expected: 0.5 },
    { separation: 1, expected: 0.7602499389065233 },
    { separation: 2, expected: 0.9213503964748574 },
  ])('of normals $separation sigma apart is Phi(d / sqrt(2))', ({ separation, expected }) => {
    const uniform = keyOf('binormal').uniform();
    const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    const background = Float64Array.from({ length: 20_000 }, normal);
    const signal = Float64Array.from({ length: 20_000 }, () => normal() + separation);
    const { labels, scores } = labelled(background, signal);
    // the standard error is at most sqrt(1/12 (1/m + 1/n)) = 0.0029
    expect(Math.abs(aucOf(labels, scores) - expected)).toBeLessThan(4 * 0.0029);
  });

  test('is the share of pairs in order, ties half (slow reference)', () => {
    fc.assert(
      fc.property(jets, ({ labels, scores }) => {
        let won = 0;
        let pairs = 0;
        labels.forEach((signal, s) =>
          labels.forEach((background, b) => {
            if (signal !== 1 || background !== 0) return;
            pairs++;
            won += scores[s]! > scores[b]! ? 1 : scores[s]! === scores[b]! ? 0.5 : 0;
          }),
        );
        expect(aucOf(labels, scores)).toBeCloseTo(won / pairs, 12);
      }),
    );
  });

  test('does not change under a rising map of the scores, and is mirrored by a falling one', () => {
    fc.assert(
      fc.property(jets, ({ labels, scores }) => {
        const before = aucOf(labels, scores);
        expect(aucOf(labels, scores.map((score) => Math.exp(3 * score) - 7))).toBe(before); // prettier-ignore
        expect(aucOf(labels, scores.map((score) => -score))).toBeCloseTo(1 - before, 12); // prettier-ignore
      }),
    );
  });
});

// 100,000 reference jets beside the repository; their AUCs as measured independently (numpy) and quoted with them
const reference = join(import.meta.dirname, '../../../../../shared/data/jets-100k.arrow');
describe.skipIf(!existsSync(reference))('auc of one observable of the reference jets', () => {
  const float = (unit: string) => ({ type: 'float32', unit, description: '' }) as const;
  const schema = {
    columns: {
      label: { type: 'uint8', unit: '1', description: '' },
      jet_pt: float('TeV'),
      jet_mass: float('TeV'),
      jet_d2: float('1'),
    },
  } as const satisfies TableSchema;
  test.each([
    { observable: 'jet_pt', expected: 0.547 },
    { observable: 'jet_mass', expected: 0.617 },
    { observable: 'jet_d2', expected: 1 - 0.711 }, // smaller for signal
  ] as const)('$observable', async ({ observable, expected }) => {
    const columns = await readColumns(reference, schema);
    expect(aucOf(columns.label, columns[observable])).toBeCloseTo(expected, 2);
  });
});

describe('auc of weighted jets', () => {
  // numpy: s, w, y = scores, weights, labels; d = s[y == 1][:, None] - s[y == 0]; p = w[y == 1][:, None] * w[y == 0]
  // ((p * ((d > 0) + (d == 0) / 2)).sum() / p.sum())
  test.each([
    { name: 'positive weights', weights: [2, 1, 0.5, 3, 1], expected: 0.72 },
    { name: 'a negative weight', weights: [2, 1, 0.5, 3, -0.5], expected: 1.0285714285714285 },
  ])('is the weighted share of pairs in order, ties half: $name', ({ weights, expected }) => {
    const ranking = rank([1, 0, 1, 0, 0], [0.9, 0.4, 0.4, 0.4, 0.95], Float64Array.from(weights));
    expect(auc(countPassing(ranking))).toBeCloseTo(expected, 14);
  });

  test('counts background jets as jets, and both classes by weight times multiplicity', () => {
    const ranking = rank([0, 1, 0], [0.5, 0.5, 0.2], Float64Array.of(2, 0.25, -1));
    const roc = countPassing(ranking, Uint32Array.of(3, 2, 1));
    expect(roc).toEqual({
      signal: Float64Array.of(0.5, 0.5),
      background: Float64Array.of(6, 5),
      backgroundJets: Int32Array.of(3, 4),
    });
  });
});

describe('countPassing', () => {
  test('counts the jets at or above each distinct score', () => {
    const ranking = rank([0, 1, 1, 0, 1], [0.2, 0.7, 0.2, 0.9, 0.7]);
    const { signal, background } = countPassing(ranking);
    expect([...ranking.thresholds]).toEqual([0.9, 0.7, 0.2]);
    expect([...signal]).toEqual([0, 2, 3]);
    expect([...background]).toEqual([1, 1, 2]);
  });

  test('of weighted jets is that of jets repeated as often', () => {
    const weighted = fc.tuple(jets, fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1 }));
    fc.assert(
      fc.property(weighted, ([{ labels, scores }, some]) => {
        const weights = Uint32Array.from(labels, (_, row) => some[row % some.length]!);
        const repeat = (column: readonly number[]) => column.flatMap((x, row) => Array<number>(weights[row]!).fill(x));
        const [more, moreScores] = [repeat(labels), repeat(scores)];
        const ranking = rank(labels, scores);
        const roc = countPassing(ranking, weights);
        ranking.thresholds.forEach((threshold, group) => {
          const passing = more.filter((_, row) => moreScores[row]! >= threshold);
          expect(roc.signal[group]).toBe(passing.filter((label) => label === 1).length);
          expect(roc.background[group]).toBe(passing.filter((label) => label === 0).length);
        });
      }),
    );
  });
});

test('groupAt finds the last group that passes', () => {
  const ranking = rank([0, 1, 0], [0.9, 0.5, 0.1]);
  expect([1, 0.9, 0.6, 0.5, 0.1, 0].map((threshold) => groupAt(ranking, threshold))).toEqual([-1, 0, 0, 1, 2, 2]);
});

test('overall has the mean over the jets of each class, and the area', () => {
  const ranking = rank([0, 0, 1, 1, 1], [0.9, 0.1, 0.5, 0.5, 0.2]);
  const { auc: area, meanSignal, meanBackground } = overall(ranking, countPassing(ranking));
  expect(area).toBe(1 / 2);
  expect(meanSignal).toBeCloseTo(0.4, 12);
  expect(meanBackground).toBe(0.5);
});

test('the area of overall is auc', () => {
  const row = fc.record({ label: fc.integer({ min: 0, max: 1 }), score: fc.integer({ min: 0, max: 9 }) });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1 }), (rows) => {
      const ranking = rank(
        rows.map(({ label }) => label),
        rows.map(({ score }) => score),
      );
      const roc = countPassing(ranking);
      expect(overall(ranking, roc).auc).toBe(auc(roc));
    }),
  );
});
