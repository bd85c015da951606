// A classifier taken over from a published result: checked file by file, read once, copied as it is.
import { existsSync, readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { classifier as kind } from '@jetdemon/artifacts';
import { InputError } from '@jetdemon/workflow';
import { damageOf, digestOfFolder, filesOf } from '@jetdemon/workflow/checksums';
import * as z from 'zod';
import { readSeen } from './seen.ts';
import { loadClassifier } from './store.ts';

export interface Loaded {
  /** SHA-256 of the listing of the result. */
  readonly result: string;
  /** Jets that it was trained on, and others that it was chosen on. */
  readonly trained: number;
  readonly chosen: number;
  /** What it is, in words. */
  readonly about: string;
}

/** Of the provenance beside a result: whose it is, and the versions of what it holds. */
const provenance = z.looseObject({ result: z.string(), kinds: z.record(z.string(), z.number()) });

/**
 * Copies the files of a result into another folder.
 *
 * @throws InputError for a folder that is no result, is damaged, or holds no classifier of this version
 */
export async function loadResult(folder: string, output: string): Promise<Loaded> {
  const fail = (message: string): never => {
    throw new InputError(message, `${folder}:`);
  };
  const result = digestOfFolder(folder);
  if (result === undefined)
    return fail('expected the folder of a result, out/WORKFLOW/NODE/result, found one without its list of checksums');
  const damage = damageOf(folder);
  if (damage !== undefined) return fail(`the result is damaged: ${damage}; compute it again, or copy it again`);
  const files = filesOf(folder);
  if (!files.includes('classifier.json')) return fail(`expected a classifier, found ${files.slice(0, 9).join(', ')}`);
  const version = versionOf(join(folder, '..', 'meta.json'), result);
  if (version !== undefined && version !== kind.version)
    return fail(`expected a classifier of version ${kind.version}, found version ${version}: compute it again`);
  const loaded = await loadClassifier(folder);
  const { trained, chosen } = await readSeen(folder);
  for (const file of files) await copyFile(join(folder, file), join(output, file));
  const about =
    'imported' in loaded ? `imported from ${loaded.imported.file}` : `${loaded.name}, epoch ${loaded.epoch}`;
  return { result, trained: trained.length, chosen: chosen.length, about };
}

/** The version of the kind that a result was written as; undefined where nothing beside it says that. */
function versionOf(file: string, result: string): number | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { data } = provenance.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return data?.result === result ? data.kinds[kind.name] : undefined;
  } catch {
    return undefined;
  }
}
