import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pick } from './jets.ts';
import { addCutflows, select, taker } from './select.ts';
import { jetsOf, labelled, someLabels } from '../testing/jets.ts';

// Two equal constituents apart by Δφ = 1 have m = pT₁ √(2 (1 − cos 1)) = 0.9589 pT₁ and jet pT = 2 pT₁ cos ½ = 1.7552 pT₁.
const pair = (ptTeV: number, eta = 0): [number, number, number][] => [[ptTeV, eta, 0], [ptTeV, eta, 1]]; // prettier-ignore

describe('select', () => {
  const jets = jetsOf([pair(0.1), pair(0.2), pair(0.3, 2.1), [[0.9, 0, 0]]], [0, 1, 0, 1]);

  test('without cuts keeps everything', () => {
    expect(select(jets, {})).toEqual({
      rows: Int32Array.of(0, 1, 2, 3),
      cutflow: [{ cut: 'all jets', counts: [2, 2] }],
    });
  });

  test('applies the cuts one after the other and counts what is left of each class', () => {
    const { rows, cutflow } = select(jets, { ptMinGeV: 300, massMinGeV: 50, absEtaMax: 2, constituentsMin: 2 });
    expect([...rows]).toEqual([1]);
    expect(cutflow).toEqual([
      { cut: 'all jets', counts: [2, 2] },
      { cut: 'pT > 300 GeV', counts: [1, 2] },
      { cut: 'mass > 50 GeV', counts: [1, 1] },
      { cut: '|eta| < 2', counts: [0, 1] },
      { cut: 'constituents >= 2', counts: [0, 1] },
    ]);
  });

  test.each([
    [{ ptMinGeV: 175 }, 1],
    [{ ptMinGeV: 176 }, 0],
    [{ massMinGeV: 95 }, 1],
    [{ massMinGeV: 96 }, 0],
    [{ constituentsMin: 2 }, 1],
    [{ constituentsMin: 3 }, 0],
  ])('cuts in GeV: of a jet with pT 175.5 GeV and mass 95.9 GeV, %o keeps %d', (cuts, kept) => {
    expect(select(jetsOf([pair(0.1)]), cuts).rows).toHaveLength(kept);
  });
});

test('the cut-flow of pieces adds up to that of the whole', () => {
  const cuts = { ptMinGeV: 300, constituentsMin: 2 };
  const whole = jetsOf([pair(0.1), pair(0.2), pair(0.3), [[0.9, 0, 0]]], [0, 1, 0, 1]);
  const [first, second] = [Int32Array.of(0, 1), Int32Array.of(2, 3)].map((rows) => select(pick(whole, rows), cuts));
  expect(addCutflows(first!.cutflow, second!.cutflow)).toEqual(select(whole, cuts).cutflow);
});

describe('taker', () => {
  const classes = ['background', 'signal'];
  const all = (labels: readonly number[]) => Int32Array.from(labels.keys());

  test('keeps the first jets of each class, in their order', () => {
    const labels = [1, 1, 1, 0, 1, 0, 0];
    expect([...taker(4, classes).take(labelled(labels), all(labels))]).toEqual([0, 1, 3, 5]);
  });

  test('keeps as many of each class as is said by its name', () => {
    const labels = [1, 1, 1, 0, 1, 0, 0];
    const some = taker({ signal: 3, background: 1 }, classes);
    expect([...some.take(labelled(labels), all(labels))]).toEqual([0, 1, 2, 3]);
    some.finish();
  });

  test('counts only the rows that may be taken', () => {
    expect([...taker(2, classes).take(labelled([0, 1, 0, 1]), Int32Array.of(1, 2, 3))]).toEqual([1, 2]);
  });

  test('of a sample in pieces is balanced, ascending and the same as of the whole', () => {
    fc.assert(
      fc.property(someLabels, fc.nat(), (labels, cut) => {
        const most = 2 * Math.min(...[0, 1].map((label) => labels.filter((other) => other === label).length));
        const rows = [...taker(most, classes).take(labelled(labels), all(labels))];
        expect(rows).toEqual(rows.toSorted((a, b) => a - b));
        expect(rows.filter((row) => labels[row] === 1)).toHaveLength(most / 2);
        expect(new Set(rows).size).toBe(most);
        const half = taker(most, classes);
        const at = cut % labels.length;
        const [before, after] = [labels.slice(0, at), labels.slice(at)];
        const taken = [...half.take(labelled(before), all(before))];
        taken.push(...half.take(labelled(after), all(after)).map((row) => row + at));
        expect(taken).toEqual(rows);
        half.finish();
      }),
    );
  });

  test.each([
    [3, 'take: expected as many jets of each of the 2 classes (background, signal), found 3, no multiple'],
    [0, 'found 0, no multiple'],
    [6, 'take: expected at least 3 jets of each class, found 2 and 3 (background and signal)'],
    [{ background: 1, signal: 4 }, 'take: expected at least 1 and 4 jets, found 2 and 3 (background and signal)'],
    [{ signal: 1 }, 'take: expected a number of jets for each of the 2 classes (background, signal), found signal'],
    [{ background: 1, signals: 1 }, 'found background, signals'],
  ])('refuses to take %j of 2 + 3', (count, message) => {
    const labels = [0, 1, 0, 1, 1];
    const taking = () => {
      const some = taker(count, classes);
      some.take(labelled(labels), all(labels));
      some.finish();
    };
    expect(taking).toThrow(message);
  });
});

test('a mass cut of 0 keeps jets of one massless constituent, wherever they are; one above 0 does not', () => {
  const jets = jetsOf(Array.from({ length: 200 }, (_, at) => [[0.4, at / 40 - 2.5, at / 33 - 3]]));
  expect(select(jets, { massMinGeV: 0 }).rows).toHaveLength(200);
  expect(select(jets, { massMinGeV: 1 }).rows).toHaveLength(0);
});
