// Findings on attacks that were not trained: what each does to every network, in sentences made of the numbers alone.
import type { Interval } from '@jetdemon/artifacts';
import { linked } from '../text/html.ts';
import { capitalised, fixed, percentInWords } from '../text/numbers.ts';
import { isControl, isScored, type Attack, type Scored } from './attacks.ts';
import type { Result } from './results.ts';

/** Largest achieved perturbation of any constituent over all attacked samples. */
export interface Bound {
  readonly relativePt: number;
  /** In η, and in φ [rad]. */
  readonly angle: number;
}

/** Undefined without samples, and where constituents of one were not compared because its jets grew. */
export function boundOf(perturbations: readonly Result<'attacked jets'>[]): Bound | undefined {
  if (perturbations.length === 0 || perturbations.some(({ achieved }) => achieved.constituents === 0)) return undefined;
  const largest = (of: (constituent: Result<'attacked jets'>['achieved']['constituent']) => number) =>
    Math.max(...perturbations.map(({ achieved }) => of(achieved.constituent)));
  return {
    relativePt: largest(({ relativePt }) => relativePt.largest),
    angle: largest(({ eta, phi }) => Math.max(eta.largest, phi.largest)),
  };
}

/** One sentence for one attack on every network; a short one for a control. `_{…}` is a subscript. */
export function findingOf(attacks: readonly Attack[]): string {
  const scored = attacks.filter(isScored);
  const [first] = scored;
  if (!first) return '';
  if (scored.every(isControl)) return controlOf(first.name, scored);
  const bound = boundOf(attacks.flatMap(({ perturbations }) => perturbations));
  const limits = bound
    ? `, an attack that moves no constituent by more than ${fixed(100 * bound.relativePt, 1)}% in p_{T} or ` +
      `${fixed(bound.angle, 3)} in η and φ,`
    : '';
  const effects = scored.map(({ subject, metrics, variation }, at) => {
    const { at_nominal_optimum: after, loss_at_nominal_optimum: loss } = variation;
    const from = (text: string) => linked(text, [subject.input.node]);
    const whose =
      at === 0
        ? `the relative discovery significance ε_{S}/√ε_{B} of ${subject.noun}, at the threshold that nominal ` +
          'simulation suggests'
        : `that of ${subject.noun}`;
    const useless = after.high < 1 ? ', less than a search has without a classifier' : '';
    return `${effectOn(whose, at === 0 ? ',' : '', loss, from)} (from ${from(fixed(metrics.peak.value, 2))} to ${from(fixed(after.value, 2))}${useless})`;
  });
  return `${capitalised(first.name)}${limits} ${effects.join(', and ')}.`;
}

/** What each of many variations costs one network, in one sentence. */
export function lossesOf(variations: readonly Attack[]): string {
  const scored = variations.filter(isScored);
  const [first] = scored;
  if (!first) return '';
  const { subject, metrics } = first;
  const from = (text: string) => linked(text, [subject.input.node]);
  const losses = scored.map(({ name, variation }) => {
    const loss = variation.loss_at_nominal_optimum;
    return `${name} ${from(percentInWords(loss))}${includesZero(loss) ? ' (consistent with none)' : ''}`;
  });
  return (
    `Of the relative discovery significance ε_{S}/√ε_{B} of ${subject.noun}, ${from(fixed(metrics.peak.value, 2))} at the ` +
    `threshold that nominal simulation suggests, is lost: ${losses.join('; ')}.`
  );
}

function controlOf(name: string, attacks: readonly Scored[]): string {
  const harms = attacks.map(({ subject, variation: { loss_at_nominal_optimum: loss } }) => {
    const share = linked(percentInWords(loss), [subject.input.node]);
    return `${share} for ${subject.noun}${includesZero(loss) ? ' (consistent with none)' : ''}`;
  });
  return `Under the ${name} the loss is ${harms.join(' and ')}.`;
}

/** @param pause what ends `whose` where the sentence goes on */
function effectOn(whose: string, pause: string, loss: Interval, from: (text: string) => string): string {
  const share = (one: Interval) => from(percentInWords(one));
  if (includesZero(loss)) return `does not measurably change ${whose}: it loses ${share(loss)}`;
  if (loss.value > 0) return `lowers ${whose}${pause} by ${share(loss)}`;
  return `raises ${whose}${pause} by ${share({ value: -loss.value, low: -loss.high, high: -loss.low })}`;
}

/** Whether a loss is consistent with none. */
export const includesZero = ({ low, high }: Interval) => low <= 0 && high >= 0;
