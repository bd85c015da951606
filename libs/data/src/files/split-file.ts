// Split of a file of jets: read twice, one record batch at a time, once for the labels and once to write.
import type { Key } from '@jetdemon/workflow';
import { joined, type Jets } from '../jets/jets.ts';
import type { JetLayout } from '../jets/layout.ts';
import { readJetChunks } from './read.ts';
import { partitionOf, partitions, type Fractions, type Partition } from '../jets/split.ts';
import { writeJetChunks } from './write.ts';

export interface SplitOptions extends Fractions {
  /** What becomes of a partition that the jets have already. */
  readonly given?: 'keep' | 'replace';
}

/**
 * Writes the jets of `from` to `to`, in their order, each with its partition: the one it has, or one that is drawn.
 *
 * @returns how many jets there are of each partition, and whether it was there before
 */
export async function splitFile(
  from: string,
  to: string,
  { given = 'keep', ...fractions }: SplitOptions,
  key: Key,
): Promise<{ readonly jets: Readonly<Record<Partition, number>>; readonly kept: boolean }> {
  const labels: Uint8Array[] = [];
  const had: Uint8Array[] = [];
  let layout: JetLayout | undefined;
  for await (const chunk of readJetChunks(from)) {
    layout ??= chunk.layout;
    labels.push(chunk.label);
    if (chunk.partition) had.push(chunk.partition);
  }
  const label = joined(labels);
  const kept = given === 'keep' && had.length > 0;
  const partition = kept ? joined(had) : partitionOf({ label, count: label.length, layout: layout! }, fractions, key);
  await writeJetChunks(to, withPartition(from, partition));
  const jets = mapPartitions((index) => partition.filter((one) => one === index).length);
  return { jets, kept };
}

const mapPartitions = (count: (index: number) => number): Record<Partition, number> => ({
  train: count(partitions.train),
  validation: count(partitions.validation),
  test: count(partitions.test),
});

async function* withPartition(file: string, partition: Uint8Array): AsyncGenerator<Jets, void, undefined> {
  let row = 0;
  for await (const jets of readJetChunks(file)) {
    yield { ...jets, partition: partition.slice(row, row + jets.count) };
    row += jets.count;
  }
}
