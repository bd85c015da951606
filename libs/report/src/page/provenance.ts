// Provenance of a report, as far as its inputs tell: which nodes, with which parameters, and the SHA-256 of their
// files.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Input } from '@jetdemon/workflow';
import { version as vegaVersion } from 'vega';
import { version as vegaLiteVersion } from 'vega-lite';
import manifest from '../../package.json' with { type: 'json' };

/** One upstream node: its parameters, and the digest of each file of its result. */
export interface NodeRecord {
  readonly node: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

/** The record of every node that `inputs` come from, each once, in the order given. */
export async function recordsOf(inputs: readonly Input[]): Promise<NodeRecord[]> {
  const nodes = new Map(inputs.map((input) => [input.node, input]));
  return Promise.all([...nodes.values()].map(recordOf));
}

async function recordOf({ node, params, folder }: Input): Promise<NodeRecord> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name !== 'SHA256') // that one is the runner's own list
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
  const files = await Promise.all(names.map(async (name) => ({ name, sha256: await digest(join(folder, name)) })));
  return { node, params, files };
}

async function digest(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** The software that drew this page; what the other nodes ran on is in the meta.json beside their results. */
export const software: Readonly<Record<string, string>> = {
  jetdemon: manifest.version,
  'Node.js': process.versions.node,
  vega: vegaVersion,
  'vega-lite': vegaLiteVersion,
};
