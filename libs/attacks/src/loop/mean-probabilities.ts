// The mean P(signal) of attacked jets after each iteration at which the classifier was asked.
import type { Response } from './directions.ts';

/** Sums of one batch, `iteration` counted from 0. */
export type Tell = (iteration: number, logits: Float32Array) => void;

/** Kept batch by batch, in the order of the batches: the mean does not depend on which of them ends first. */
export function meanProbabilities() {
  const batches: { readonly jets: number; readonly sums: number[] }[] = [];
  return {
    /** Of the next batch; logits beyond `jets` are those of filler. */
    ofBatch(jets: number): Tell {
      const sums: number[] = [];
      batches.push({ jets, sums });
      return (iteration, logits) => {
        let sum = sums[iteration] ?? 0;
        for (let jet = 0; jet < jets; jet++) sum += 1 / (1 + Math.exp(-logits[jet]!));
        sums[iteration] = sum;
      };
    },
    response(): Response[] {
      const asked = Array.from({ length: Math.max(0, ...batches.map(({ sums }) => sums.length)) }, (_, at) => at);
      return asked.flatMap((iteration) => {
        const told = batches.filter(({ sums }) => sums[iteration] !== undefined);
        const jets = told.reduce((all, one) => all + one.jets, 0);
        if (jets === 0) return [];
        return [{ iteration, meanProbability: told.reduce((all, { sums }) => all + sums[iteration]!, 0) / jets }];
      });
    },
  };
}
