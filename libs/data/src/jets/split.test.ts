import { keyOf } from '@jetdemon/workflow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowsByClass } from './jets.ts';
import { shuffle } from './shuffle.ts';
import { rowsOf, split, type Partition } from './split.ts';
import { labelled, someLabels } from '../testing/jets.ts';

const names: Partition[] = ['train', 'validation', 'test'];

const someFractions = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([train, rest]) => ({ train, validation: (1 - train) * rest, test: (1 - train) * (1 - rest) }));

describe('split', () => {
  test('puts every jet into exactly one partition, and changes nothing else', () => {
    fc.assert(
      fc.property(someLabels, someFractions, fc.nat(), (labels, fractions, seed) => {
        const jets = labelled(labels);
        const { partition, ...rest } = split(jets, fractions, keyOf(seed));
        const rows = names.flatMap((name) => [...rowsOf({ partition, count: jets.count }, name)]);
        expect(rows.toSorted((a, b) => a - b)).toEqual(labels.map((_, row) => row));
        expect(rest).toEqual(jets);
      }),
    );
  });

  test('gives each partition its share of each class, to within one jet', () => {
    fc.assert(
      fc.property(someLabels, someFractions, fc.nat(), (labels, fractions, seed) => {
        const jets = labelled(labels);
        const divided = split(jets, fractions, keyOf(seed));
        for (const rows of rowsByClass(jets)) {
          for (const name of names) {
            const among = new Set(rowsOf(divided, name));
            const found = rows.filter((row) => among.has(row)).length;
            expect(Math.abs(found - fractions[name] * rows.length)).toBeLessThanOrEqual(1 + 1e-9);
          }
        }
      }),
    );
  });

  test('depends on the key, and on it alone', () => {
    const jets = labelled(Array.from({ length: 100 }, (_, row) => row % 2));
    const shares = { train: 0.5, validation: 0.25, test: 0.25 };
    expect(split(jets, shares, keyOf(1))).toEqual(split(jets, shares, keyOf(1)));
    expect(split(jets, shares, keyOf(1)).partition).not.toEqual(split(jets, shares, keyOf(2)).partition);
  });

  test('of one class does not depend on how many jets of the other there are', () => {
    const shares = { train: 0.5, validation: 0.25, test: 0.25 };
    const signal = Array.from({ length: 40 }, () => 1);
    const few = split(labelled([0, ...signal]), shares, keyOf(1)).partition!;
    const many = split(labelled([0, 0, 0, 0, 0, ...signal]), shares, keyOf(1)).partition!;
    expect(few.subarray(1)).toEqual(many.subarray(5));
  });

  test('of the paper-sized sample gives the shares asked for exactly', () => {
    const jets = labelled(Array.from({ length: 2000 }, (_, row) => row % 2));
    const divided = split(jets, { train: 0.7, validation: 0.15, test: 0.15 }, keyOf(1));
    expect(names.map((name) => rowsOf(divided, name).length)).toEqual([1400, 300, 300]);
  });

  test.each([
    { train: 0.7, validation: 0.2, test: 0.2 },
    { train: 0.7, validation: 0.2, test: 0 },
    { train: 1.2, validation: -0.2, test: 0 },
    { train: NaN, validation: 0.5, test: 0.5 },
  ])('refuses the fractions %o', (fractions) => {
    expect(() => split(labelled([0, 1]), fractions, keyOf(1))).toThrow('expected fractions >= 0 that sum to 1');
  });

  test('has to come before rows of a partition are asked for', () => {
    expect(() => rowsOf(labelled([0, 1]), 'train')).toThrow('expected jets with a partition column');
  });
});

describe('shuffle', () => {
  test('is a permutation that leaves its argument alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 })), fc.nat(), (values, seed) => {
        const rows = Int32Array.from(values);
        expect(shuffle(rows, keyOf(seed)).toSorted()).toEqual(rows.toSorted());
        expect([...rows]).toEqual(values);
      }),
    );
  });

  test('gives each of the six orders of three rows a sixth of the time', () => {
    const times = new Map<string, number>();
    for (let seed = 0; seed < 3000; seed++) {
      const order = shuffle(Int32Array.of(0, 1, 2), keyOf(seed)).join('');
      times.set(order, (times.get(order) ?? 0) + 1);
    }
    // 500 ± 20.4 each (binomial).
    expect(times.size).toBe(6);
    for (const count of times.values()) expect(Math.abs(count - 500)).toBeLessThan(5 * 20.4);
  });
});
