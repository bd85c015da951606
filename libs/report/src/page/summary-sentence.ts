// The sentences that say what was found, from the numbers alone.
import type { Named } from '../reference/comparison.ts';
import { fixed, percentInWords } from '../text/numbers.ts';
import type { Subject } from '../text/subjects.ts';
import { variationOf, type Metrics, type Perturbation, type Quoted } from '../results/results.ts';

/** A network and what was measured of it. */
export interface Measured {
  readonly subject: Subject;
  readonly metrics: Metrics;
}

/** Largest achieved perturbation of any constituent over all attacked samples. */
export interface Bound {
  readonly relativePt: number;
  /** In η, and in φ [rad]. */
  readonly angle: number;
}

export function boundOf(perturbations: readonly Perturbation[]): Bound | undefined {
  if (perturbations.length === 0) return undefined;
  const largest = (of: (constituent: Perturbation['achieved']['constituent']) => number) =>
    Math.max(...perturbations.map(({ achieved }) => of(achieved.constituent)));
  return {
    relativePt: largest(({ relativePt }) => relativePt.largest),
    angle: largest(({ eta, phi }) => Math.max(eta.largest, phi.largest)),
  };
}

/** What was found, in one sentence for the attack and one for the control. `_{…}` is a subscript. */
export function findingOf(
  measured: readonly Measured[],
  { attack, control }: { readonly attack: Named; readonly control?: Named },
  bound?: Bound,
): string {
  // Low-level first: it is the network that the paper asks about.
  const networks = [...measured].reverse();
  const limits = bound
    ? `, an attack that moves no constituent by more than ${fixed(100 * bound.relativePt, 1)}% in p_{T} or ` +
      `${fixed(bound.angle, 3)} in η and φ,`
    : '';
  const effects = networks.map(({ subject, metrics }, at) => {
    const { at_nominal_optimum: after, loss_at_nominal_optimum: loss } = variationOf(
      metrics,
      attack.sample,
      subject.input,
    );
    const whose =
      at === 0
        ? `the relative discovery significance ε_{S}/√ε_{B} of ${subject.noun}, at the threshold that nominal ` +
          'simulation suggests,'
        : `that of ${subject.noun}`;
    const useless = after.high < 1 ? ', less than a search has without a classifier' : '';
    return `${effectOn(whose, loss)} (from ${fixed(metrics.peak.value, 2)} to ${fixed(after.value, 2)}${useless})`;
  });
  const found = `${attack.name}${limits} ${effects.join(', and ')}.`;
  if (!control) return found;
  const harms = networks.map(({ subject, metrics }) => {
    const { loss_at_nominal_optimum: loss } = variationOf(metrics, control.sample, subject.input);
    return `${percentInWords(loss)} for ${subject.noun}${includesZero(loss) ? ' (consistent with none)' : ''}`;
  });
  return `${found} Under the ${control.name} the loss is ${harms.join(' and ')}.`;
}

function effectOn(whose: string, loss: Quoted): string {
  if (includesZero(loss)) return `does not measurably change ${whose}: it loses ${percentInWords(loss)}`;
  if (loss.value > 0) return `lowers ${whose} by ${percentInWords(loss)}`;
  return `raises ${whose} by ${percentInWords({ value: -loss.value, low: -loss.high, high: -loss.low })}`;
}

/** Whether a loss is consistent with none. */
export const includesZero = ({ low, high }: Quoted) => low <= 0 && high >= 0;
