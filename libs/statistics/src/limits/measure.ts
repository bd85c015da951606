// Significance and limits of one assumed signal from the histogram of the score, with known variations as nuisance parameters: what a
// search could say that profiles what it knows, and what it would say of data that something else moves.
import { InputError, type Key } from '@jetdemon/workflow';
import type { Limits, LimitsMetrics, PyhfWorkspace, Stated } from '@jetdemon/artifacts';
import { discoverySignificance, limitAt, testStatistic } from '../exclusion/asymptotic.ts';
import type { Pairing } from '../inputs/pairing.ts';
import type { ScoredJets } from '../inputs/scored-jets.ts';
import { bootstrapSamples, quote, type BootstrapOptions } from '../intervals/bootstrap.ts';
import { binsOf, scoreEdges, sharesOf, type Binned, type Shares } from './binning.ts';
import { templateLikelihood } from './template-likelihood.ts';
import type { Effect, TemplateModel } from './template-model.ts';
import { workspaceOf } from './workspace.ts';

/** A known variation by one standard deviation; without `down` it is the mirror image of `up`. */
export interface KnownVariation {
  readonly name: string;
  readonly up: ScoredJets;
  readonly down?: ScoredJets | undefined;
}

export interface LimitsOptions extends BootstrapOptions {
  /** Signal jets expected without a cut. */
  readonly signal: number;
  /** Background jets expected without a cut. */
  readonly background: number;
  /** Uncertainty of the number of background jets, relative to it; 0 for none. */
  readonly backgroundUncertainty: number;
  readonly confidence: number;
  /** Bins of the score, before neighbours are joined. */
  readonly bins: number;
  /** Background jets of the nominal sample in each bin. */
  readonly minimumBackground: number;
  /** `rows`: all samples are the nominal jets, row by row; `unpaired`: other jets. */
  readonly pairing: Pairing;
}

const descriptions = {
  z_expected: 'expected discovery significance of the assumed signal (Asimov), known variations profiled',
  z_exact: 'the same if all were known exactly, background and variations',
  significance_cost: 'share of the expected discovery significance that the known uncertainties cost',
  limit_expected: 'expected CLs upper limit on the signal jets produced: median for background as simulated',
  limit_expected_low: 'expected CLs upper limit for a downward fluctuation of the background by one standard deviation',
  limit_expected_high: 'expected CLs upper limit for an upward fluctuation of the background by one standard deviation',
  limit_exact: 'expected CLs upper limit if all were known exactly',
  z_observed:
    'discovery significance that is found in jets after the attack, read with the simulation and its known variations',
  limit_observed: 'CLs upper limit that is reported: background after the attack, no signal, read with the simulation and its known variations', // prettier-ignore
  limit_true:
    'CLs upper limit that is right: the same counts, read with the scores after the attack and the same relative variations',
  true_over_observed: 'true over observed upper limit: above 1 signals are excluded that the data allow',
} as const satisfies Record<keyof LimitsMetrics, string>;
type Name = keyof LimitsMetrics;

/** What rests on no variation. */
const exact: readonly Name[] = ['z_exact', 'limit_exact'];

/** The shares of every sample under one set of multiplicities. */
export interface Drawn {
  readonly nominal: Shares;
  readonly variations: readonly { readonly name: string; readonly up: Shares; readonly down: Shares | undefined }[];
  readonly perturbed: Shares | undefined;
}

/**
 * The likelihood of the histogram of the score: signal of unknown strength and background, each known variation moving both (pyhf's
 * histosys, interpolation code 4p) and the number of background jets (normsys, code 4), see `templateLikelihood`. Intervals are of the
 * bootstrap of the jets, the bins as the nominal sample has them. What rests on profiled variations has none: fluctuations of few jets make
 * variations look less like signal than they are, by more than the error, and in a replica once more.
 *
 * @param nominal both classes, at least `minimumBackground` of background
 * @param perturbed what the data are, where there is such a sample
 * @throws InputError when a bin without expected background counts some, or a limit is infinite
 */
