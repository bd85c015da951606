// The histograms of Fig. 1: the classifier output in the control region and in the blinded region, and everything else
// (there pT and mass) of the jets of the control region. In pseudodata it is the perturbed score that puts a jet into a region.
import { binOf, type Binning } from '../distributions/histogram.ts';
import { valuesOf, type ScoredJets } from '../inputs/scored-jets.ts';
import type { BinnedJets, Panel } from './pseudodata.ts';

/** Bins of the score, and of all that is compared beside it. */
export type Binnings = { readonly score: Binning } & Readonly<Record<string, Binning>>;

/** Where a panel lies: its observable, its region and its first bin. */
export interface PlacedPanel extends Panel {
  /** An observable, or a column of the user's own. */
  readonly observable: string;
  readonly region: 'control' | 'blinded';
  readonly first: number;
}

/**
 * The panels, classifier output first.
 *
 * @param binnings of the score and of all that is compared beside it
 */
export function placePanels(
  nominal: ScoredJets,
  perturbed: ScoredJets,
  firstBlinded: number,
  { score, ...others }: Binnings,
): PlacedPanel[] {
  const panel = (
    observable: string,
    binning: Binning,
    region: 'control' | 'blinded',
    first: number,
    bins: number,
  ): PlacedPanel => {
    const binned = (jets: ScoredJets, label: number): BinnedJets => {
      const values = valuesOf(jets, observable);
      const inBin = Array.from({ length: bins + 1 }, (): number[] => []);
      let jet = -1;
      jets.score.forEach((value, row) => {
        if (jets.label[row] !== label) return;
        jet++;
        if (binOf(value, score) < firstBlinded !== (region === 'control')) return;
        const bin = binOf(values[row]!, binning) - first;
        inBin[bin < 0 || bin >= bins ? bins : bin]!.push(jet);
      });
      let end = 0;
      return { jets: Int32Array.from(inBin.flat()), ends: Int32Array.from(inBin, ({ length }) => (end += length)) };
    };
    return {
      ...{ observable, region, first, bins },
      ...{ nominal: binned(nominal, 0), perturbed: binned(perturbed, 0), signal: binned(perturbed, 1) },
    };
  };
  return [
    panel('score', score, 'control', 0, firstBlinded),
    panel('score', score, 'blinded', firstBlinded, score.bins - firstBlinded),
    ...Object.entries(others).map(([observable, binning]) => panel(observable, binning, 'control', 0, binning.bins)),
  ];
}
