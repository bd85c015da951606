// The partition of jets into train, validation and test: stratified by class, seeded, recorded as a column.
import { InputError, type Key } from '@jetdemon/workflow';
import { rowsByClass, type Jets } from './jets.ts';
import { allRows, shuffle } from './shuffle.ts';

/** What the `partition` column holds. */
export const partitions = { train: 0, validation: 1, test: 2 } as const;

export type Partition = keyof typeof partitions;

/** Shares of all jets; they sum to 1. */
export type Fractions = Readonly<Record<Partition, number>>;

/** The same jets in the same order, each with its partition: see `partitionOf`. */
export function split(jets: Jets, fractions: Fractions, key: Key): Jets {
  return { ...jets, partition: partitionOf(jets, fractions, key) };
}

/**
 * The partition of each jet, `[count]`. Each class is shuffled by a key of its own and cut at the rounded cumulative
 * fractions, so each partition has the classes in the proportion of the whole to within one jet.
 */
export function partitionOf(
  jets: Pick<Jets, 'label' | 'count' | 'layout'>,
  { train, validation, test }: Fractions,
  key: Key,
): Uint8Array {
  const shares = [train, validation, test];
  if (shares.some((share) => !(share >= 0)) || Math.abs(train + validation + test - 1) > 1e-9) {
    throw new InputError(
      `expected fractions >= 0 that sum to 1, found train ${train}, validation ${validation}, test ${test}`,
    );
  }
  const partition = new Uint8Array(jets.count);
  rowsByClass(jets).forEach((rows, label) => {
    const shuffled = shuffle(rows, key.split('split').split(label));
    const trainEnd = Math.round(train * rows.length);
    const validationEnd = Math.round((train + validation) * rows.length);
    shuffled.forEach((row, at) => {
      partition[row] = at < trainEnd ? partitions.train : at < validationEnd ? partitions.validation : partitions.test;
    });
  });
  return partition;
}

/** The rows of one partition, ascending. */
export function rowsOf(jets: Pick<Jets, 'partition' | 'count'>, name: Partition): Int32Array {
  const { partition } = jets;
  if (!partition) throw new InputError(`expected jets with a partition column (made by data/split), found none`);
  return allRows(jets.count).filter((row) => partition[row] === partitions[name]);
}
