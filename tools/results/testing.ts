// Results for tests: a folder of a node with the given files, as publishing would leave it.
import fs from 'node:fs';
import path from 'node:path';
import { digestOfFolder, writeListing } from './checksums.ts';
import { writeMeta, type Meta } from './meta.ts';
import { nodeFolder, type Owner } from './ownership.ts';

const zeros = '0'.repeat(64);

export const someMeta: Meta = {
  ...{ key: zeros, result: zeros, workflow: 'toys', node: 'draw', task: 'toy/draw', axes: {}, params: {}, seed: null },
  ...{ inputs: {}, files: {}, code: zeros, packages: {}, kinds: {}, node_version: 'v20.19.0', platform: 'linux-x64' },
  ...{ device: { asked: 'cpu' }, records: {}, started: '2026-01-01T00:00:00.000Z', seconds: 1, peakMemoryMB: 1 },
  ...{ commit: null, nx: null },
};

/** Writes the result of `owner`, and gives the folder of the node. */
export function writeResult(
  root: string,
  owner: Owner,
  files: Readonly<Record<string, string>>,
  meta: Partial<Meta> = {},
): string {
  const folder = nodeFolder(root, owner);
  const result = path.join(folder, 'result');
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(result, name)), { recursive: true });
    fs.writeFileSync(path.join(result, name), text);
  }
  fs.mkdirSync(result, { recursive: true });
  writeListing(result);
  const { workflow, node } = owner;
  writeMeta(folder, { ...someMeta, workflow, node, result: digestOfFolder(result)!, ...meta });
  return folder;
}
