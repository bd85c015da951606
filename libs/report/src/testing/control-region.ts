// A control region in closed form, for tests: exponential and normal shapes with counts at fixed pulls from the model,
// so that every chi2 is the sum of their squares.

import { region, type KnownTest } from './contents.ts';

/** Differences of pseudodata and model in units of sqrt(model), repeated over the bins. */
const pulls = [0, 1, -1, 0.5, -0.5, 0.2, -0.2, 1.4, -1.2];

interface Shape {
  readonly observable: KnownTest['observable'];
  readonly range: readonly [number, number];
  readonly density: (x: number) => number;
}

const shapes: readonly Shape[] = [
  { observable: 'score', range: [0, 1], density: (x) => 30 * x * Math.exp(-6 * x) },
  { observable: 'pt', range: [300, 800], density: (x) => Math.exp((300 - x) / 80) / 80 },
  { observable: 'mass', range: [50, 200], density: (x) => Math.exp((50 - x) / 45) / 45 },
];

/** Where the fixture is blinded, and its expected optimum. */
export const regionThresholds = { blinded_above: 0.35, optimum: 0.82 };

const treatment = 'control region: a fixture of a closed form; no jet in both';

/** Rows of bins.arrow and the content of region.json for about `jets` jets in each observable. */
export function closedFormRegion(jets = 4000, bins = 40) {
  const rows = (['background', 'with signal'] as const).flatMap((pseudodata) =>
    shapes.flatMap(({ observable, range: [from, to], density }) =>
      Array.from({ length: bins }, (_, bin) => {
        const width = (to - from) / bins;
        const low = from + width * bin;
        const model = jets * width * density(low + width / 2);
        const excess = pseudodata === 'with signal' && observable === 'score' ? 3 * low : 0;
        const observed = Math.max(0, Math.round(model + (pulls[bin % pulls.length]! + excess) * Math.sqrt(model)));
        const blinded = observable === 'score' && low >= regionThresholds.blinded_above - 1e-9;
        const about = { pseudodata, observable, low, high: low + width, blinded: Number(blinded) };
        return { ...about, model, model_error: 0.7 * Math.sqrt(model), observed };
      }),
    ),
  );
  const tests = (['background', 'with signal'] as const).flatMap((pseudodata) =>
    [
      ...shapes.map(({ observable }) => ({ observable, region: 'control' as const })),
      { observable: 'score' as const, region: 'blinded' as const },
    ].map(({ observable, region: where }): KnownTest => {
      const own = rows.filter(
        (row) =>
          row.pseudodata === pseudodata && row.observable === observable && row.blinded === Number(where === 'blinded'),
      );
      const chi2 = own.reduce((sum, { model, observed }) => sum + (observed - model) ** 2 / model, 0);
      return { pseudodata, observable, region: where, chi2, ndf: own.length, p: where === 'blinded' ? 2e-7 : 0.57 };
    }),
  );
  return { rows, region: region(regionThresholds, treatment, tests) };
}
