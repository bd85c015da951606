// What data/split does to a file of jets: read twice, one record batch at a time, once for the labels and once to write.
import type { Key } from '@jetdemon/workflow';
import { requireBothClasses } from '../jets/check.ts';
import { joined, type Jets } from '../jets/jets.ts';
import { readJetChunks } from './read.ts';
import { partitionOf, type Fractions } from '../jets/split.ts';
import { writeJetChunks } from './write.ts';

/** Writes the jets of `from` to `to`, in their order, each with its partition. */
export async function splitFile(from: string, to: string, fractions: Fractions, key: Key): Promise<void> {
  const labels: Uint8Array[] = [];
  for await (const { label } of readJetChunks(from)) labels.push(label);
  const label = joined(labels);
  const jets = { label, count: label.length };
  requireBothClasses(jets, from);
  await writeJetChunks(to, withPartition(from, partitionOf(jets, fractions, key)));
}

async function* withPartition(file: string, partition: Uint8Array): AsyncGenerator<Jets, void, undefined> {
  let row = 0;
  for await (const jets of readJetChunks(file)) {
    yield { ...jets, partition: partition.slice(row, row + jets.count) };
    row += jets.count;
  }
}
