// The answer about the growth of an adversary in sentences, one per network.
import type { GrowthMetrics } from '@jetdemon/artifacts';
import { linked } from './html.ts';
import { count, fixed, percentInWords } from './numbers.ts';
import type { NetworkNames } from './robustness-sentence.ts';

type Ways = GrowthMetrics['networks'][string];
type Way = Ways[string];

const error = ({ loss }: Way) => (loss.high - loss.low) / 2;

/** How far each way goes beyond the base, with the half-widths of both intervals in quadrature: the largest first. */
export function gainsOver(ways: Ways, base: string) {
  const from = ways[base]!;
  return Object.entries(ways)
    .filter(([name]) => name !== base)
    .map(([name, way]) => ({
      name,
      way,
      by: way.loss.value - from.loss.value,
      error: Math.hypot(error(way), error(from)),
    })) // prettier-ignore
    .toSorted((a, b) => b.by - a.by);
}

/** What the base reaches, whether it still gained, and which ways go beyond its interval. */
export function growthSentence(network: string, ways: Ways, base: string, nameOf: NetworkNames): string {
  const { loss, node, jets, accepted, nodes, stopped, late } = ways[base]!;
  const trainings = nodes.length;
  const ended = stopped === 0 ? 'none of them had stopped gaining' : `${stopped} of them had stopped gaining before`;
  const gains = gainsOver(ways, base);
  const points = (by: number) => `${by > 0 ? '+' : ''}${fixed(100 * by, 1)}`;
  const beyond = gains.filter((one) => one.by > one.error);
  const short = gains.filter((one) => one.by < -one.error);
  const listed = (some: typeof gains) =>
    some
      .map((one) => `${nameOf(one.name)} (${linked(points(one.by), [one.way.node])} ± ${fixed(100 * one.error, 1)} points)`)
      .join(', ');
  const limits =
    beyond.length > 0
      ? `More is taken with ${listed(beyond)}: what these change is what limits it.`
      : 'Nothing tried beside it takes more by more than its error.';
  const less = short.length > 0 ? ` Less is taken with ${listed(short)}.` : '';
  const within = gains.filter((one) => Math.abs(one.by) <= one.error).map((one) => nameOf(one.name));
  const same = within.length > 0 ? ` No different within errors: ${within.join(', ')}.` : '';
  return (
    `${nameOf(network)}: ${nameOf(base)} takes ${linked(percentInWords(loss), [node])} of ε_{S}/√ε_{B} from test jets after ` +
    `${count(Math.round(jets))} jets seen, with ${accepted} of ${trainings} trainings within the acceptance ` +
    `criteria; ${ended}, and the second half of these jets brought ${points(late)} points on validation jets. ${limits}${less}${same}`
  );
} // prettier-ignore
