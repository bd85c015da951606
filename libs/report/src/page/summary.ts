// Summary of what trained attacks do to each network, in sentences made of the numbers alone.
import type { Interval } from '@jetdemon/artifacts';
import { overTrainings, type Attack, type Scored } from './attacks.ts';
import { includesZero } from './summary-sentence.ts';
import { fixed, inWords, percentInWords, significant } from '../text/numbers.ts';
import { passes } from '../results/acceptance-results.ts';
import { linked } from '../text/html.ts';
import { groupBy } from '../text/group-by.ts';
import { observableName } from '../text/observables.ts';
import type { Input } from '@jetdemon/workflow';

export const QUESTION =
  'How much unaccounted uncertainty could hide in this classifier, at most by this attack, and would the control ' +
  'region have shown it?';

/**
 * What adversaries of one network are worth as a warning: all pass the acceptance criteria, on test jets too; all pass on the validation
 * jets they were chosen by, but not all on test jets; some pass; none; or there were no acceptance criteria.
 */
export type Standing = 'passing' | 'exceeding' | 'partial' | 'barred' | 'ungated';

export function standingOf({ adversaries, acceptance }: Attack): Standing {
  if (adversaries.every((one) => Object.keys(one.acceptance.ks).length === 0)) return 'ungated';
  const accepted = adversaries.filter((one) => one.accepted).length;
  if (accepted === 0) return 'barred';
  if (accepted < adversaries.length) return 'partial';
  return acceptance.every(({ checks }) => checks.every(passes)) ? 'passing' : 'exceeding';
}

