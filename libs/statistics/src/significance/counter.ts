// What passes of one sample, and of its halves, counted again in every replica without new arrays.
import { countingKernel } from './counting-kernel.ts';
import { halfOf, type Counted, type Optimum } from './optimum.ts';
import { countPassing, emptyRoc, type Passing, type Ranking } from './roc.ts';

/** Counts a sample under multiplicities of its jets (once by default); what it gives is overwritten by its next call. */
export type Counter = (multiplicity?: Uint8Array) => Counted<Ranking>;

/** @param labels of the jets of the ranking, by row, `[jets]` */
export function counterOf(ranking: Ranking, labels: ArrayLike<number>, optimum: Optimum): Counter {
  if (optimum === 'same-jets') {
    const whole = emptyRoc(ranking);
    return (multiplicity) => ({ ranking, whole: countPassing(ranking, multiplicity, whole) });
  }
  const half = halfOf(labels);
  const jets = ranking.jets.map((jet) => 2 * jet + half[jet >>> 2]!);
  const once = new Uint8Array(jets.length).fill(1);
  const kernel = ranking.weights ? undefined : countingKernel(jets, ranking.thresholds);
  if (kernel) {
    const { passing, count, peaks } = kernel;
    return (multiplicity = once) => ({ ranking, overall: count(multiplicity), ...passing, peaks });
  }
  const passing: Passing = { whole: emptyRoc(ranking), halves: [emptyRoc(ranking), emptyRoc(ranking)] };
  return (multiplicity = once) => {
    if (ranking.weights) sumWeights(jets, ranking.weights, multiplicity, passing);
    else countJets(jets, multiplicity, passing);
    return { ranking, ...passing };
  };
}

/** @param jets twice those of the ranking, and 1 for the second half */
export function countJets(
  jets: Int32Array,
  multiplicity: ArrayLike<number>,
  { whole, halves: [first, second] }: Passing,
): void {
  const { signal, background } = whole;
  const { signal: firstSignal, background: firstBackground } = first;
  const { signal: secondSignal, background: secondBackground } = second;
  let [group, s, b, s2, b2] = [0, 0, 0, 0, 0];
  for (let at = 0; at < jets.length; at++) {
    const jet = jets[at]!;
    const times = multiplicity[jet >>> 3]!;
    const timesSignal = times & -((jet >>> 2) & 1);
    s += timesSignal;
    b += times - timesSignal;
    s2 += timesSignal & -(jet & 1);
    b2 += (times - timesSignal) & -(jet & 1);
    if ((jet & 2) === 0) continue;
    signal[group] = s;
    background[group] = b;
    secondSignal[group] = s2;
    secondBackground[group] = b2;
    firstSignal[group] = s - s2;
    firstBackground[group++] = b - b2;
  }
}

/** The same with weights. */
function sumWeights(
  jets: Int32Array,
  weights: Float64Array,
  multiplicity: ArrayLike<number>,
  { whole, halves }: Passing,
): void {
  const [signal, background, counted] = [new Float64Array(2), new Float64Array(2), new Float64Array(2)];
  let group = 0;
  for (let at = 0; at < jets.length; at++) {
    const jet = jets[at]!;
    const times = multiplicity[jet >>> 3]!;
    if (jet & 4) signal[jet & 1]! += times * weights[at]!;
    else {
      background[jet & 1]! += times * weights[at]!;
      counted[jet & 1]! += times;
    }
    if ((jet & 2) === 0) continue;
    for (const half of [0, 1] as const) {
      halves[half].signal[group] = signal[half]!;
      halves[half].background[group] = background[half]!;
      halves[half].backgroundJets[group] = counted[half]!;
    }
    whole.signal[group] = signal[0]! + signal[1]!;
    whole.background[group] = background[0]! + background[1]!;
    whole.backgroundJets[group++] = counted[0]! + counted[1]!;
  }
}
