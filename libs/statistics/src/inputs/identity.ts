// Which jets were drawn, and how: results of the same jets and draws have the same replicas.
import { createHash } from 'node:crypto';
import type { Key } from '@jetdemon/workflow';
import type { ScoredJets } from './scored-jets.ts';

/**
 * SHA-256 of the samples that are drawn from (class, weight, pT and mass of each jet), of the key and of the number of replicas.
 * Scores are not in it: of two networks that are asked about the same jets it is the same.
 *
 * @param samples by name, in any order; those that are the nominal jets, moved, left out
 */
export function identityOf(samples: Readonly<Record<string, ScoredJets>>, key: Key, replicas: number): string {
  const hash = createHash('sha256');
  const uniform = key.uniform();
  hash.update(JSON.stringify([replicas, ...Array.from({ length: 8 }, uniform)]));
  for (const [name, { label, weight, pt, mass }] of Object.entries(samples).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(JSON.stringify([name, label.length, weight !== undefined]));
    for (const column of [label, weight, pt, mass])
      if (column) hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  }
  return hash.digest('hex');
}
