// The chi2 of many pseudo-experiments as quoted numbers.
import { binomialInterval } from '../intervals/binomial.ts';
import { quantile } from '../intervals/bootstrap.ts';
import type { Chi2 } from '../distributions/chi2.ts';
import type { Pseudodata } from './control-region.ts';
import {
  observables,
  type ObservableMetrics,
  type ObservableName,
  type PseudodataMetrics,
  type Quoted,
} from '@jetdemon/artifacts';

/** chi2 of one panel in every pseudo-experiment. */
export interface PanelTests {
  readonly observable: string;
  readonly region: 'control' | 'blinded';
  readonly tests: readonly Chi2[];
}

/** p below which an experiment would look into a disagreement. */
const level = 0.05;

const isObservable = (name: string): name is ObservableName => Object.hasOwn(observables, name);
const phraseOf = (name: string) => (isObservable(name) ? observables[name].phrase : name);
const data = 'jets without truth';
const samples = { background: 'perturbed background', with_signal: 'perturbed background and signal', unperturbed: 'unperturbed background' }; // prettier-ignore

/** Medians, ranges and detected shares, per observable and of all together; `unlabelled` says that the perturbed jets have no truth. */
export function quotePseudodata(
  panels: readonly PanelTests[],
  kind: Pseudodata,
  unlabelled = false,
): PseudodataMetrics {
  const of = unlabelled && kind === 'background' ? data : samples[kind];
  const control = panels.filter(({ region }) => region === 'control');
  const quoted = control.map(
    ({ observable, tests }) =>
      [observable, quotePanel(tests, `${phraseOf(observable)} in the control region`, of)] as const,
  );
  const own = quoted.filter(([name]) => !isObservable(name));
  const blinded = panels.find(({ region }) => region === 'blinded')!;
  const experiments = blinded.tests.map((_, at) => control.some(({ tests }) => tests[at]!.p < level / control.length));
  const phrases = control.map(({ observable }) => phraseOf(observable));
  const listed = phrases.length > 1 ? `${phrases.slice(0, -1).join(', ')} and ${phrases.at(-1)}` : phrases[0];
  const about = `any of ${listed} with p < ${level} / ${control.length} in the control region`;
  const { score, ...others } = Object.fromEntries(quoted.filter(([name]) => isObservable(name)));
  return {
    score: score!,
    ...others,
    ...(own.length > 0 && { columns: Object.fromEntries(own) }),
    any: { detected: quoteShare(experiments, about, of) },
    score_after_unblinding: quotePanel(
      blinded.tests,
      'the classifier output in the blinded region, after unblinding',
      of,
    ),
  };
}

function quotePanel(tests: readonly Chi2[], about: string, sample: string): ObservableMetrics {
  const spread = (value: (test: Chi2) => number, name: string): Quoted => {
    const sorted = Float64Array.from(tests, value).sort();
    const [low, median, high] = [0.16, 0.5, 0.84].map((probability) => quantile(sorted, probability)) as [number, number, number]; // prettier-ignore
    const description = `${name} of ${about}, ${sample}: median and central 68% of pseudo-experiments`;
    return { value: median, low, high, description };
  };
  return {
    chi2_per_ndf: spread(({ chi2, ndf }) => chi2 / Math.max(1, ndf), 'chi2/ndf'),
    p: spread(({ p }) => p, 'p-value'),
    detected: quoteShare(
      tests.map(({ p }) => p < level),
      `p < ${level} of ${about}`,
      sample,
    ),
  };
}

function quoteShare(found: readonly boolean[], about: string, sample: string): Quoted {
  const successes = found.filter(Boolean).length;
  const description = `share of pseudo-experiments of ${sample} with ${about}; interval from their number`;
  const value = successes / found.length;
  return { value, ...binomialInterval(value, found.length), description };
}
