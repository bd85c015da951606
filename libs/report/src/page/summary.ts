// The first paragraph of the page: what the demon shows of each network, in sentences made of the numbers alone.
import { overTrainings, type Demon } from './adversary.ts';
import { includesZero } from './summary-sentence.ts';
import { fixed, inWords, percentInWords, significant } from '../text/numbers.ts';
import { passes } from '../results/gates-results.ts';
import { groupBy } from '../text/group-by.ts';
import { observableName } from '../text/observable-names.ts';

export const QUESTION =
  'How much unaccounted uncertainty could hide in this classifier, at most by this attack, and would the control ' +
  'region have shown it?';

/**
 * What the demons of one network are worth as a warning: all pass the gates, on test jets too; all pass on the validation
 * jets they were chosen by, but not all on test jets; some pass; none; or there were no gates.
 */
export type Standing = 'passing' | 'exceeding' | 'partial' | 'barred' | 'ungated';

export function standingOf({ adversaries, gates }: Demon): Standing {
  if (adversaries.every((one) => Object.keys(one.gates.ks).length === 0)) return 'ungated';
  const accepted = adversaries.filter((one) => one.accepted).length;
  if (accepted === 0) return 'barred';
  if (accepted < adversaries.length) return 'partial';
  return gates.every(({ checks }) => checks.every(passes)) ? 'passing' : 'exceeding';
}

