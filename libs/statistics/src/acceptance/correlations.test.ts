import { keyOf } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { measureCorrelations } from './correlations.ts';

const size = 1500;
const uniform = keyOf('correlations').uniform();
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
const label = new Uint8Array(size + 10).fill(1, size); // a little signal, which plays no part
const column = (of: (row: number) => number) => Float32Array.from(label, (_, row) => of(row));

/** Normal mass and pT of this correlation. */
function jets(rho: number) {
  const mass = column(normal);
  const pt = column((row) => rho * mass[row]! + Math.sqrt(1 - rho * rho) * normal());
  return { label, score: column(() => 0), mass, pt };
}
const options = { observables: ['mass', 'pt'], replicas: 200, pairing: 'rows' } as const;
const sigmas = 0.9944578832097531; // 68% of a normal distribution: N().inv_cdf(0.84)

test('what does not vary has no correlation, whatever weights are', () => {
  const [mass, pt] = [column(() => 0.1), column(() => 0.3)];
  const sample = {
    label,
    score: column(() => 0.7),
    mass,
    pt,
    weight: Float64Array.from(label, () => 1 + uniform() / 3),
  };
  const { pairs, largest, p } = measureCorrelations(sample, sample, keyOf(4), options);
  expect(pairs['mass pt']).toMatchObject({ before: 0, after: 0, difference: { value: 0, low: 0, high: 0 } });
  expect({ largest, p }).toEqual({ largest: 0, p: 1 });
});

describe('other jets', () => {
  const other = { ...options, pairing: 'unpaired' } as const;

  test('of other correlation are found, with the error of two samples, (1 - rho^2) / sqrt(n) each (Fisher, 1915)', () => {
    const { pairs, p, largest } = measureCorrelations(jets(0.5), jets(0.8), keyOf(1), other);
    const { before, after, difference } = pairs['mass pt']!;
    expect(before).toBeCloseTo(0.5, 1);
    expect(after).toBeCloseTo(0.8, 1);
    expect(difference.value).toBeCloseTo(after - before, 12);
    const error = (difference.high - difference.low) / 2 / sigmas;
    expect(error / (Math.hypot(0.75, 0.36) / Math.sqrt(size))).toBeCloseTo(1, 0.7);
    expect(largest).toBe(difference.value);
    expect(p).toBe(1 / 201);
  });

  test('of one correlation are not: p is uniform', () => {
    const found = Array.from({ length: 60 }, (_, at) => {
      const few = { ...other, replicas: 100 };
      const cut = (of: ReturnType<typeof jets>) => Object.fromEntries(Object.entries(of).map(([name, values]) => [name, values.slice(size - 200)])) as typeof of; // prettier-ignore
      return measureCorrelations(cut(jets(0.5)), cut(jets(0.5)), keyOf(at), few).p;
    });
    expect(found.filter((p) => p < 0.5).length).toBeGreaterThan(15);
    expect(found.filter((p) => p < 0.5).length).toBeLessThan(45);
  });
});

describe('the same jets, row by row', () => {
  const nominal = jets(0.5);

  test('moved by nothing differ by nothing', () => {
    const { pairs, p } = measureCorrelations(nominal, nominal, keyOf(1), options);
    expect(pairs['mass pt']!.difference).toMatchObject({ value: 0, low: 0, high: 0 });
    expect(p).toBe(1);
  });

  test('show a small change that other jets hide, though neither distribution moves', () => {
    // a tenth of the jets trade their pT
    const trade = column((row) => nominal.pt[row % 10 === 0 ? (row + 10) % size : row]!);
    const moved = { ...nominal, pt: trade };
    const { pairs, p } = measureCorrelations(nominal, moved, keyOf(1), options);
    expect(pairs['mass pt']!.after / pairs['mass pt']!.before).toBeCloseTo(0.9, 1);
    expect(p).toBeLessThan(0.02);
    const other = measureCorrelations(nominal, { ...jets(0.45) }, keyOf(1), { ...options, pairing: 'unpaired' });
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    expect(width(pairs['mass pt']!.difference)).toBeLessThan(0.7 * width(other.pairs['mass pt']!.difference));
  });

  test('of a weight of 2 are two jets', () => {
    const weight = Float64Array.from(label, (_, row) => (row < size / 2 ? 1.5 : 0.5));
    const { pairs } = measureCorrelations({ ...nominal, weight }, { ...nominal, weight }, keyOf(1), options);
    const rows = Array.from({ length: size }, (_, row) => row).flatMap((row) => (row < size / 2 ? [row, row, row] : [row])); // prettier-ignore
    const [x, y] = [nominal.mass, nominal.pt].map((values) => rows.map((row) => values[row]!));
    const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length;
    const covariance = (a: readonly number[], b: readonly number[]) => mean(a.map((one, at) => one * b[at]!)) - mean(a) * mean(b); // prettier-ignore
    expect(pairs['mass pt']!.before).toBeCloseTo(covariance(x!, y!) / Math.sqrt(covariance(x!, x!) * covariance(y!, y!)), 10); // prettier-ignore
  });
});
