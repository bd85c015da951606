// Sampling probabilities of pseudodata, and the weights of the jets left to the model. Pseudodata are jets, each
// there or not, also where the simulation is weighted: jets are accepted in proportion to their weights.
import { InputError } from '@jetdemon/workflow';

export interface Chances {
  /** Of a background jet, to be pseudodata. `[background]` */
  readonly data: Float64Array;
  /** Weight in the model of a background jet that is not pseudodata: p / (1 - p); a scalar for a constant p. */
  readonly modelWeight: number | Float64Array;
  /** Of a signal jet, to be admixed. `[signal]` */
  readonly admixture: Float64Array;
  /** Background jets expected among the pseudodata, over all of them; the share that was asked for where weights allow it. */
  readonly share: number;
}

export interface WantedShares {
  /** Share of the background jets that become pseudodata, in (0, 1). */
  readonly share: number;
  /** Share of signal among all jets of the pseudodata, in [0, 1). */
  readonly signalFraction: number;
}

/** Weights of the jets of a class, of mean 1, or how many there are where all count alike. */
export type Weighted = number | Float64Array;

/**
 * Probabilities p = c w, in proportion to the weights. The jets of a simulation are Poisson distributed; so are then the
 * jets that are accepted and, independently of them, the others, which with weights p / (1 - p) have the same expectation
 * in every bin. Without weights c = p = `share`. With weights c is `share`, or less, so that no jet is accepted with more
 * than `share` or 1/2, whichever is larger: else the heaviest jets would hardly ever be in the model.
 *
 * @throws InputError for weights below 0, which no probability can follow, and when there is too little signal
 */
export function chancesOf(background: Weighted, signal: Weighted, { share, signalFraction }: WantedShares): Chances {
  const accepted = Math.min(share, Math.max(share, 0.5) / largest(background, 'background'));
  const data = each(background, accepted);
  const modelWeight = typeof background === 'number' ? share / (1 - share) : data.map((p) => p / (1 - p));
  const expected = (signalFraction / (1 - signalFraction)) * accepted * size(background);
  return { data, modelWeight, admixture: each(signal, admixed(signal, expected, signalFraction)), share: accepted };
}

/** The probability of a signal jet of weight 1. */
function admixed(signal: Weighted, expected: number, signalFraction: number): number {
  if (expected === 0) return 0;
  const available = size(signal) / largest(signal, 'signal');
  if (expected > available) {
    const found =
      typeof signal === 'number' ? signal : `${size(signal)}, as good as ${Math.floor(available)} unweighted`;
    throw new InputError(
      `expected ${Math.round(expected)} signal jets for a signal fraction of ${signalFraction}, found ${found}`,
    );
  }
  return expected / size(signal);
}

const size = (jets: Weighted) => (typeof jets === 'number' ? jets : jets.length);

const each = (jets: Weighted, factor: number) =>
  typeof jets === 'number' ? new Float64Array(jets).fill(factor) : jets.map((weight) => factor * weight);

function largest(jets: Weighted, name: string): number {
  if (typeof jets === 'number') return 1;
  const [least, most] = jets.reduce(([low, high], weight) => [Math.min(low, weight), Math.max(high, weight)], [0, 0]);
  if (least! >= 0) return most!;
  throw new InputError(
    `expected weights of ${name} jets of at least 0, found some below: pseudodata are jets that are there or not, with a ` +
      'probability in proportion to their weight',
  );
}