/** The answer over all networks. `_{…}` is a subscript. */
export function answerOf(demons: readonly Demon[]): string {
  const of = (...standings: Standing[]) => demons.filter((demon) => standings.includes(standingOf(demon)));
  const barred = of('barred').map(({ subject }) => subject.noun);
  const sentences = [
    hidden(of('passing'), 'every gate of the validation is passed'),
    hidden(of('exceeding'), 'the gates are passed on the validation jets, but one is exceeded on test jets'),
    hidden(of('partial'), 'only some trainings gave a demon that passes the gates'),
    hidden(of('ungated'), 'the demon was trained without gates, so that a validation may well notice it'),
    barred.length > 0
      ? `Against ${listed(barred)} no demon passed the gates of the validation: this search found nothing that could ` +
        'hide there, which does not prove that nothing can.'
      : '',
    shownBy(demons.filter((demon) => standingOf(demon) !== 'barred')),
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function hidden(demons: readonly Demon[], standing: string): string {
  if (demons.length === 0) return '';
  const losses = demons.map(({ subject, variation: { loss_at_nominal_optimum: loss } }) => {
    return `${percentInWords(loss)} in ${subject.noun}${includesZero(loss) ? ' (consistent with none)' : ''}`;
  });
  return (
    `By this attack, ${boundOf(demons)}, the following share of the expected discovery significance could be missing: ` +
    `${listed(losses)}; ${standing}.`
  );
}

/** How far the demons may move a constituent. */
function boundOf(demons: readonly Demon[]): string {
  const rhos = demons.flatMap(({ adversaries }) => adversaries.map(({ network }) => network.rho));
  const pt = Math.max(...rhos.map((rho) => rho.pt));
  const angle = Math.max(...rhos.flatMap(({ eta, phi }) => [eta, phi]));
  return `which moves no constituent by more than ${significant(100 * pt, 3)}% in p_{T} or ${significant(angle, 3)} in η and φ`;
}

function shownBy(demons: readonly Demon[]): string {
  const shares = demons.flatMap(({ subject, regions }) => {
    const perturbed = overTrainings(regions.map(({ metrics: { background } }) => background.any.detected));
    const unperturbed = overTrainings(regions.map(({ metrics: { unperturbed } }) => unperturbed.any.detected));
    if (!perturbed || !unperturbed) return [];
    return [
      `${percentInWords(perturbed)} of pseudo-experiments with ${subject.noun} (${percentInWords(unperturbed)} without any attack)`,
    ];
  });
  return shares.length > 0
    ? `The control region would have shown it (p < 0.05/3 in any of three observables) in ${listed(shares)}.`
    : '';
}

/** All that is known of one network's demon, sentence by sentence. */
export function detailsOf(demon: Demon): string {
  return [lossOf(demon), searchOf(demon), gatesOf(demon), regionOf(demon), exclusionOf(demon)]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function lossOf({ metrics, variation }: Demon): string {
  const { at_nominal_optimum: after, loss_at_nominal_optimum: loss } = variation;
  const useless = after.high < 1 ? ', less than a search has without a classifier' : '';
  return (
    `ε_{S}/√ε_{B} at the expected optimum goes from ${fixed(metrics.peak.value, 2)} to ${fixed(after.value, 2)}${useless}: ` +
    `a loss of ${percentInWords(loss)}${includesZero(loss) ? ', consistent with none' : ''}.`
  );
}

/** Whether the search found demons that pass on validation jets. */
function searchOf(demon: Demon): string {
  const { adversaries } = demon;
  const trainings = adversaries.length;
  const accepted = adversaries.filter((one) => one.accepted).length;
  const trials = adversaries.reduce((sum, one) => sum + one.trials.length, 0);
  switch (standingOf(demon)) {
    case 'ungated':
      return 'It was trained without gates: what it costs is no statement about what a validation would miss.';
    case 'passing':
    case 'exceeding':
      return trainings > 1
        ? `In each of ${trainings} trainings a demon passed the gates.`
        : 'The demon passed the gates.';
    case 'partial':
      return `Only in ${accepted} of ${trainings} trainings a demon passed the gates; the loss is that of all, and the others are those nearest to passing.`;
    case 'barred':
      return `None of ${trials} trials passed the gates: the loss is that of the demon nearest to passing, which a validation would notice.`;
  }
}

/** The KS distances of test background beside their limits. */
function gatesOf({ gates }: Demon): string {
  const checks = gates.flatMap((one) => one.checks);
  const parts = [...groupBy(checks, ({ observable }) => observable)].map(([observable, same]) => {
    const distances = same.map(({ background }) => background.value);
    const [least, most] = [fixed(Math.min(...distances), 4), fixed(Math.max(...distances), 4)];
    const over = same.filter((check) => !passes(check)).length;
    const where = over === 0 ? '' : same.length > 1 ? `, over it in ${over} of ${same.length} trainings` : ', over it';
    return `${observableName(observable)} ${least === most ? most : `${least} to ${most}`} (limit ${same[0]!.limit}${where})`;
  });
  return parts.length > 0 ? `KS distance of test background: ${listed(parts)}.` : '';
}

function regionOf({ regions }: Demon): string {
  const perturbed = overTrainings(regions.map(({ metrics: { background } }) => background.any.detected));
  const unperturbed = overTrainings(regions.map(({ metrics: { unperturbed } }) => unperturbed.any.detected));
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
  return (
    `The control region would have shown it ${often}: ${percentInWords(perturbed)} of pseudo-experiments raise an alarm, ` +
    `and ${percentInWords(unperturbed)} without any attack.`
  );
}

function exclusionOf({ exclusions }: Demon): string {
  const expected = overTrainings(exclusions.map((one) => one.limit_expected));
  const claimed = overTrainings(exclusions.map((one) => one.limit_observed));
  const right = overTrainings(exclusions.map((one) => one.limit_true));
  // Both limits are of the same jets: their ratio is far better known than either.
  const ratio = overTrainings(exclusions.map((one) => one.true_over_observed));
  if (!expected || !claimed || !right || !ratio) return '';
  const verdict =
    ratio.low > 1
      ? 'an over-confident exclusion'
      : ratio.high < 1
        ? 'too cautious an exclusion'
        : 'not distinguishable from right';
  return (
    `A search would claim to exclude more than ${inWords(claimed)} signal jets produced (expected: ${inWords(expected)}), ` +
    `where ${inWords(right)} is right, ${inWords(ratio)} times as many: ${verdict}.`
  );
}

/** "a, b and c" */
function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)!}`;
}
