import { InputError } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { chancesOf } from './sampling.ts';

describe('jets that count alike', () => {
  test('are drawn alike, and signal so that it has its share', () => {
    // 100 pseudodata expected; 1/5 of 125 jets is signal
    const { data, modelWeight, admixture, share } = chancesOf(400, 50, { share: 0.25, signalFraction: 0.2 });
    expect(data).toEqual(new Float64Array(400).fill(0.25));
    expect(modelWeight).toBeCloseTo(1 / 3, 14);
    expect(admixture).toEqual(new Float64Array(50).fill(0.5));
    expect(share).toBe(0.25);
  });

  test('are refused where there is not enough signal', () => {
    expect(() => chancesOf(400, 20, { share: 0.25, signalFraction: 0.2 })).toThrow(
      new InputError('expected 25 signal jets for a signal fraction of 0.2, found 20'),
    );
  });
});

describe('weighted jets', () => {
  const light = Float64Array.of(0.5, 1, 1.5);

  test('are drawn in proportion to their weights, and left with weights of the same expectation', () => {
    const { data, modelWeight, share } = chancesOf(light, 10, { share: 0.2, signalFraction: 0 });
    expect([...data]).toEqual([0.1, 0.2, expect.closeTo(0.3, 14)]);
    expect(share).toBe(0.2);
    // (1 - p) weight = p
    data.forEach((p, jet) => expect((1 - p) * (modelWeight as Float64Array)[jet]!).toBeCloseTo(p, 14));
  });

  test.each([
    { share: 0.5, accepted: 0.5 / 1.5 }, // 1/2 is the most for the weight 1.5
    { share: 0.2, accepted: 0.2 },
    { share: 0.8, accepted: 0.8 / 1.5 },
  ])('are drawn less often than $share where the heaviest would hardly be in the model', ({ share, accepted }) => {
    const { data, share: found } = chancesOf(light, 10, { share, signalFraction: 0 });
    expect(found).toBeCloseTo(accepted, 14);
    expect(Math.max(...data)).toBeCloseTo(1.5 * accepted, 14);
  });

  test('of signal are admixed in proportion to theirs, no more than the heaviest allows', () => {
    // 0.5 of 100 background jets and as many of signal
    const heavy = Float64Array.from({ length: 100 }, (_, jet) => (jet % 2 ? 0.1 : 1.9));
    const { admixture } = chancesOf(100, heavy, { share: 0.5, signalFraction: 0.5 });
    expect(admixture.reduce((sum, p) => sum + p, 0)).toBeCloseTo(50, 10);
    expect(admixture[0]).toBeCloseTo(0.95, 14);
    expect(() => chancesOf(100, heavy, { share: 0.6, signalFraction: 0.5 })).toThrow(
      new InputError('expected 60 signal jets for a signal fraction of 0.5, found 100, as good as 52 unweighted'),
    );
  });

  test('of negative weight are drawn alike and keep their weights, those of signal only where it is admixed', () => {
    const negative = Float64Array.of(-1, 2, 2);
    const { data, kept, modelWeight } = chancesOf(negative, 10, { share: 0.2, signalFraction: 0 });
    expect([...data]).toEqual([0.2, 0.2, 0.2]);
    expect(kept!.nominal).toEqual(negative);
    expect([...(modelWeight as Float64Array)]).toEqual([-0.25, 0.5, 0.5]);
    const admixed = chancesOf(30, negative, { share: 0.5, signalFraction: 0.1 });
    expect(admixed.kept!.signal).toEqual(negative);
    // 15 / 9 of three jets, of a sum of weights of 3
    expect([...admixed.admixture]).toEqual(Array(3).fill(expect.closeTo(5 / 9, 14)));
    expect(chancesOf(10, negative, { share: 0.5, signalFraction: 0 }).kept).toBeUndefined();
  });
});

describe('other jets', () => {
  test('are accepted as many as of the nominal ones, whatever their number and weights', () => {
    const { data, perturbed } = chancesOf(100, 10, { share: 0.2, signalFraction: 0 }, 400);
    expect(data).toEqual(new Float64Array(100).fill(0.2));
    expect(perturbed).toEqual(new Float64Array(400).fill(0.05));
    const weighted = chancesOf(100, 10, { share: 0.2, signalFraction: 0 }, Float64Array.of(0.5, 1.5)).perturbed;
    expect(weighted[1]! / weighted[0]!).toBeCloseTo(3, 14);
  });

  test('that are few make the pseudodata smaller: no more than half of them', () => {
    const { data, perturbed, share } = chancesOf(100, 10, { share: 0.5, signalFraction: 0 }, 40);
    expect(share).toBe(0.2);
    expect(perturbed).toEqual(new Float64Array(40).fill(0.5));
    expect(data).toEqual(new Float64Array(100).fill(0.2));
  });

  test('are the nominal ones where there are no others: one draw for both', () => {
    const { data, perturbed } = chancesOf(100, 10, { share: 0.5, signalFraction: 0 });
    expect(perturbed).toBe(data);
  });
});
