// The answer about robustness in one sentence, of a page and of the caption of its figure.
import type { RobustnessMetrics } from '@jetdemon/artifacts';
import { inWords, percentInWords } from './numbers.ts';
import { linked } from './html.ts';

/** Names of networks in words, by their points. */
export type NetworkNames = (point: string) => string;

/** The name of a network by its point, under that or with its axis (`network=hl`), among names; the point without one. */
export function networkName(names: Readonly<Record<string, string>>, point: string): string {
  return names[point] ?? Object.entries(names).find(([key]) => key.endsWith(`=${point}`))?.[1] ?? point;
}

/** ε_S/√ε_B without a cut. */
const nothing = 1;

/** Which network is best, what is certain, and how much of today's loss is avoidable. */
export function robustnessSentence(
  { networks, best, certain, today, avoidable }: RobustnessMetrics,
  nameOf: NetworkNames,
): string {
  const count = Object.keys(networks).length;
  const [winner, before] = [networks[best]!, networks[today]!];
  const from = (text: string, node: string) => linked(text, [node]);
  const certainty = certain === undefined ? undefined : networks[certain]!.certified!;
  const some = certainty !== undefined && certainty.significance.low > nothing;
  const guaranteed = some
    ? `${nameOf(certain!)} has the best guarantee, ε_{S}/√ε_{B} of at least ` +
      `${from(inWords(certainty.significance), certainty.node)} under any attack within the budget (${from(inWords(networks[certain!]!.peak), networks[certain!]!.node)} without one); `
    : certainty
      ? 'none has a guarantee of more than a search has without a classifier; '
      : 'none has a guarantee; ';
  const kept =
    `under the attacks made here ${nameOf(best)} keeps the most, ${from(inWords(winner.kept), winner.node)} of ` +
    `${from(inWords(winner.peak), winner.node)}`;
  const loss =
    best === today
      ? ', so that none of its loss is seen to be avoidable.'
      : `, where ${nameOf(today)} keeps ${from(inWords(before.kept), before.node)} of ${from(inWords(before.peak), before.node)}: ` +
        `${percentInWords(avoidable)} of that loss is avoidable.`;
  return `Of ${count} networks, ${guaranteed}${kept}${loss}`;
}
