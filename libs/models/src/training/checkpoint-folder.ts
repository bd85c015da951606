// Folder of a checkpoint: tensors, each file complete before checkpoint.json, renamed into place, names it with its SHA-256.
// What does not match is no checkpoint: a training then begins anew, with the same result.
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Values } from '@jetdemon/compute';
import { InputError } from '@jetdemon/workflow';
import type { Shapes } from '../networks/network.ts';
import { readWeights, writeWeights } from '../networks/weights.ts';

const MANIFEST = 'checkpoint.json';

interface Manifest<T> {
  readonly training: string;
  readonly contents: T;
  /** Name -> SHA-256. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Writes a checkpoint over the one before.
 *
 * @param training all that decides the outcome, as text
 * @param files tensors by name of their file; one that the checkpoint before has too is not written again
 * @param contents JSON beside them
 * @param owned names of the files that are removed once no checkpoint names them
 */
export async function writeCheckpoint<T>(
  folder: string,
  training: string,
  files: ReadonlyMap<string, Values>,
  contents: T,
  owned: RegExp,
): Promise<void> {
  const present = await readdir(folder);
  const before = (await readManifest(folder))?.files ?? {};
  const digests: Record<string, string> = {};
  for (const [name, values] of files) {
    const known = present.includes(name) ? before[name] : undefined;
    if (known === undefined) await writeWeights(join(folder, `${name}.partial`), values);
    digests[name] = known ?? sha256(await readFile(join(folder, `${name}.partial`)));
    if (known === undefined) await place(join(folder, `${name}.partial`), join(folder, name));
  }
  const manifest: Manifest<T> = { training, contents, files: digests };
  const text = JSON.stringify({ ...manifest, sum: sha256(JSON.stringify(manifest)) });
  await writeFile(join(folder, `${MANIFEST}.partial`), text);
  await place(join(folder, `${MANIFEST}.partial`), join(folder, MANIFEST));
  for (const name of present)
    if (owned.test(name) && !files.has(name)) await rm(join(folder, name), { recursive: true, force: true });
}

/** Brings a file to its place, over whatever a damaged disk left there. */
async function place(from: string, to: string): Promise<void> {
  await rename(from, to).catch(async () => {
    await rm(to, { recursive: true, force: true });
    await rename(from, to);
  });
}

export interface OpenCheckpoint<T> {
  readonly contents: T;
  tensors(name: string, shapes: Shapes): Promise<Values>;
}

/**
 * The checkpoint in a folder, every file of which matches; undefined where there is none, or it is damaged.
 *
 * @throws InputError for a checkpoint of another training
 */
export async function openCheckpoint<T>(folder: string, training: string): Promise<OpenCheckpoint<T> | undefined> {
  const manifest = (await readManifest(folder)) as Manifest<T> | undefined;
  if (!manifest) return undefined;
  if (manifest.training !== training) {
    const message = 'expected a checkpoint of this training, found that of another: delete its folder';
    throw new InputError(message, `${join(folder, MANIFEST)}:`);
  }
  for (const [name, digest] of Object.entries(manifest.files)) {
    const bytes = await readFile(join(folder, name)).catch(() => undefined);
    if (!bytes || sha256(bytes) !== digest) return undefined;
  }
  return { contents: manifest.contents, tensors: (name, shapes) => readWeights(join(folder, name), shapes) };
}

async function readManifest(folder: string): Promise<Manifest<unknown> | undefined> {
  try {
    const { sum, ...manifest } = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) as Manifest<unknown> & {
      readonly sum: string;
    };
    return sha256(JSON.stringify(manifest)) === sum ? manifest : undefined;
  } catch {
    return undefined; // none, or not whole
  }
}

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
