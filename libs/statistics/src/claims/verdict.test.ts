import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge, type Expectation } from './verdict.ts';

const quoted = (low: number, value: number, high: number) => ({ low, value, high, description: '' });

describe('a verdict', () => {
  test.each<[string, [number, number, number], Expectation, string]>([
    ['above, all of it', [0.1, 0.2, 0.3], { above: 0 }, 'confirmed'],
    ['above, touching', [0, 0.2, 0.3], { above: 0 }, 'undecided'],
    ['above, value only', [-0.1, 0.2, 0.3], { above: 0 }, 'undecided'],
    ['above, interval only, its value below', [0.1, -0.1, 0.3], { above: 0 }, 'undecided'],
    ['below all of what it should be above', [-0.3, -0.2, -0.1], { above: 0 }, 'not confirmed'],
    ['exactly what it should be above', [0, 0, 0], { above: 0 }, 'not confirmed'],
    ['below, all of it', [0.7, 0.8, 0.9], { below: 1 }, 'confirmed'],
    ['below, touching', [0.7, 0.8, 1], { below: 1 }, 'undecided'],
    ['above all of what it should be below', [1, 1.2, 1.3], { below: 1 }, 'not confirmed'],
    ['between, both ends included', [-1, 0, 1], { between: [-1, 1] }, 'confirmed'],
    ['between, over one end', [-1, 0, 1.1], { between: [-1, 1] }, 'undecided'],
    ['wider than what it should be between', [-2, 0, 2], { between: [-1, 1] }, 'undecided'],
    ['beyond what it should be between', [1.1, 1.2, 1.3], { between: [-1, 1] }, 'not confirmed'],
    ['beyond it but for its value', [1.1, 0.9, 1.3], { between: [-1, 1] }, 'undecided'],
    ['an exact number between', [0, 0, 0], { between: [0, 0] }, 'confirmed'],
  ])('%s', (_, ends, expectation, verdict) => {
    expect(judge(quoted(...ends), expectation)).toBe(verdict);
  });

  test('on a number without an interval is on its value', () => {
    const bare = (value: number) => ({ value, uncertainty: 'none', description: '' });
    expect([0.9, 1, 1.1].map((value) => judge(bare(value), { below: 1 }))).toEqual(['confirmed', 'not confirmed', 'not confirmed']); // prettier-ignore
  });

  const real = fc.double({ min: -5, max: 5, noNaN: true });
  const expectations = fc.oneof(
    real.map((above) => ({ above })),
    real.map((below) => ({ below })),
    fc.tuple(real, real).map(([a, b]) => ({ between: [Math.min(a, b), Math.max(a, b)] as const })),
  );
  const meets = (at: number, { above, below, between }: Expectation) =>
    above !== undefined ? at > above : below !== undefined ? at < below : at >= between![0] && at <= between![1];

  test('is that of every point of the hull', () => {
    fc.assert(
      fc.property(real, real, real, expectations, (low, value, high, expectation) => {
        const ends = [Math.min(low, value, high), Math.max(low, value, high)] as const;
        const limits = [expectation].flatMap((one) => Object.values(one).flat() as number[]);
        const inside = limits.filter((limit) => limit > ends[0] && limit < ends[1]);
        const points = [...ends, (ends[0] + ends[1]) / 2, ...inside.flatMap((at) => [at - 1e-12, at, at + 1e-12])];
        const met = points.filter((at) => at >= ends[0] && at <= ends[1]).map((at) => meets(at, expectation));
        const expected = met.every(Boolean) ? 'confirmed' : met.some(Boolean) ? 'undecided' : 'not confirmed';
        expect(judge(quoted(Math.min(low, high), value, Math.max(low, high)), expectation)).toBe(expected);
      }),
    );
  });
});
