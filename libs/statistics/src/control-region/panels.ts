// The histograms of Fig. 1: the classifier output in the control region and in the blinded region, pT and mass of the
// jets of the control region. In pseudodata it is the perturbed score that puts a jet into a region.
import { compared, type Compared } from './control-region.ts';
import { binOf, type Binning } from '../distributions/histogram.ts';
import type { Jets } from '../distributions/measure.ts';
import type { Panel } from './pseudodata.ts';

/** Where a panel lies: its observable, its region and its first bin. */
export interface PlacedPanel extends Panel {
  readonly observable: Compared;
  readonly region: 'control' | 'blinded';
  readonly first: number;
}

/** The panels, classifier output first. */
export function placePanels(
  nominal: Jets,
  perturbed: Jets,
  firstBlinded: number,
  binnings: Readonly<Record<Compared, Binning>>,
): PlacedPanel[] {
  const panel = (observable: Compared, region: 'control' | 'blinded', first: number, bins: number): PlacedPanel => {
    const fill = (jets: Jets, label: number) => {
      const binsOfScore = ofClass(jets, jets.score, label).map((score) => binOf(score, binnings.score));
      const values = ofClass(jets, jets[observable], label);
      return Int16Array.from(values, (value, jet) => {
        if (binsOfScore[jet]! < firstBlinded !== (region === 'control')) return -1;
        const bin = binOf(value, binnings[observable]) - first;
        return bin < 0 || bin >= bins ? bins : bin;
      });
    };
    return {
      ...{ observable, region, first, bins },
      ...{ nominal: fill(nominal, 0), perturbed: fill(perturbed, 0), signal: fill(perturbed, 1) },
    };
  };
  const [score, ...others] = compared;
  return [
    panel(score, 'control', 0, firstBlinded),
    panel(score, 'blinded', firstBlinded, binnings.score.bins - firstBlinded),
    ...others.map((observable) => panel(observable, 'control', 0, binnings[observable].bins)),
  ];
}

/** Values of the jets of one class. */
export function ofClass(jets: Jets, values: Float32Array, label: number): Float32Array {
  return values.filter((_, row) => jets.label[row] === label);
}
