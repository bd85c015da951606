// The inputs of a node as a private, verified snapshot: hard links, so that it costs nothing and another command that
// cleans the store meanwhile cannot pull a file away from under a running task.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError, type Input } from '@jetdemon/workflow';
import type { LinkedSpec, UpstreamSpec } from '../catalogue/node-spec.ts';
import { damageOf, digestOfFolder, filesOf, LISTING } from '@jetdemon/workflow/checksums';
import { resultFolder, type Store } from '../store/store.ts';
import { shown, strangenessOf } from '../store/view.ts';

/** Tries before an input counts as damaged: another command may be publishing it. */
const TRIES = 5;
const PAUSE_MS = 200;

export type Digests = Readonly<Record<string, readonly string[]>>;

/** Port -> digest of the listing of each input. */
export async function inputDigests(root: string, { workflow, inputs, recipes }: LinkedSpec): Promise<Digests> {
  const digests: Record<string, string[]> = {};
  for (const [port, { nodes }] of Object.entries(inputs)) {
    digests[port] = [];
    for (const { node } of nodes) {
      await patiently(workflow, node, () => strangenessOf(root, { workflow, node }, recipes[node]!));
      digests[port].push(shown(root, { workflow, node })!.result);
    }
  }
  return digests;
}

/** Links every input below `folder`, checks it there, and gives what the task is handed. */
export async function snapshotInputs(store: Store, { workflow, inputs }: LinkedSpec, digests: Digests, folder: string) {
  const ports: Record<string, Input | readonly Input[]> = {};
  for (const [port, { take, named, nodes }] of Object.entries(inputs)) {
    const taken: Input[] = [];
    for (const [i, upstream] of nodes.entries()) {
      const digest = digests[port]![i]!;
      const to = path.join(folder, port, upstream.node);
      await patiently(workflow, upstream.node, () => snapshot(resultFolder(store, digest), to, digest));
      taken.push(inputOf(named ? upstream : { ...upstream, axes: {}, params: {} }, to));
    }
    ports[port] = take === 'many' ? taken : taken[0]!;
  }
  return ports;
}

const inputOf = (upstream: UpstreamSpec, folder: string): Input => ({ ...upstream, folder });

/** What is wrong with the snapshot, in words. */
function snapshot(from: string, to: string, digest: string): string | undefined {
  fs.rmSync(to, { recursive: true, force: true });
  try {
    for (const file of [...filesOf(from), LISTING]) {
      fs.mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
      linkOrCopy(path.join(from, file), path.join(to, file));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return 'a file is missing';
  }
  return damageOf(to) ?? (digestOfFolder(to) === digest ? undefined : 'it changed while it was read');
}

function linkOrCopy(from: string, to: string): void {
  try {
    fs.linkSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    fs.copyFileSync(from, to);
  }
}

async function patiently(workflow: string, node: string, attempt: () => string | undefined): Promise<void> {
  for (let left = TRIES; ; left--) {
    const damage = attempt();
    if (damage === undefined) return;
    if (left === 1) throw damaged(workflow, node, damage);
    await sleep(PAUSE_MS);
  }
}

export function damaged(workflow: string, node: string, damage: string): InputError {
  return new InputError(
    `the result of ${node} (out/${workflow}/${node}/result) is damaged: ${damage}; ` +
      `compute it again with: npx jetdemon run ${workflow} ${node} --force`,
    undefined,
    { node, file: `out/${workflow}/${node}/result` },
  );
}
