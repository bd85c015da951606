// Store of results: the contents of each under the digest of its listing, once; what is known of a node's key beside them.
// A result is found by its key alone, in whatever workflow, node or checkout that shares the store it was computed.
import fs from 'node:fs';
import path from 'node:path';
import { damageOf, digestOfFolder, LISTING, parseListing } from '@jetdemon/workflow/checksums';
import { readMeta, type Meta } from '../results/meta.ts';
import { configOf } from './config.ts';
import { entryAt } from './disk.ts';

export interface Store {
  readonly folder: string;
}

/** The store of a checkout: JETDEMON_STORE, else `store` in jetdemon.yaml, else beside what people look at. */
export function openStore(root: string): Store {
  const named = process.env['JETDEMON_STORE'] || configOf(root).store;
  return { folder: named ? path.resolve(root, named) : path.join(root, 'out', '.store') };
}

export const keysFolder = ({ folder }: Store) => path.join(folder, 'keys');
export const resultsFolder = ({ folder }: Store) => path.join(folder, 'results');
/** Provenance, meta.json, and a link `result` to the contents. */
export const keyFolder = (store: Store, key: string) => path.join(keysFolder(store), key);
/** Where the link in the folder of a key leads. */
export const linkTo = (digest: string) => path.join('..', '..', 'results', digest);
/** Files and their listing. */
export const resultFolder = (store: Store, digest: string) => path.join(resultsFolder(store), digest);
/** Where what has this key is computed. */
export const workFolder = ({ folder }: Store, key: string) => path.join(folder, 'tmp', key);
/** Checkpoints of what has this key and did not finish. */
export const scratchFolder = ({ folder }: Store, key: string) => path.join(folder, 'scratch', key);
export const lockOfKey = ({ folder }: Store, key: string) => path.join(folder, 'lock', key);

/**
 * Provenance of the result of a key, every file of which was read and matches; undefined without one.
 *
 * @param damage what is wrong with contents, for whoever knows without reading them
 */
export function find(store: Store, key: string, damage = damageIn): Meta | undefined {
  const meta = readMeta(keyFolder(store, key));
  return meta?.key === key && damage(store, meta.result) === undefined ? meta : undefined;
}

/** What is wrong with the contents of this digest, in words. */
export function damageIn(store: Store, digest: string): string | undefined {
  const folder = resultFolder(store, digest);
  return (
    damageOf(folder) ?? (digestOfFolder(folder) === digest ? undefined : 'its listing is not the one that names it')
  );
}

/** The digest of every file of contents, in the words of their listing: name -> SHA-256. */
export function listingIn(store: Store, digest: string): Map<string, string> {
  return parseListing(fs.readFileSync(path.join(resultFolder(store, digest), LISTING), 'utf8')) ?? new Map();
}

/** Names in a folder of the store, none where there is no such folder. */
export const namesIn = (folder: string): string[] => (entryAt(folder)?.isDirectory() ? fs.readdirSync(folder) : []);
