// Sampling probabilities of pseudodata, and the weights of the jets left to the model. Pseudodata are jets, each
// there or not, also where the simulation is weighted: jets are accepted in proportion to their weights. No probability can
// follow weights below 0: there all jets are accepted alike and keep their weights.
import { InputError } from '@jetdemon/workflow';

export interface Chances {
  /** Of a background jet, to be pseudodata. `[background]` */
  readonly data: Float64Array;
  /** Of a perturbed background jet, to be pseudodata; `data` itself where these are the same jets. `[perturbed background]` */
  readonly perturbed: Float64Array;
  /** What jets of the pseudodata count where they keep their weights; absent: 1. */
  readonly kept?: {
    readonly nominal: Float64Array;
    readonly perturbed: Float64Array;
    readonly signal: Float64Array;
  };
  /** Weight in the model of a background jet that is not pseudodata: p / (1 - p), times the weight where it is kept; a scalar for a constant p. */
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
 * Of other jets as many are accepted as of the nominal ones, with c smaller where that would take more than so many of them.
 *
 * @param signal that is admixed, perturbed
 * @param others perturbed background of other jets; absent where it is the nominal background, row by row
 * @throws InputError when there is too little signal
 */
export function chancesOf(
  background: Weighted,
  signal: Weighted,
  { share, signalFraction }: WantedShares,
  others?: Weighted,
): Chances {
  const samples = [background, others ?? background, ...(signalFraction > 0 ? [signal] : [])];
  const keep = samples.some((jets) => typeof jets !== 'number' && jets.some((weight) => weight < 0));
  const heaviest = (jets: Weighted) => (keep ? 1 : largest(jets));
  const ratio = others === undefined ? 1 : size(background) / size(others);
  const most = Math.max(share, 0.5);
  const accepted = Math.min(
    share,
    most / heaviest(background),
    ...(others === undefined ? [] : [most / (ratio * heaviest(others))]),
  );
  const alike = (jets: Weighted) => (keep ? size(jets) : jets);
  const data = each(alike(background), accepted);
  const expected = (signalFraction / (1 - signalFraction)) * accepted * size(background);
  const chances = {
    data,
    perturbed: others === undefined ? data : each(alike(others), ratio * accepted),
    admixture: each(alike(signal), admixed(alike(signal), expected, signalFraction)),
    share: accepted,
  };
  const odds = accepted / (1 - accepted);
  if (keep) {
    const kept = { nominal: each(background, 1), perturbed: each(others ?? background, 1), signal: each(signal, 1) };
    return { ...chances, modelWeight: kept.nominal.map((weight) => odds * weight), kept };
  }
  return { ...chances, modelWeight: typeof background === 'number' ? odds : data.map((p) => p / (1 - p)) };
}

/** The probability of a signal jet of weight 1. */
function admixed(signal: Weighted, expected: number, signalFraction: number): number {
  if (expected === 0) return 0;
  const available = size(signal) / largest(signal);
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

/** Of weights that are not below 0. */
const largest = (jets: Weighted) =>
  typeof jets === 'number' ? 1 : jets.reduce((most, weight) => Math.max(most, weight), 0);
