// Whole contents of artefacts with the numbers that a test cares about; the others are plausible.
import type {
  Bare,
  AdversaryDescription,
  AdversaryTrial,
  ControlRegion,
  Exclusion,
  ExclusionMetrics,
  Perturbation,
  PseudodataMetrics,
  Quoted,
  SampleMetrics,
  SignificanceMetrics,
} from '@jetdemon/artifacts';

export const quoted = (value: number, error: number): Quoted => ({
  ...{ value, low: value - error, high: value + error },
  description: '',
});

export const bare = (value: number): Bare => ({ value, uncertainty: 'none is known', description: '' });

/** Of a sample; efficiencies and the mean score of background are those of no sample in particular. */
export const sampleMetrics = (
  known: Pick<SampleMetrics, 'auc' | 'peak' | 'mean_signal_score'> & { readonly threshold: number },
): SampleMetrics => ({
  ...known,
  threshold: bare(known.threshold),
  signal_efficiency: bare(0.5),
  background_efficiency: bare(0.04),
  mean_background_score: quoted(0.3, 0.003),
});

/** Numbers of jets and the convention of numbers that were measured on as many of each class. */
export const measuredOn = (
  jets: number,
  { seeds, background_at_optimum = 60 }: { readonly seeds?: number; readonly background_at_optimum?: number } = {},
): Pick<SignificanceMetrics, 'jets' | 'convention'> => ({
  jets: { signal: jets, background: jets, background_at_optimum },
  convention: {
    ...{ replicas: 1000, interval: 0.68, minimum_background: 20 },
    ...(seeds !== undefined && { seeds }),
    description: 'peaks are taken over thresholds that at least 20 background jets pass',
  },
});

/** Of an attack that moved constituents by at most so much. */
export function perturbation(
  asked: Perturbation['asked'],
  largest: { readonly pt: number; readonly eta: number; readonly phi: number },
): Perturbation {
  const shift = (most: number) => ({ mean: 0, rms: 0.6 * most, largest: most });
  return {
    asked,
    achieved: {
      jets: 7500,
      constituents: 200_000,
      constituent: { relativePt: shift(largest.pt), eta: shift(largest.eta), phi: shift(largest.phi) },
      jet: { relativePt: shift(0.1 * largest.pt), relativeMass: shift(largest.eta) },
    },
    response: [{ iteration: 0, meanProbability: 0.5 }],
  };
}

/** Pseudo-experiments that raise so many alarms in every observable. */
export function pseudodata(alarms: Quoted, chi2_per_ndf: Quoted): PseudodataMetrics {
  const observable = { chi2_per_ndf, detected: alarms, p: quoted(0.5, 0.3) };
  const any = { detected: alarms };
  return { score: observable, pt: observable, mass: observable, any, score_after_unblinding: observable };
}

export type KnownTest = Omit<ControlRegion['tests'][number], 'scale' | 'outside'>;

/** region.json. */
export const region = (
  thresholds: ControlRegion['thresholds'],
  treatment: string,
  tests: readonly KnownTest[],
): ControlRegion => ({
  ...{ thresholds, treatment },
  control_region: { signal: 0.2, background: 0.8 },
  jets: { model: 3750, model_weight: 1, pseudodata: { signal: 0, background: 3750 } },
  tests: tests.map((test) => ({ ...test, scale: 1, outside: { model: 0, observed: 0 } })),
});

/** exclusion.json and metrics.json of limits that were expected, claimed and are true, with their errors. */
export function exclusion(
  limits: Readonly<Record<'expected' | 'observed' | 'true', Quoted>>,
  others: Pick<ExclusionMetrics, 'z_expected' | 'z_true' | 'significance_lost' | 'true_over_observed'>,
): { readonly described: Exclusion; readonly metrics: ExclusionMetrics } {
  const efficiencies = { signal: 0.5, background: 0.04 };
  const both = { nominal: efficiencies, perturbed: { ...efficiencies, signal: 0.4 } };
  const produced = { signal: 200, background: 10_000 };
  const passing = (of: { readonly signal: number; readonly background: number }) => ({
    signal: produced.signal * of.signal,
    background: produced.background * of.background,
  });
  const { expected, observed, true: right } = limits;
  return {
    described: {
      assumptions: { ...produced, background_uncertainty: 0.1, confidence: 0.95 },
      threshold: 0.82,
      efficiencies: both,
      passing: { nominal: passing(both.nominal), perturbed: passing(both.perturbed) },
      background_jets: { nominal: 300, perturbed: 300 },
      convention: 'one bin above the threshold',
    },
    metrics: {
      ...others,
      limit_expected: expected,
      limit_expected_low: quoted(0.7 * expected.value, 1),
      limit_expected_high: quoted(1.4 * expected.value, 1),
      limit_observed: observed,
      limit_true: right,
    },
  };
}

/** adversary.json of dense layers that see the jet and the gradient. */
export const adversaryDescription = (
  known: Pick<AdversaryDescription, 'acceptance' | 'accepted' | 'chosen'>,
  network: Partial<AdversaryDescription['network']> = {},
): AdversaryDescription => ({
  version: 1,
  network: {
    ...{ architecture: 'dense', hidden: [300, 300, 300, 300], rho: { pt: 0.02, eta: 0.02, phi: 0.02 } },
    inputs: 'jet+gradient',
    ...network,
  },
  target: { network: 'pfn', hyperparameters: { phi: [256, 256, 64], f: [256, 256, 256] } },
  ...known,
});

/** A trial with KS distances known to 0.001. */
export const trial = (known: Omit<AdversaryTrial, 'trainingLoss' | 'ksError'>): AdversaryTrial => ({
  ...known,
  trainingLoss: 0.4,
  ksError: Object.fromEntries(Object.keys(known.ks).map((name) => [name, 0.001])),
});