export function measureLimits(
  nominal: ScoredJets,
  variations: readonly KnownVariation[],
  perturbed: ScoredJets | undefined,
  key: Key,
  options: LimitsOptions,
): { limits: Limits; metrics: LimitsMetrics; workspace: PyhfWorkspace } {
  const edges = scoreEdges(nominal, options.bins, options.minimumBackground);
  const bins = edges.length - 1;
  const resampled = [{ labels: nominal.label, key }];
  const sample = (jets: ScoredJets, name: string) => {
    const own = options.pairing === 'unpaired';
    const source = own ? resampled.push({ labels: jets.label, key: key.split(name) }) - 1 : 0;
    return { source, ...binned(jets, edges) };
  };
  const first = { source: 0, ...binned(nominal, edges) };
  const known = variations.map(({ name, up, down }) => ({
    name,
    up: sample(up, `${name} up`),
    down: down && sample(down, `${name} down`),
  }));
  const data = perturbed && sample(perturbed, 'perturbed');
  const draw = (multiplicities: readonly Uint8Array[]): Drawn => {
    const of = (one: typeof first) => sharesOf(one, multiplicities[one.source]!, bins);
    return {
      nominal: of(first),
      variations: known.map(({ name, up, down }) => ({ name, up: of(up), down: down && of(down) })),
      perturbed: data && of(data),
    };
  };

  const names = (Object.keys(descriptions) as Name[]).filter((name) => perturbed || !ofData.includes(name));
  const intervals = bootstrapSamples(
    resampled,
    (multiplicities, out) => {
      const found = conclude(draw(multiplicities), options);
      names.forEach((name, at) => (out[at] = found[name]!));
    },
    names.length,
    options,
  );
  const quoted = names.map((name, at): [Name, Stated] => {
    const one = quote(intervals, at, descriptions[name]);
    if (![one.value, one.low, one.high].every(Number.isFinite))
      throw new InputError(`${name} is infinite or undefined, in some replica of the jets: no signal jet is left in any bin, or known variations may undo any signal`); // prettier-ignore
    if (variations.length === 0 || exact.includes(name)) return [name, one];
    return [name, { value: one.value, uncertainty: uncertaintyOf(one.value, intervals.drawn[at]!), description: one.description }]; // prettier-ignore
  });
  const metrics = Object.fromEntries(quoted) as unknown as LimitsMetrics;

  const drawn = draw(resampled.map(({ labels }) => new Uint8Array(labels.length).fill(1)));
  const model = modelOf(drawn, options);
  const counts = scaled((drawn.perturbed ?? drawn.nominal).background, options.background);
  const likelihood = templateLikelihood(model);
  const { parameters } = likelihood.fit(0, likelihood.counted(counts));
  const { signal, background, backgroundUncertainty, confidence, replicas, interval } = options;
  const largest = Math.max(metrics.limit_expected_high.value, metrics.limit_observed?.value ?? 0) / signal;
  return {
    metrics,
    workspace: workspaceOf(model, counts, 10 ** Math.ceil(Math.log10(10 * largest))),
    limits: {
      assumptions: { signal, background, background_uncertainty: backgroundUncertainty, confidence },
      edges,
      nuisances: likelihood.nuisances.map((name, at) => ({ name, pull: parameters[at + 1]! })),
      ...(options.pairing === 'unpaired' && { pairing: 'unpaired' as const }),
      convention:
        `${bins} bins of the score with at least ${options.minimumBackground} background jets each; profile likelihood, known variations ` +
        'as template morphing (HistFactory, code 4p), the number of background jets as a factor ' +
        `(code 4, ${backgroundUncertainty} of it); asymptotic CLs (arXiv:1007.1727) at ${confidence} confidence; templates count as ` +
        `exact; intervals hold ${interval ?? 0.68}, from ${replicas ?? 1000} bootstrap replicas of the jets` +
        (variations.length === 0
          ? ''
          : ', of numbers without profiled variations: those with have none, since few jets make variations look too little like signal') +
        (options.pairing === 'unpaired' ? '; varied samples are other jets, each with replicas of its own' : ''),
    },
  };
}

/** Replicas err once more as these jets do. */
function uncertaintyOf(value: number, replicas: Float64Array): string {
  const mean = replicas.reduce((sum, one) => sum + one, 0) / replicas.length;
  const spread = Math.sqrt(replicas.reduce((sum, one) => sum + (one - mean) ** 2, 0) / replicas.length);
  const off = `${mean < value ? 'below' : 'above'} it by ${Math.abs(mean - value).toPrecision(2)}`;
  return `no interval, none covers where variations are profiled; bootstrap replicas of the jets lie ${off} on average and spread by ${spread.toPrecision(2)}`;
}

