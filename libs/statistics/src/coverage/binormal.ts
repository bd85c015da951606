// Classifiers whose latent output is normal in both classes: jets by two networks, before and after an attack, and what is true of them.
import { normalSurvival } from '../functions/incomplete-gamma.ts';
import type { Key, Uniform } from '@jetdemon/workflow';

/** Latent output of background N(0, 1), of signal N(mean, width). */
interface Latent {
  readonly mean: number;
  readonly width: number;
}

/** The attack: signal is moved down, and both classes are smeared. */
interface Attack {
  readonly down: number;
  readonly smear: number;
}

export interface Model {
  readonly name: string;
  readonly network: Latent;
  readonly other: Latent;
  /** Correlation of both networks within a class. */
  readonly correlation: number;
  readonly attack: Attack;
}

/** One whose optimum lies within the sample, and one whose significance is flat into the tail, as trained networks have it. */
export const models: readonly Model[] = [
  {
    name: 'interior',
    network: { mean: 1.25, width: 0.8 },
    other: { mean: 1.06, width: 0.8 },
    correlation: 0.8,
    attack: { down: 0.25, smear: 0.3 },
  },
  {
    name: 'tail',
    network: { mean: 1.4, width: 1 },
    other: { mean: 1.19, width: 1 },
    correlation: 0.8,
    attack: { down: 0.25, smear: 0.3 },
  },
];

/** Scores of the same jets, row by row. */
export interface Drawn {
  readonly labels: Uint8Array;
  readonly nominal: Float64Array;
  readonly attacked: Float64Array;
  readonly other: Float64Array;
  readonly otherAttacked: Float64Array;
}

export function normals(uniform: Uniform): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** @param jets of each class */
export function draw({ network, other, correlation, attack }: Model, jets: number, key: Key): Drawn {
  const normal = normals(key.uniform());
  const labels = new Uint8Array(2 * jets).fill(1, jets);
  const empty = () => new Float64Array(2 * jets);
  const drawn = { labels, nominal: empty(), attacked: empty(), other: empty(), otherAttacked: empty() };
  labels.forEach((label, row) => {
    const common = normal();
    const own = correlation * common + Math.sqrt(1 - correlation ** 2) * normal();
    const of = ({ mean, width }: Latent, x: number) => (label === 1 ? mean + width * x : x);
    const moved = (x: number) => x - (label === 1 ? attack.down : 0) + attack.smear * normal();
    const [x, y] = [of(network, common), of(other, own)];
    drawn.nominal[row] = scoreOf(x);
    drawn.attacked[row] = scoreOf(moved(x));
    drawn.other[row] = scoreOf(y);
    drawn.otherAttacked[row] = scoreOf(moved(y));
  });
  return drawn;
}

const scoreOf = (x: number) => 1 - normalSurvival(x);

/** Efficiencies at a latent threshold. */
export interface Efficiencies {
  readonly signal: number;
  readonly background: number;
}

export function efficienciesOf({ mean, width }: Latent, attack: Attack | undefined, x: number): Efficiencies {
  const { down, smear } = attack ?? { down: 0, smear: 0 };
  return {
    signal: normalSurvival((x - mean + down) / Math.hypot(width, smear)),
    background: normalSurvival(x / Math.hypot(1, smear)),
  };
}

export const significanceOf = ({ signal, background }: Efficiencies) => signal / Math.sqrt(background);

/** The latent threshold of the largest significance among those that `least` of background pass. */
export function optimumOf(latent: Latent, attack: Attack | undefined, least: number): number {
  let [best, at] = [0, 0];
  for (let x = -3; efficienciesOf(latent, attack, x).background >= least; x += 1e-3) {
    const found = significanceOf(efficienciesOf(latent, attack, x));
    if (found > best) [best, at] = [found, x];
  }
  return at;
}

/** The threshold of the score at which curves are looked at. */
export const halfway = 0.5;

/** What statistics/significance should find. */
export function truthOf(latent: Latent, attack: Attack, least: number) {
  const at = optimumOf(latent, undefined, least);
  const [nominal, there] = [efficienciesOf(latent, undefined, at), efficienciesOf(latent, attack, at)];
  const peak = significanceOf(nominal);
  const best = optimumOf(latent, attack, least);
  const varied = efficienciesOf(latent, attack, best);
  return {
    auc: 1 - normalSurvival(latent.mean / Math.hypot(1, latent.width)),
    peak,
    threshold: scoreOf(at),
    signal_efficiency: nominal.signal,
    background_efficiency: nominal.background,
    // Scores are those of background by rank: their mean is the AUC of the class against background as it was.
    mean_signal_score: 1 - normalSurvival(latent.mean / Math.hypot(1, latent.width)),
    mean_background_score: 0.5,
    /** Of the curve, score >= 1/2: the latent output is >= 0. */
    halfway: significanceOf(efficienciesOf(latent, undefined, 0)),
    at_nominal_optimum: significanceOf(there),
    loss_at_nominal_optimum: 1 - significanceOf(there) / peak,
    loss_peak_to_peak: 1 - significanceOf(varied) / peak,
    varied: { ...varied, threshold: scoreOf(best) },
    nominal,
    there,
  };
}
