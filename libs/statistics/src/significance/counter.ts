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
  if (!ranking.weights) return halvesOfJets(ranking, half, whole);
  const parts = [partOf(ranking, half, 0), partOf(ranking, half, 1)] as const;
  const halves = [emptyRoc(ranking), emptyRoc(ranking)] as const;
  return (multiplicity) => {
    for (const at of [0, 1] as const) countPassing(parts[at], multiplicity, halves[at]);
    return { ranking, whole: sum(halves[0], halves[1], whole), halves };
  };
}

/** Jets of the whole and of both halves in one pass. */
function halvesOfJets(ranking: Ranking, half: Uint8Array, whole: Roc): Counter {
  const { ends, rows, signalMask } = ranking;
  const secondMask = rows.map((row) => -half[row]!);
  const halves = [emptyRoc(ranking), emptyRoc(ranking)] as const;
  const [first, second] = halves;
  return (multiplicity) => {
    let [at, jets, signal, jetsOfSecond, signalOfSecond] = [0, 0, 0, 0, 0];
    for (let group = 0; group < ends.length; group++) {
      for (const end = ends[group]!; at < end; at++) {
        const times = multiplicity ? multiplicity[rows[at]!]! : 1;
        const timesSignal = times & signalMask[at]!;
        jets += times;
        signal += timesSignal;
        jetsOfSecond += times & secondMask[at]!;
        signalOfSecond += timesSignal & secondMask[at]!;
      }
      whole.signal[group] = signal;
      whole.background[group] = jets - signal;
      second.signal[group] = signalOfSecond;
      second.background[group] = jetsOfSecond - signalOfSecond;
      first.signal[group] = signal - signalOfSecond;
      first.background[group] = jets - signal - (jetsOfSecond - signalOfSecond);
    }
    return { ranking, whole, halves };
  };
}

/** The jets of one half, in the groups of all. */
function partOf({ weights, ...ranking }: Ranking, half: Uint8Array, at: 0 | 1): Ranking {
  const own = (_: number, position: number) => half[ranking.rows[position]!] === at;
  const before = new Int32Array(ranking.rows.length + 1);
  ranking.rows.forEach((row, position) => (before[position + 1] = before[position]! + Number(half[row] === at)));
  return {
    ...ranking,
    ends: ranking.ends.map((end) => before[end]!),
    rows: ranking.rows.filter(own),
    signalMask: ranking.signalMask.filter(own),
    ...(weights && { weights: { signal: weights.signal.filter(own), background: weights.background.filter(own) } }),
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
