// Our numbers beside a reference's: which agree, and for those that do not, by how much and what is known of why.
import type { Interval } from '@jetdemon/artifacts';
import { decimalsOf, type Reference, type ReferenceNumber } from '@jetdemon/statistics';
import { fixed, formatQuoted, intervalOf, type Shown } from '../text/numbers.ts';
import type { Circumstances, KnownDifference, Push, Quantity } from './difference.ts';

/** One number of one network. */
export interface Row {
  /** Under which heading it stands: the network. */
  readonly group: string;
  /** The nodes that measured it. */
  readonly nodes: readonly string[];
  /** The network of the reference that it is compared with. */
  readonly network?: string | undefined;
  readonly quantity: Quantity;
  /** What it is, in words. `_{…}` is a subscript. */
  readonly label: string;
  readonly ours: Shown;
  readonly percent: boolean;
  /** Of the reference, where that gives it. */
  readonly published?: Published | undefined;
}

/** A number of the reference, its source in words. */
export type Published = ReferenceNumber;

/** Where the reference's number is, seen from our interval: within it (its rounding considered), above or below. */
export type Agreement = 'within' | 'above' | 'below';

/** The number that a reference has of a network. */
export function publishedOf(
  reference: Reference | undefined,
  network: string | undefined,
  kind: string,
  at: string,
): Published | undefined {
  const found = reference?.numbers[network ?? '']?.[kind]?.[at];
  return found && { ...found, source: reference!.sources[found.source]! };
}

/** Where the reference's number lies; undefined without one, and of a number here without an interval. */
export function agreementOf({ ours, published }: Pick<Row, 'ours' | 'published'>): Agreement | undefined {
  const interval = intervalOf(ours);
  if (!published || !interval) return undefined;
  if (published.value - published.rounding > interval.high) return 'above';
  if (published.value + published.rounding < interval.low) return 'below';
  return 'within';
}

/** The differences that hold here, numbered as the page lists them. */
export const differencesHere = (differences: readonly KnownDifference[], here: Circumstances) =>
  differences.filter((difference) => difference.applies(here));

/**
 * Why a number disagrees, as far as that is known: by how much, which known differences push that way, which push the
 * other way, and which might do either. Differences that may push any number either way are not repeated here.
 */
export function explain(row: Row, differences: readonly KnownDifference[], here: Circumstances): string {
  const { network, quantity, ours, published, percent } = row;
  const agreement = agreementOf(row);
  const interval = intervalOf(ours);
  if (!published || !interval || network === undefined || agreement === 'within')
    throw new Error('internal: nothing to explain');
  const pushing = (wanted: Push) =>
    differences.flatMap(({ name, push }, at) =>
      push !== 'any' && push(quantity, network, here) === wanted ? [`${name} (${at + 1})`] : [],
    );
  const [that, other] = agreement === 'above' ? (['higher', 'lower'] as const) : (['lower', 'higher'] as const);
  const sentences = [
    `The paper’s ${publishedValue(row)} lies ${distance(interval, published, percent)} ${agreement} the value here, outside its interval.`,
    differences.length === 0
      ? ''
      : pushing(that).length > 0
        ? `Known differences that push the paper’s number that way: ${pushing(that).join(', ')}.`
        : 'No known difference is sure to push the paper’s number that way.',
    pushing(other).length > 0 ? `The other way: ${pushing(other).join(', ')}.` : '',
    pushing('unknown').length > 0 ? `In an unknown direction: ${pushing('unknown').join(', ')}.` : '',
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** The reference's number as a table shows it. */
export function publishedValue({ published, percent }: Pick<Row, 'published' | 'percent'>): string {
  if (!published) return '';
  if (published.text !== undefined) return published.text;
  const digits = Math.max(0, Math.round(-Math.log10(2 * published.rounding)));
  return percent ? `${fixed(100 * published.value, Math.max(0, digits - 2))}%` : fixed(published.value, digits);
}

function distance(ours: Interval, { value }: Published, percent: boolean): string {
  const apart = Math.abs(value - ours.value);
  const side = value > ours.value ? ours.high - ours.value : ours.value - ours.low;
  const amount = percent
    ? `${fixed(100 * apart, 1)} percentage points`
    : fixed(apart, Math.max(2, Math.min(3, decimalsOf(ours))));
  return side > 0 ? `${amount} (${fixed(apart / side, 1)} times the half-width of the interval on that side)` : amount;
}

/** A row's own number as a table shows it. */
export const ownValue = ({ ours, percent }: Row) => formatQuoted(ours, { percent });
