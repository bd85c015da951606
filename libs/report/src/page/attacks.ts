// Attacks on each network: the variation of its scores, and all other results that are about the same attack.
import type { SignificanceMetrics, VariationMetrics } from '@jetdemon/artifacts';
import { meanOver } from '@jetdemon/statistics';
import { InputError, type Input } from '@jetdemon/workflow';
import { attackName, belongsTo, subjectsOf, type Naming, type Subject } from '../text/subjects.ts';
import { intervalOf, type Shown } from '../text/numbers.ts';
import type { Result, Results } from './results.ts';

type Convention = Pick<SignificanceMetrics['convention'], 'interval'>;

/** A network and what was measured of it. */
export interface Measured {
  readonly subject: Subject;
  readonly metrics: Result<'significance'>;
  readonly attacks: readonly Attack[];
}

/** One attack on one network; lists have one entry per training. */
export interface Attack {
  readonly name: string;
  readonly subject: Subject;
  readonly metrics: Result<'significance'>;
  /** The variation of the scores, by its sample; without one there are only the other results. */
  readonly sample?: string;
  readonly variation?: VariationMetrics;
  readonly adversaries: readonly Result<'adversary'>[];
  readonly perturbations: readonly Result<'attacked jets'>[];
  readonly acceptance: readonly Result<'acceptance'>[];
  readonly regions: readonly Result<'control region'>[];
  readonly exclusions: readonly Result<'exclusion'>[];
}

/** An attack whose scores were measured. */
export type Scored = Attack & Required<Pick<Attack, 'sample' | 'variation'>>;

export const isScored = (attack: Attack): attack is Scored => attack.variation !== undefined;

/** An attack that was trained. */
export const isTrained = ({ adversaries }: Attack) => adversaries.length > 0;

/** An attack that moves jets at random: a control, as its own jets say. */
export const isControl = ({ perturbations }: Attack) =>
  perturbations.length > 0 && perturbations.every(({ asked }) => asked.attack === 'random');

/** Of every network that was measured, what each attack does to it, in the order of its variations. */
export function measuredOf(results: Results, naming: Naming): Measured[] {
  const { significance } = results;
  return subjectsOf(
    significance.map(({ input }) => input),
    naming,
  ).map((subject) => {
    const metrics = significance.find(({ input }) => input === subject.input)!;
    return { subject, metrics, attacks: attacksOn(subject, metrics, results, naming) };
  });
}

function attacksOn(subject: Subject, metrics: Result<'significance'>, results: Results, naming: Naming): Attack[] {
  const own = <T extends { readonly input: Input }>(all: readonly T[]) =>
    all.filter(({ input }) => belongsTo(input, subject.input, naming));
  const parts = {
    adversaries: own(results.adversary),
    // Jets that were moved without a classifier belong to every network.
    perturbations: results['attacked jets'].filter(
      ({ input }) => belongsTo(input, subject.input, naming) || Object.keys(input.axes).length === 0,
    ),
    acceptance: own(results.acceptance),
    regions: own(results['control region']),
    exclusions: own(results.exclusion),
  };
  const samples = new Map(Object.keys(metrics.variations).map((sample) => [attackName(sample, naming), sample]));
  const about = (input: Input) => attackName(input.base, naming);
  const measured = [parts.adversaries, parts.acceptance, parts.regions, parts.exclusions];
  const names = new Set([...samples.keys(), ...measured.flatMap((all) => all.map(({ input }) => about(input)))]);
  const stray = parts.adversaries.find(({ input }) => !samples.has(about(input)));
  if (stray) {
    const found = [...samples.values()].join(', ') || 'none';
    throw new InputError(
      `names: expected ${stray.input.base} and its scores among the variations of ${subject.input.node} (${found}) ` +
        `to have the same name, found ${about(stray.input)}`,
    );
  }
  const of = <T extends { readonly input: Input }>(all: readonly T[], name: string) =>
    all.filter(({ input }) => about(input) === name);
  return [...names].map((name) => {
    const sample = samples.get(name);
    return {
      ...{ name, subject, metrics },
      ...(sample !== undefined && { sample, variation: metrics.variations[sample]! }),
      adversaries: of(parts.adversaries, name),
      perturbations: of(parts.perturbations, name),
      acceptance: of(parts.acceptance, name),
      regions: of(parts.regions, name),
      exclusions: of(parts.exclusions, name),
    };
  });
}

/**
 * A number that was measured once per training, as `meanOver` makes one of them. Undefined for no training.
 *
 * @param interval probability content, as the results have it
 */
export function overTrainings<T extends Shown>(numbers: readonly T[], { interval }: Convention): T | undefined {
  if (numbers.length === 0) return undefined;
  const described = numbers.map((one) => {
    const quoted = intervalOf(one);
    return { ...(quoted ?? { value: one.value, uncertainty: '' }), description: '' };
  });
  return { ...numbers[0]!, ...meanOver(described, { interval }) };
}
