// What passes of one sample, and of its halves, counted again in every replica without new arrays.
import { halfOf, type Counted, type Optimum } from './optimum.ts';
import { countPassing, emptyRoc, type Ranking, type Roc } from './roc.ts';

/** Counts a sample under multiplicities of its jets (once by default); what it gives is overwritten by its next call. */
export type Counter = (multiplicity?: Uint32Array) => Counted<Ranking>;

/** @param labels of the jets of the ranking, by row, `[jets]` */
export function counterOf(ranking: Ranking, labels: ArrayLike<number>, optimum: Optimum): Counter {
  const whole = emptyRoc(ranking);
  if (optimum === 'same-jets')
    return (multiplicity) => ({ ranking, whole: countPassing(ranking, multiplicity, whole) });
  const half = halfOf(labels);
  const halves = [emptyRoc(ranking), emptyRoc(ranking)] as const;
  const once = new Uint32Array(labels.length).fill(1);
  const own = new Uint32Array(labels.length);
  return (multiplicity = once) => {
    for (const at of [0, 1] as const) {
      for (let row = 0; row < own.length; row++) own[row] = half[row] === at ? multiplicity[row]! : 0;
      countPassing(ranking, own, halves[at]);
    }
    return { ranking, whole: sum(halves[0], halves[1], whole), halves };
  };
}

function sum(a: Roc, b: Roc, into: Roc): Roc {
  for (let group = 0; group < into.signal.length; group++) {
    into.signal[group] = a.signal[group]! + b.signal[group]!;
    into.background[group] = a.background[group]! + b.background[group]!;
    into.backgroundJets[group] = a.backgroundJets[group]! + b.backgroundJets[group]!;
  }
  return into;
}
