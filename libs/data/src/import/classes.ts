// The class of a jet: what its label says, whichever way a file writes labels. A label is a number, a word, or the one of
// several columns (or of the features of one) that is 1 where the others are 0.
import type { ColumnValues } from '../formats/format.ts';
import { defaultLayout } from '../jets/layout.ts';
import type { Columns } from './columns.ts';
import type { RefuseRow } from './lists.ts';
import type { Mapping } from './mapping/mapping.ts';
import type { NumberSource } from './sources.ts';
import { setOf, type Value, type ValueSet } from './mapping/values.ts';

export interface LabelSource {
  /** One source, or those of which one is 1. */
  readonly sources: readonly NumberSource[];
  /** What each of several sources means: its column, or the number of its feature. */
  readonly meanings?: readonly Value[];
  /** Where errors are. */
  readonly column: string;
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** Which values mean each class, in their order. */
  readonly named?: readonly ValueSet[];
  readonly signal?: ValueSet;
  readonly background?: ValueSet;
}

export type NumberOf = (row: number, jet: number) => number;

/**
 * What a mapping says of labels, with its columns found by `number`.
 *
 * @param asked names of classes that are not said by the mapping: a label is then the number of one
 */
export function labelSource(
  label: NonNullable<Mapping['label']>,
  { find, number }: Pick<Columns, 'find' | 'number'>,
  asked: readonly string[] | undefined,
  refuse: (message: string) => never,
): LabelSource {
  const { columns, column = columns![0]!, feature, table, oneHot } = label;
  const said = label.classes ? 'classes' : label.signal ? 'signal' : label.background ? 'background' : undefined;
  if (asked && said !== undefined) refuse(`classes: expected none, because the mapping has label.${said}`);
  const sets = {
    classes: label.classes ? Object.keys(label.classes) : (asked ?? defaultLayout.classes),
    ...(label.classes && { named: Object.values(label.classes).map(setOf) }),
    signal: label.signal === undefined ? undefined : setOf(label.signal),
    background: label.background === undefined ? undefined : setOf(label.background),
  };
  if (columns)
    return { column, sources: columns.map((name) => number(name, undefined, table)), meanings: columns, ...sets };
  if (!oneHot) return { column, sources: [number(column, feature, table, true)], ...sets };
  const [count = 0] = table === undefined ? find(column).shape : [];
  if (count < 2) refuse(`label.oneHot: expected several numbers per row in ${column}, found ${count}`);
  const features = Array.from({ length: count }, (_, at) => at);
  return { column, sources: features.map((at) => number(column, at)), meanings: features, ...sets };
}

/** The number of the class; undefined for none. */
export function classReader(
  label: LabelSource,
  read: Readonly<Record<string, ColumnValues>>,
  numberOf: (source: NumberSource) => NumberOf,
  refuse: RefuseRow,
): (row: number, jet: number) => number | undefined {
  const numbers = label.sources.map(numberOf);
  const { meanings } = label;
  const words = read[label.sources[0]!.column]!.words;
  const valueOf = (row: number, jet: number): Value => {
    if (!meanings) {
      const value = numbers[0]!(row, jet);
      return words ? words[value]! : value;
    }
    const found = numbers.map((of) => of(row, jet));
    const hot = found.indexOf(1);
    if (hot < 0 || found.some((value, at) => value !== (at === hot ? 1 : 0)))
      refuse(row, label.column, `expected one 1 among zeros, found ${found.slice(0, 12).join(', ')}`);
    return meanings[hot]!;
  };
  return (row, jet) => classOf(label, valueOf(row, jet), row, refuse);
}

function classOf(
  { column, classes, named, signal, background }: LabelSource,
  value: Value,
  row: number,
  refuse: RefuseRow,
): number | undefined {
  if (named) {
    const [first, second] = named.flatMap((has, at) => (has(value) ? [at] : []));
    if (second !== undefined)
      refuse(row, column, `expected values of one class, found ${value} in ${classes[first!]} and ${classes[second]}`);
    return first;
  }
  if (signal?.(value)) return 1;
  if (background) return background(value) ? 0 : signal ? undefined : orRefuse();
  if (signal && !Number.isNaN(value)) return 0;
  return orRefuse();

  function orRefuse(): number {
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < classes.length) return value;
    const known = classes.map((name, at) => `${at} (${name})`).join(classes.length > 2 ? ', ' : ' or ');
    const two = classes.join() === defaultLayout.classes.join();
    const hint = signal ? '' : two ? ': say label.signal, the values that mean signal' : ': say label.classes';
    const found = typeof value === 'string' ? JSON.stringify(value) : value;
    return refuse(row, column, `expected ${known}, found ${found}${hint}`);
  }
}