/** The answer over all networks. `_{…}` is a subscript. */
export function answerOf(attacks: readonly Scored[]): string {
  const of = (...standings: Standing[]) => attacks.filter((one) => standings.includes(standingOf(one)));
  const barred = of('barred').map(({ subject }) => subject.noun);
  const sentences = [
    hidden(of('passing'), 'every acceptance criterion of the validation is passed'),
    hidden(
      of('exceeding'),
      'the acceptance criteria are passed on the validation jets, but one is exceeded on test jets',
    ),
    hidden(of('partial'), 'only some trainings gave an adversary that passes the acceptance criteria'),
    hidden(
      of('ungated'),
      'the adversary was trained without acceptance criteria, so that a validation may well notice it',
    ),
    barred.length > 0
      ? `Against ${listed(barred)} no adversary passed the acceptance criteria of the validation: this search found nothing that could ` +
        'hide there, which does not prove that nothing can.'
      : '',
    shownBy(attacks.filter((one) => standingOf(one) !== 'barred')),
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function hidden(attacks: readonly Scored[], standing: string): string {
  if (attacks.length === 0) return '';
  const losses = attacks.map(({ subject, variation: { loss_at_nominal_optimum: loss } }) => {
    return `${linked(percentInWords(loss), [subject.input.node])} in ${subject.noun}${includesZero(loss) ? ' (consistent with none)' : ''}`;
  });
  return (
    `By this attack, ${boundOf(attacks)}, the following share of the expected discovery significance could be missing: ` +
    `${listed(losses)}; ${standing}.`
  );
}

/** How far adversaries may move a constituent. */
function boundOf(attacks: readonly Scored[]): string {
  const rhos = attacks.flatMap(({ adversaries }) => adversaries.map(({ network }) => network.rho));
  const pt = Math.max(...rhos.map((rho) => rho.pt));
  const angle = Math.max(...rhos.flatMap(({ eta, phi }) => [eta, phi]));
  return `which moves no constituent by more than ${significant(100 * pt, 3)}% in p_{T} or ${significant(angle, 3)} in η and φ`;
}

function shownBy(attacks: readonly Scored[]): string {
  const shares = attacks.flatMap((attack) => {
    const { subject, regions } = attack;
    const { perturbed, unperturbed } = alarmsOf(attack);
    if (!perturbed || !unperturbed) return [];
    return [
      `${linked(percentInWords(perturbed), nodesOf(regions))} of pseudo-experiments with ${subject.noun} (${percentInWords(unperturbed)} without any attack)`,
    ];
  });
  return shares.length > 0
    ? `The control region would have shown it (p < 0.05/3 in any of three observables) in ${listed(shares)}.`
    : '';
}

/** All that is known of a trained attack on one network, sentence by sentence. */
export function detailsOf(attack: Scored): string {
  return [lossOf(attack), searchOf(attack), acceptanceOf(attack), regionOf(attack), exclusionOf(attack)]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function lossOf({ subject, metrics, variation }: Scored): string {
  const from = (text: string) => linked(text, [subject.input.node]);
  const { at_nominal_optimum: after, loss_at_nominal_optimum: loss } = variation;
  const useless = after.high < 1 ? ', less than a search has without a classifier' : '';
  return (
    `ε_{S}/√ε_{B} at the expected optimum goes from ${from(fixed(metrics.peak.value, 2))} to ${from(fixed(after.value, 2))}${useless}: ` +
    `a loss of ${from(percentInWords(loss))}${includesZero(loss) ? ', consistent with none' : ''}.`
  );
}

/** Whether the search found adversaries that pass on validation jets. */
function searchOf(attack: Scored): string {
  const { adversaries } = attack;
  const trainings = adversaries.length;
  const accepted = adversaries.filter((one) => one.accepted).length;
  const trials = adversaries.reduce((sum, one) => sum + one.trials.length, 0);
  switch (standingOf(attack)) {
    case 'ungated':
      return 'It was trained without acceptance criteria: what it costs is no statement about what a validation would miss.';
    case 'passing':
    case 'exceeding':
      return trainings > 1
        ? `In each of ${trainings} trainings an adversary passed the acceptance criteria.`
        : 'The adversary passed the acceptance criteria.';
    case 'partial':
      return `Only in ${accepted} of ${trainings} trainings an adversary passed the acceptance criteria; the loss is that of all, and the others are those nearest to passing.`;
    case 'barred':
      return `None of ${trials} trials passed the acceptance criteria: the loss is that of the adversary nearest to passing, which a validation would notice.`;
  }
}

/** The KS distances of test background beside their limits. */
function acceptanceOf({ acceptance }: Scored): string {
  const checks = acceptance.flatMap((one) => one.checks);
  const parts = [...groupBy(checks, ({ observable }) => observable)].map(([observable, same]) => {
    const distances = same.map(({ background }) => background.value);
    const [least, most] = [fixed(Math.min(...distances), 4), fixed(Math.max(...distances), 4)];
    const over = same.filter((check) => !passes(check)).length;
    const where = over === 0 ? '' : same.length > 1 ? `, over it in ${over} of ${same.length} trainings` : ', over it';
    const found = linked(least === most ? most : `${least} to ${most}`, nodesOf(acceptance));
    return `${observableName(observable)} ${found} (limit ${same[0]!.limit}${where})`;
  });
  return parts.length > 0 ? `KS distance of test background: ${listed(parts)}.` : '';
}

/** Shares of pseudo-experiments that raise an alarm; undefined where no control region was measured. */
function alarmsOf({ metrics: { convention }, regions }: Scored) {
  const of = (which: 'background' | 'unperturbed') =>
    overTrainings(
      regions.map(({ metrics }) => metrics[which].any.detected),
      convention,
    );
  return { perturbed: of('background'), unperturbed: of('unperturbed') };
}

function regionOf(attack: Scored): string {
  const { regions } = attack;
  const { perturbed, unperturbed } = alarmsOf(attack);
  if (!perturbed || !unperturbed) return '';
  // Training by training: the interval over trainings is that of their spread too, and would hide an excess.
  const each = regions.map(
    ({ metrics }) => [metrics.background.any.detected, metrics.unperturbed.any.detected] as const,
  );
  const above = each.filter(([found, chance]) => found.low > chance.high).length;
  const where = above < each.length ? ` in ${above} of ${each.length} trainings` : '';
  const often =
    above === 0
      ? 'hardly more often than by chance'
      : each.every(([{ low }]) => low > 0.5)
        ? 'mostly'
        : `more often than by chance${where}`;
  const from = (share: Interval) => linked(percentInWords(share), nodesOf(regions));
  return (
    `The control region would have shown it ${often}: ${from(perturbed)} of pseudo-experiments raise an alarm, ` +
    `and ${from(unperturbed)} without any attack.`
  );
}

function exclusionOf({ metrics: { convention }, exclusions }: Scored): string {
  const over = (of: (one: Scored['exclusions'][number]) => Interval) => overTrainings(exclusions.map(of), convention);
  const expected = over((one) => one.limit_expected);
  const claimed = over((one) => one.limit_observed);
  const right = over((one) => one.limit_true);
  // Both limits are of the same jets: their ratio is far better known than either.
  const ratio = over((one) => one.true_over_observed);
  if (!expected || !claimed || !right || !ratio) return '';
  const verdict =
    ratio.low > 1
      ? 'an over-confident exclusion'
      : ratio.high < 1
        ? 'too cautious an exclusion'
        : 'not distinguishable from right';
  const from = (number: Interval) => linked(inWords(number), nodesOf(exclusions));
  return (
    `A search would claim to exclude more than ${from(claimed)} signal jets produced (expected: ${from(expected)}), ` +
    `where ${from(right)} is right, ${from(ratio)} times as many: ${verdict}.`
  );
}

const nodesOf = (results: readonly { readonly input: Input }[]) => results.map(({ input }) => input.node);

/** "a, b and c" */
function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)!}`;
}
