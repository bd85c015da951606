// Provenance of a result, meta.json: whose result it is, its digest, its key, how it came about. What is recorded here and
// not in the key (device, time, commit) cannot matter to it.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

export const META = 'meta.json';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const axes = z.record(z.string(), z.union([z.string(), z.number()]));
const values = z.record(z.string(), z.unknown());
const versions = z.record(z.string(), z.string());
const owner = z.strictObject({ workflow: z.string(), node: z.string() });

const schema = z.strictObject({
  /** SHA-256 of the specification and the digests of the inputs; equal keys, equal results. */
  key: sha256,
  /** SHA-256 of the listing of the result that this belongs to. */
  result: sha256,
  ...owner.shape,
  /** The node that computed it, where it was found by its key. */
  from: owner.optional(),
  task: z.string(),
  axes,
  params: values,
  seed: z.unknown(),
  /** Port -> node -> SHA-256 of its listing. */
  inputs: z.record(z.string(), z.record(z.string(), sha256)),
  /** File that a parameter names -> SHA-256. */
  files: z.record(z.string(), sha256),
  /** SHA-256 of the emitted code of the task. */
  code: sha256,
  /** npm package -> version. */
  packages: versions,
  /** Kind that the task touches -> version. */
  kinds: z.record(z.string(), z.number()),
  node_version: z.string(),
  platform: z.string(),
  device: z.strictObject({ asked: z.string() }),
  /** What the task recorded: the device it used and why, for one. */
  records: values,
  /** ISO 8601. */
  started: z.string(),
  seconds: z.number(),
  peakMemoryMB: z.number(),
  /** null outside a git checkout; `-dirty` where tracked files were changed. */
  commit: z.string().nullable(),
  /** Nx's own key of the run that computed it. */
  nx: z.string().nullable(),
});

export type Meta = z.output<typeof schema>;

/** Writes meta.json into the folder of a node. */
export function writeMeta(folder: string, meta: Meta): void {
  fs.writeFileSync(path.join(folder, META), `${JSON.stringify(schema.parse(meta), undefined, 2)}\n`);
}

/** meta.json of the folder of a node; undefined where there is none or it is damaged. */
export function readMeta(folder: string): Meta | undefined {
  try {
    return schema.parse(JSON.parse(fs.readFileSync(path.join(folder, META), 'utf8')));
  } catch {
    return undefined;
  }
}

export function gitCommit(root: string): string | null {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return git('rev-parse', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '-dirty');
  } catch {
    return null;
  }
}
