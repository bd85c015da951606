// Provenance of a result, meta.json: its key, its digest, whose it is, how it came about. What is recorded here and not in
// the key (device, time, commit) cannot matter to it.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

export const META = 'meta.json';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const axes = z.record(z.string(), z.union([z.string(), z.number()]));
const values = z.record(z.string(), z.unknown());
const versions = z.record(z.string(), z.string());

const schema = z.strictObject({
  /** SHA-256 of the specification and the digests of the inputs; equal keys, equal results. */
  key: sha256,
  /** SHA-256 of the specification alone, by which whoever reads a result knows it for that of the right node. */
  recipe: sha256,
  /** SHA-256 of the listing of the result that this belongs to. */
  result: sha256,
  /** The node that computed it; others of the same key found it. */
  workflow: z.string(),
  node: z.string(),
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
});

export type Meta = z.output<typeof schema>;

/** The text of meta.json: provenance and, as its last field, the SHA-256 of all before it. */
export function textOfMeta(meta: Meta): string {
  const whole = schema.parse(meta);
  return `${JSON.stringify({ ...whole, sum: sumOf(whole) }, undefined, 2)}\n`;
}

/** What texts of meta.json say: a command reads those of its nodes several times. */
const read = new Map<string, Meta | undefined>();

/** meta.json of the folder of a node; undefined where there is none, or it is damaged or of an earlier version. */
export function readMeta(folder: string): Meta | undefined {
  try {
    const text = fs.readFileSync(path.join(folder, META), 'utf8');
    if (!read.has(text)) read.set(text, metaOf(text));
    return read.get(text);
  } catch {
    return undefined;
  }
}

function metaOf(text: string): Meta | undefined {
  const { sum, ...rest } = JSON.parse(text) as Record<string, unknown>;
  const meta = schema.parse(rest);
  return sum === sumOf(meta) ? meta : undefined;
}

const sumOf = (meta: Meta) => createHash('sha256').update(JSON.stringify(meta)).digest('hex');

/** JETDEMON_COMMIT, by which a command tells its nodes; without it, what git says. */
export function commitOfRun(root: string): string | null {
  const told = process.env['JETDEMON_COMMIT'];
  return told === undefined ? gitCommit(root) : told || null;
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
