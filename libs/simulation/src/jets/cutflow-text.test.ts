import { expect, test } from 'vitest';
import { cutflowText } from './cutflow-text.ts';
import type { CutflowStep } from '@jetdemon/artifacts';
import { CutflowTally } from './cutflow.ts';

/** 1000 events, of which so many pass. */
function steps(weight: number, passing: number): CutflowStep[] {
  const tally = new CutflowTally(['pT > 300 GeV']);
  for (let i = 0; i < 1000; i++) tally.add(weight, i < passing ? 1 : 0);
  return tally.steps();
}

// Intervals: scipy.stats.binomtest(k, 1000).proportion_ci(confidence_level=0.6826894921370859, method='wilson')
test('both classes stand side by side, with intervals in percent', () => {
  const classes = { background: steps(1, 50), signal: steps(1, 1000) };
  expect(
    cutflowText({
      classes,
      photonJetsRemoved: { background: 0, signal: 998 },
      splitPhotonsRemoved: { background: 0, signal: 31 },
    }),
  ).toBe(
    `
              | background                              | signal
              | events   % of previous        % of all  | events           % of previous                % of all
all events    |   1000                                  |   1000
pT > 300 GeV  |     50  5.0 [4.4, 5.7]  5.0 [4.4, 5.7]  |   1000  100.00 [99.90, 100.00]  100.00 [99.90, 100.00]

in brackets: Wilson intervals of 68.27% content
jets of hard photons were removed first in 0 background events and in 998 signal events (of photons that had split in 31)
`.slice(1),
  );
});

test('a class alone stands alone, with sums of weights where weights are not 1', () => {
  expect(cutflowText({ classes: { signal: steps(0.5, 50) } })).toBe(
    `
              | signal
              | events  sum of weights   % of previous        % of all
all events    |   1000             500
pT > 300 GeV  |     50              25  5.0 [4.4, 5.7]  5.0 [4.4, 5.7]

in brackets: Wilson intervals of 68.27% content
`.slice(1),
  );
});

test('what is undefined is a dash', () => {
  const tally = new CutflowTally(['pT > 300 GeV']);
  expect(cutflowText({ classes: { background: tally.steps() } })).toMatch(/^pT > 300 GeV +\| +0 +- +-$/m);
});
