// Replicas of the quoted numbers of significance, as they are written and read.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { numbers, type ReplicasDescription } from '@jetdemon/artifacts';
import { InputError, type Input } from '@jetdemon/workflow';
import type { Replicas } from '../intervals/replicated.ts';

/** Contents of the files of replicas. */
export interface ReplicaFiles {
  readonly 'replicas.json': ReplicasDescription;
  readonly 'replicas.arrow': { readonly value: Float64Array };
}

/** Replicas by the place of their number in metrics.json: 'variations/fgsm-scores/auc'. */
export type AllReplicas = ReadonlyMap<string, Replicas>;

/** The files of these replicas, which share their jets; none of none. */
export function replicaFiles(all: AllReplicas): Partial<ReplicaFiles> {
  const [first] = all.values();
  if (!first) return {};
  const length = first.values.length;
  const value = new Float64Array(all.size * length);
  [...all.values()].forEach(({ values }, at) => value.set(values, at * length));
  const quantities = Array.from(all, ([name, { kind, optimum }]) => ({ name, kind, ...(optimum && { optimum }) }));
  return { 'replicas.json': { jets: first.jets, quantities }, 'replicas.arrow': { value } };
}

/** Replicas of a result of any kind that may have them; empty where it has none. */
export async function readReplicas(input: Input): Promise<AllReplicas> {
  if (!existsSync(join(input.folder, 'replicas.json'))) return new Map();
  const { jets, quantities } = await numbers.read(input, 'replicas.json');
  const { value } = await numbers.read(input, 'replicas.arrow');
  const length = value.length / quantities.length;
  if (!Number.isInteger(length))
    throw InputError.at(
      { node: input.node, file: join(input.folder, 'replicas.arrow') },
      `expected as many replicas of each of ${quantities.length} quantities, found ${value.length}`,
    );
  return new Map(
    quantities.map(({ name, kind, optimum }, at) => [
      name,
      { jets, kind, optimum, values: value.slice(at * length, (at + 1) * length) },
    ]),
  );
}
