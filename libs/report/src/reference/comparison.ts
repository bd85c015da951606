// Our numbers beside the paper's: which agree, and for those that do not, by how much and what is known of why.
import { decimalsOf, fixed, formatQuoted } from '../text/numbers.ts';
import type { Circumstances, KnownDifference, Push } from './difference.ts';
import { knownDifferences } from './known-differences.ts';
import type { PaperNetwork, Subject } from '../text/subjects.ts';
import { paperNumbers, type PaperNumber, type Quantity } from './paper-numbers.ts';
import { variationOf, type Metrics, type Quoted } from '../results/results.ts';

/** One number of one network. */
export interface Row {
  /** Under which heading it stands: the network. */
  readonly group: string;
  /** The nodes that measured it. */
  readonly nodes: readonly string[];
  /** The network of the paper that it is compared with. */
  readonly network?: PaperNetwork;
  /** The quantity of the paper that it is; undefined for numbers that the paper does not give. */
  readonly quantity?: Quantity;
  /** What it is, in words. `_{…}` is a subscript. */
  readonly label: string;
  readonly ours: Quoted;
  readonly percent: boolean;
  readonly paper?: PaperNumber;
}

/** Where the paper's number is, seen from our interval: within it (its rounding considered), above or below. */
export type Verdict = 'within' | 'above' | 'below';

/** A sample as the tables name it, and as sentences do. */
export interface Named {
  readonly sample: string;
  readonly name: string;
}

/** What jets are moved by; undefined where a report has none. */
export interface Names {
  /** The attack on signal alone, §III.A, and the control beside it. */
  readonly attack?: Named;
  readonly control?: Named;
  /** The adversary network, §III.B, and the control beside it. */
  readonly demon?: Named;
  readonly demonControl?: Named;
}

/** Makes rows of one network. */
export function rowMaker({ input, label: group, paper: network }: Subject, withPaper: boolean) {
  return (label: string, ours: Quoted, quantity?: Quantity, nodes: readonly string[] = [input.node]): Row => ({
    group,
    nodes,
    network,
    label,
    ours,
    quantity,
    percent: label.startsWith('loss'),
    paper: withPaper && quantity && network ? paperNumbers[network][quantity] : undefined,
  });
}

/** The numbers of one network and of the attack on its signal, in the order of the page. */
export function rowsOf(subject: Subject, metrics: Metrics, { attack, control }: Names, withPaper: boolean): Row[] {
  const row = rowMaker(subject, withPaper);
  const nominal = [
    row('area under the ROC curve', metrics.auc, 'auc'),
    row('peak of ε_{S}/√ε_{B}', metrics.peak, 'peak'),
    row('threshold of the peak', metrics.threshold, 'threshold'),
    row('mean P(signal) of signal jets', metrics.mean_signal_score),
  ];
  if (!attack) return nominal;
  const attacked = variationOf(metrics, attack.sample, subject.input);
  const rows = [
    ...nominal,
    row(`mean P(signal) of signal jets after ${attack.name}`, attacked.mean_signal_score, 'mean_signal_score_after'),
    row(`ε_{S}/√ε_{B} at that threshold after ${attack.name}`, attacked.at_nominal_optimum, 'at_nominal_optimum'),
    row(`loss at that threshold after ${attack.name}`, attacked.loss_at_nominal_optimum, 'loss_at_nominal_optimum'),
    row(`loss from peak to peak after ${attack.name}`, attacked.loss_peak_to_peak, 'loss_peak_to_peak'),
  ];
  if (!control) return rows;
  const { loss_at_nominal_optimum } = variationOf(metrics, control.sample, subject.input);
  return [...rows, row(`loss at that threshold after ${control.name}`, loss_at_nominal_optimum)];
}

/** Where the paper's number lies; undefined without one. */
export function verdictOf({ ours, paper }: Row): Verdict | undefined {
  if (!paper) return undefined;
  if (paper.value - paper.rounding > ours.high) return 'above';
  if (paper.value + paper.rounding < ours.low) return 'below';
  return 'within';
}

/** The differences that hold here, numbered as the page lists them. */
export function differencesHere(here: Circumstances): readonly KnownDifference[] {
  return knownDifferences.filter((difference) => difference.applies(here));
}

/**
 * Why a number disagrees, as far as that is known: by how much, which known differences push that way, which push the
 * other way, and which might do either. Differences that may push any number either way are not repeated here.
 */
export function explain(row: Row, differences: readonly KnownDifference[], here: Circumstances): string {
  const { network, quantity, ours, paper, percent } = row;
  const verdict = verdictOf(row);
  if (!paper || !quantity || !network || verdict === 'within') throw new Error('internal: nothing to explain');
  const pushing = (wanted: Push) =>
    differences.flatMap(({ name, push }, at) =>
      push !== 'any' && push(quantity, network, here) === wanted ? [`${name} (${at + 1})`] : [],
    );
  const [that, other] = verdict === 'above' ? (['higher', 'lower'] as const) : (['lower', 'higher'] as const);
  const sentences = [
    `The paper’s ${paperValue(row)} lies ${distance(ours, paper, percent)} ${verdict} the value here, outside its interval.`,
    pushing(that).length > 0
      ? `Known differences that push the paper’s number that way: ${pushing(that).join(', ')}.`
      : 'No known difference is sure to push the paper’s number that way.',
    pushing(other).length > 0 ? `The other way: ${pushing(other).join(', ')}.` : '',
    pushing('unknown').length > 0 ? `In an unknown direction: ${pushing('unknown').join(', ')}.` : '',
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** The paper's number as a table shows it. */
export function paperValue({ paper, percent }: Row): string {
  if (!paper) return '';
  if (paper.text !== undefined) return paper.text;
  const digits = Math.max(0, Math.round(-Math.log10(2 * paper.rounding)));
  return percent ? `${fixed(100 * paper.value, Math.max(0, digits - 2))}%` : fixed(paper.value, digits);
}

function distance(ours: Quoted, paper: PaperNumber, percent: boolean): string {
  const apart = Math.abs(paper.value - ours.value);
  const side = paper.value > ours.value ? ours.high - ours.value : ours.value - ours.low;
  const amount = percent
    ? `${fixed(100 * apart, 1)} percentage points`
    : fixed(apart, Math.max(2, Math.min(3, decimalsOf(ours))));
  return side > 0 ? `${amount} (${fixed(apart / side, 1)} times the half-width of the interval on that side)` : amount;
}

/** A row's own number as a table shows it. */
export const ownValue = ({ ours, percent }: Row) => formatQuoted(ours, { percent });