/** What takes a perturbed sample. */
const ofData: readonly Name[] = ['z_observed', 'limit_observed', 'limit_true', 'true_over_observed'];

const binned = ({ label, score, weight }: ScoredJets, edges: readonly number[]): Binned => ({
  label,
  bin: binsOf(score, edges),
  weight,
});

const scaled = (shares: Float64Array, by: number) => Array.from(shares, (share) => by * share);

/** Templates of both classes; known variations move both. */
function modelOf({ nominal, variations }: Drawn, options: Parameters<typeof conclude>[1]): TemplateModel {
  const effects = (of: keyof Shares, total: number): Effect[] =>
    variations.map(({ name, up, down }) => {
      const mirrored = up[of].map((one, bin) => Math.max(0, 2 * nominal[of][bin]! - one));
      return { nuisance: name, shape: { up: scaled(up[of], total), down: scaled(down?.[of] ?? mirrored, total) } };
    });
  const { signal, background, backgroundUncertainty: size } = options;
  const factor = size > 0 ? [{ nuisance: 'background', scale: { up: 1 + size, down: 1 - size } }] : [];
  return {
    samples: [
      { name: 'signal', counts: scaled(nominal.signal, signal), signal: true, effects: effects('signal', signal) },
      {
        name: 'background',
        counts: scaled(nominal.background, background),
        signal: false,
        effects: [...effects('background', background), ...factor],
      },
    ],
  };
}

/** Numbers of one set of templates; limits in signal jets produced, strength 1 being `signal` of them. */
export function conclude(
  drawn: Drawn,
  options: Omit<LimitsOptions, 'bins' | 'minimumBackground' | 'pairing'>,
): Partial<Record<Name, number>> {
  const { signal, confidence } = options;
  const [search, exact] = [modelOf(drawn, options), modelOf({ ...drawn, variations: [] }, { ...options, backgroundUncertainty: 0 })]; // prettier-ignore
  const [withKnown, withNone] = [templateLikelihood(search), templateLikelihood(exact)];
  const counts = ({ signal: s, background: b }: Shares, strength: number) =>
    Array.from(b, (one, bin) => options.background * one + strength * signal * s[bin]!);
  const z = (likelihood: typeof withKnown, shares: Shares) =>
    discoverySignificance(likelihood, likelihood.counted(counts(shares, 1)));
  const limits = (likelihood: typeof withKnown, shares: Shares) => {
    const statistic = testStatistic(likelihood, likelihood.counted(counts(shares, 0)));
    return (at: Parameters<typeof limitAt>[1]) => signal * limitAt(statistic, at, likelihood.scale, confidence);
  };
  const expected = limits(withKnown, drawn.nominal);
  const [zExpected, zExact] = [z(withKnown, drawn.nominal), z(withNone, drawn.nominal)];
  const found = {
    z_expected: zExpected,
    z_exact: zExact,
    significance_cost: 1 - zExpected / zExact,
    limit_expected: expected(0),
    limit_expected_low: expected(-1),
    limit_expected_high: expected(1),
    limit_exact: limits(withNone, drawn.nominal)(0),
  };
  if (!drawn.perturbed) return found;
  const right = templateLikelihood(modelOf(moved(drawn, drawn.perturbed), options));
  const [observed, allowed] = [limits(withKnown, drawn.perturbed)('observed'), limits(right, drawn.perturbed)('observed')]; // prettier-ignore
  return {
    ...found,
    z_observed: z(withKnown, drawn.perturbed),
    limit_observed: observed,
    limit_true: allowed,
    true_over_observed: allowed / observed,
  };
}

/** Other nominal shares with the same relative variations; where there were no jets before, none vary. */
function moved({ nominal, variations }: Drawn, to: Shares): Drawn {
  const carried = (varied: Shares): Shares => {
    const of = (name: keyof Shares) =>
      to[name].map((one, bin) => (nominal[name][bin]! > 0 ? (one * varied[name][bin]!) / nominal[name][bin]! : one));
    return { signal: of('signal'), background: of('background') };
  };
  const all = variations.map(({ name, up, down }) => ({ name, up: carried(up), down: down && carried(down) }));
  return { nominal: to, variations: all, perturbed: undefined };
}
