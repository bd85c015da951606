// The over-confident exclusion of which arXiv:1910.08606 warns (end of §III): limits on a signal from a simulation that is
// wrong. One counting bin, the jets that pass the threshold of the nominal optimum; limits are on the number of signal
// jets produced, before the cut, because that is what a theory predicts. No background estimate from data is made.
import { InputError, type Key } from '@jetdemon/workflow';
import { asimovSignificance } from './asimov.ts';
import { bootstrapSamples, quote, type BootstrapOptions, type IntervalKind } from '../intervals/bootstrap.ts';
import { conservative, tooNarrow } from '../intervals/caveats.ts';
import { upperLimit } from './cls.ts';
import type { Efficiencies, Exclusion, ExclusionMetrics, Quoted } from '@jetdemon/artifacts';
import { isIndependent, type VariedSample } from '../inputs/pairing.ts';
import { counterOf } from '../significance/counter.ts';
import { optimumOf, pointAt, type Optimum } from '../significance/optimum.ts';
import { rank } from '../significance/roc.ts';

export interface ExclusionOptions extends BootstrapOptions {
  /** Signal jets expected without a cut. */
  readonly signal: number;
  /** Background jets expected without a cut. */
  readonly background: number;
  /** Uncertainty of the background after the cut, relative to it. */
  readonly backgroundUncertainty: number;
  readonly confidence: number;
  /** Background jets that must pass the optimum. */
  readonly minimumBackground: number;
  /** Where the optimum is chosen; on the other half of the jets by default. */
  readonly optimum?: Optimum;
  /** Weight of each jet, in both samples where these are the same jets, see `relativeWeights`; absent: 1. `[jets]` */
  readonly weights?: Float64Array | undefined;
}

/** What follows from both working points; limits in signal jets produced. */
const quantities = {
  z_expected: 'expected discovery significance of the assumed signal, by the simulation (Asimov, uncertain background)',
  z_true: 'the same with the efficiencies after the attack: what the experiment will find',
  significance_lost: 'share of the expected discovery significance that is lost',
  limit_expected: 'expected CLs upper limit on the signal jets produced: median for background as simulated',
  limit_expected_low: 'expected CLs upper limit for a downward fluctuation of the background by one standard deviation',
  limit_expected_high: 'expected CLs upper limit for an upward fluctuation of the background by one standard deviation',
  limit_observed: 'CLs upper limit that is reported: background after the attack, no signal, read with the simulation',
  limit_true: 'CLs upper limit that is right: the same counts, read with the efficiencies after the attack',
  true_over_observed: 'true over observed upper limit: above 1 signals are excluded that the data allow',
} as const satisfies Record<keyof ExclusionMetrics, string>;
type Name = keyof ExclusionMetrics;

/** Those that rest on the nominal sample alone at its own optimum. */
const atOptimum: readonly Name[] = ['z_expected', 'limit_expected', 'limit_expected_low', 'limit_expected_high'];

/** Asimov significances, which are skewed: half the distance of their quantiles to either side holds the truth too seldom. */
const skewed: readonly Name[] = ['z_expected', 'z_true'];

const kindOf = (name: Name, optimum: Optimum): IntervalKind => {
  if (optimum === 'other-half') return skewed.includes(name) ? 'percentile' : 'centred';
  return atOptimum.includes(name) ? 'reflected' : 'percentile';
};

/** Whose intervals hold the truth more often than they say. */
const held: readonly Name[] = ['z_true', 'significance_lost', 'limit_observed', 'true_over_observed'];

const caption = {
  'other-half':
    ' (at least that of the true significance and what of it is lost, of the limit that is reported and how far that is off)',
  'same-jets': ' (less, since the optimum is that of the same jets)',
} as const satisfies Record<Optimum, string>;

const caveatOf = (name: Name, optimum: Optimum) =>
  optimum === 'same-jets' ? `; ${tooNarrow}` : held.includes(name) ? `; ${conservative}` : '';

/**
 * Significance and limits, with bootstrap intervals in which the threshold is chosen again; samples of the same jets
 * share replicas, other jets have their own.
 *
 * @param labels 0 background (at least `minimumBackground` of them), 1 signal, both present, `[jets]`
 * @param nominal scores in [0, 1], `[jets]`
 * @param perturbed scores of the same jets row by row, `[jets]`, or a sample of other jets
 * @throws InputError when no perturbed jets pass the nominal optimum, so that a limit is infinite
 */
