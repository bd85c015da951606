// Results for tests, published as the runner does, and shown as those of a node.
import fs from 'node:fs';
import path from 'node:path';
import type { Meta } from '../results/meta.ts';
import type { Disk } from './disk.ts';
import { openWorkspace } from './publish.ts';
import { openStore, type Store } from './store.ts';
import { nodeFolder, show, type Owner } from './view.ts';

const zeros = '0'.repeat(64);

export const someMeta: Meta = {
  ...{
    key: zeros,
    recipe: zeros,
    result: zeros,
    workflow: 'toys',
    node: 'draw',
    task: 'toy/draw',
    axes: {},
    params: {},
  },
  ...{ seed: null, inputs: {}, files: {}, code: zeros, packages: {}, kinds: {}, node_version: 'v20.19.0' },
  ...{ platform: 'linux-x64', device: { asked: 'cpu' }, records: {}, started: '2026-01-01T00:00:00.000Z', seconds: 1 },
  ...{ peakMemoryMB: 1, commit: null },
};

export type Files = Readonly<Record<string, string>>;

export function writeFiles(folder: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
}

/** Publishes the result of a key. */
export function publishFiles(
  store: Store,
  files: Files,
  meta: Partial<Meta> & { readonly key: string },
  on?: Disk,
): Meta {
  const workspace = openWorkspace(store, meta.key, on);
  writeFiles(workspace.output, files);
  return workspace.publish({ ...someMeta, ...meta });
}

/** Publishes a result and shows it as that of `owner`; gives the folder of the node. */
export function writeResult(root: string, owner: Owner, files: Files, meta: Partial<Meta> & { readonly key: string }) {
  const store = openStore(root);
  publishFiles(store, files, { ...owner, ...meta });
  show(root, store, owner, meta.key);
  return nodeFolder(root, owner);
}
