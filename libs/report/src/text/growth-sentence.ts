// The answer about the growth of an adversary in sentences, one per network.
import type { GrowthMetrics } from '@jetdemon/artifacts';
import { linked } from './html.ts';
import { count, fixed, percentInWords } from './numbers.ts';
import type { NetworkNames } from './robustness-sentence.ts';

type Ways = GrowthMetrics['networks'][string];

/** How far each way goes beyond the base: the largest first. */
function gainsOf(ways: Ways) {
  return Object.entries(ways)
    .flatMap(([name, way]) => (way.gain ? [{ name, way, gain: way.gain }] : []))
    .toSorted((a, b) => b.gain.value - a.gain.value);
}

/** What the base reaches, whether it still gained, and which ways go beyond its interval. */
export function growthSentence(network: string, ways: Ways, base: string, nameOf: NetworkNames): string {
  const { loss, node, jets, accepted, nodes, stopped, late } = ways[base]!;
  const trainings = nodes.length;
  const ended = stopped === 0 ? 'none of them had stopped gaining' : `${stopped} of them had stopped gaining before`;
  const gains = gainsOf(ways);
  const points = (by: number) => `${by > 0 ? '+' : ''}${fixed(100 * by, 1)}`;
  const beyond = gains.filter(({ gain }) => gain.low > 0);
  const short = gains.filter(({ gain }) => gain.high < 0);
  const listed = (some: typeof gains) =>
    some
      .map(({ name, way, gain }) => `${nameOf(name)} (${linked(points(gain.value), [way.node])} ± ${fixed(50 * (gain.high - gain.low), 1)} points)`)
      .join(', ');
  const limits =
    beyond.length > 0
      ? `More is taken with ${listed(beyond)}: what these change is what limits it.`
      : 'Nothing tried beside it takes more by more than its error.';
  const less = short.length > 0 ? ` Less is taken with ${listed(short)}.` : '';
  const within = gains.filter(({ gain }) => gain.low <= 0 && gain.high >= 0).map(({ name }) => nameOf(name));
  const same = within.length > 0 ? ` No different within errors: ${within.join(', ')}.` : '';
  return (
    `${nameOf(network)}: ${nameOf(base)} takes ${linked(percentInWords(loss), [node])} of ε_{S}/√ε_{B} from test jets after ` +
    `${count(Math.round(jets))} jets seen, with ${accepted} of ${trainings} trainings within the acceptance ` +
    `criteria; ${ended}, and the second half of these jets brought ${points(late)} points on validation jets. ${limits}${less}${same}`
  );
} // prettier-ignore