export function measureExclusion(
  labels: Uint8Array,
  nominal: ArrayLike<number>,
  perturbed: VariedSample,
  key: Key,
  options: ExclusionOptions,
): { exclusion: Exclusion; metrics: ExclusionMetrics } {
  const independent = isIndependent(perturbed);
  const { optimum = 'other-half', minimumBackground } = options;
  const count = {
    nominal: counterOf(rank(labels, nominal, options.weights), labels, optimum),
    perturbed: independent
      ? counterOf(rank(perturbed.labels, perturbed.scores, perturbed.weights), perturbed.labels, optimum)
      : counterOf(rank(labels, perturbed, options.weights), labels, optimum),
  };
  const points = (multiplicity?: Uint8Array, ofPerturbed = multiplicity) => {
    const counted = count.nominal(multiplicity);
    const thresholds = optimumOf(counted, minimumBackground);
    return { best: pointAt(counted, thresholds), varied: pointAt(count.perturbed(ofPerturbed), thresholds) };
  };
  const names = Object.keys(quantities) as Name[];
  const intervals = bootstrapSamples(
    [{ labels, key }, ...(independent ? [{ labels: perturbed.labels, key: key.split('perturbed') }] : [])],
    ([multiplicity, ofPerturbed], out) => {
      const { best, varied } = points(multiplicity, ofPerturbed);
      const found = conclude(passing(best, options), passing(varied, options), options);
      names.forEach((name, at) => (out[at] = found[name]));
    },
    names.length,
    options,
  );
  const quoted = names.map((name, at): [Name, Quoted] => {
    const one = quote(intervals, at, quantities[name] + caveatOf(name, optimum), kindOf(name, optimum));
    if (![one.value, one.low, one.high].every(Number.isFinite)) {
      throw new InputError(`${name} is undefined: hardly any jet of the attacked sample passes the nominal optimum`);
    }
    return [name, one];
  });

  const { best, varied } = points();
  const { signal, background, backgroundUncertainty, confidence, replicas, interval } = options;
  const efficiencies = (point: typeof best) => ({
    signal: point.signalEfficiency,
    background: point.backgroundEfficiency,
  });
  return {
    metrics: Object.fromEntries(quoted) as Record<Name, Quoted>,
    exclusion: {
      assumptions: { signal, background, background_uncertainty: backgroundUncertainty, confidence },
      threshold: best.threshold,
      efficiencies: { nominal: efficiencies(best), perturbed: efficiencies(varied) },
      passing: { nominal: passing(best, options), perturbed: passing(varied, options) },
      background_jets: { nominal: best.backgroundJets, perturbed: varied.backgroundJets },
      ...(independent && { pairing: 'unpaired' as const }),
      convention:
        'one bin above the threshold of the nominal optimum' +
        (optimum === 'other-half' ? ', each half of the jets at that of the other half' : '') +
        '; profile likelihood with a Poisson-constrained background, ' +
        `asymptotic CLs (arXiv:1007.1727) at ${confidence} confidence; the uncertainty of the background is ` +
        `${backgroundUncertainty} of it; the efficiencies count as exact; intervals hold ${interval ?? 0.68}${caption[optimum]}, from ` +
        `${replicas ?? 1000} bootstrap replicas of the jets${options.weights || (independent && perturbed.weights) ? ', which count with their weights' : ''}` +
        (independent ? '; the perturbed sample is other jets than the nominal one, with replicas of its own' : ''),
    },
  };
}

function passing(
  point: { readonly signalEfficiency: number; readonly backgroundEfficiency: number },
  { signal, background }: ExclusionOptions,
): Efficiencies {
  return { signal: signal * point.signalEfficiency, background: background * point.backgroundEfficiency };
}

/** NaN or Infinity where nothing passes. */
function conclude(nominal: Efficiencies, perturbed: Efficiencies, options: ExclusionOptions): Record<Name, number> {
  const { signal, backgroundUncertainty, confidence } = options;
  if (!(perturbed.background > 0)) return Object.fromEntries(Object.keys(quantities).map((name) => [name, NaN])) as Record<Name, number>; // prettier-ignore
  const z = ({ signal: s, background: b }: Efficiencies) => asimovSignificance(s, b, backgroundUncertainty * b);
  // Strength 1 is one signal jet produced.
  const limit = (count: number, { signal: s, background: b }: Efficiencies) =>
    upperLimit([count], { signal: [s / signal], background: [b], error: [backgroundUncertainty * b] }, { confidence });
  const expected = limit(nominal.background, nominal).expected;
  const observed = limit(perturbed.background, nominal).observed;
  const right = limit(perturbed.background, perturbed).observed;
  return {
    z_expected: z(nominal),
    z_true: z(perturbed),
    significance_lost: 1 - z(perturbed) / z(nominal),
    limit_expected: expected[2],
    limit_expected_low: expected[1],
    limit_expected_high: expected[3],
    limit_observed: observed,
    limit_true: right,
    true_over_observed: right / observed,
  };
}
