// Shared store: results of other machines by key, from a folder, over HTTP or from S3; read, and written where the configuration says
// so. Whatever comes in is verified by its digests; out of reach is said once, and the run goes on without.
import fs from 'node:fs';
import path from 'node:path';
import { digestOfFile, LISTING, parseListing } from '@jetdemon/workflow/checksums';
import { META, readMeta, type Meta } from '../results/meta.ts';
import type { SharedConfig } from './config.ts';
import { openRemote } from './places.ts';
import { publishContents, publishKey } from './publish.ts';
import { OutOfReach, type Remote } from './remote.ts';
import { find, listingIn, resultFolder, type Store } from './store.ts';

export class SharedStore {
  readonly #remote: Remote;
  #lost = false;
  #fetches = 0;

  /** @param warn is told, once, when the shared store is out of reach, and of every entry that is damaged there */
  constructor(
    root: string,
    private readonly config: SharedConfig,
    private readonly warn: (words: string) => void,
  ) {
    this.#remote = openRemote(root, config);
  }

  /** Brings the result of a key into a store; undefined where it is not there, damaged or out of reach. */
  async fetch(store: Store, key: string): Promise<Meta | undefined> {
    const folder = path.join(store.folder, 'tmp', `${key}~${process.pid}.${++this.#fetches}`);
    return this.#reach(async () => {
      try {
        return await this.#fetchInto(store, key, folder);
      } finally {
        fs.rmSync(folder, { recursive: true, force: true });
      }
    });
  }

  /** Hands on the result of a key, where the configuration says so. */
  async push(store: Store, key: string): Promise<void> {
    const meta = this.config.write ? find(store, key) : undefined;
    if (!meta) return;
    await this.#reach(async () => {
      const folder = resultFolder(store, meta.result);
      const names = [...listingIn(store, meta.result).keys()];
      // what names the rest comes last: a key that is there is whole
      for (const name of [...names, LISTING])
        await this.#remote.put(`results/${meta.result}/${name}`, path.join(folder, name));
      await this.#remote.put(`keys/${key}/${META}`, path.join(store.folder, 'keys', key, META));
    });
  }

  async #fetchInto(store: Store, key: string, folder: string): Promise<Meta | undefined> {
    const result = path.join(folder, 'result');
    fs.mkdirSync(result, { recursive: true });
    if (!(await this.#remote.get(`keys/${key}/${META}`, path.join(folder, META)))) return undefined;
    const meta = readMeta(folder);
    if (meta?.key !== key) return this.#damaged(`keys/${key}/${META}`);
    const listing = path.join(folder, LISTING);
    const from = `results/${meta.result}`;
    if (!(await this.#remote.get(`${from}/${LISTING}`, listing)) || digestOfFile(listing) !== meta.result)
      return this.#damaged(`${from}/${LISTING}`);
    for (const [name, digest] of parseListing(fs.readFileSync(listing, 'utf8')) ?? []) {
      const file = path.join(result, name);
      if (path.relative(result, file).startsWith('..') || path.isAbsolute(name))
        return this.#damaged(`${from}/${LISTING}`);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      if (!(await this.#remote.get(`${from}/${name}`, file)) || digestOfFile(file) !== digest)
        return this.#damaged(`${from}/${name}`);
    }
    if (publishContents(store, result, path.join(folder, 'damaged')) !== meta.result) return this.#damaged(from);
    publishKey(store, meta);
    return find(store, key);
  }

  #damaged(name: string): undefined {
    this.warn(`${name} in the shared store ${this.#remote.name} is damaged: left there`);
    return undefined;
  }

  async #reach<T>(action: () => Promise<T>): Promise<T | undefined> {
    if (this.#lost) return undefined;
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof OutOfReach)) throw error;
      this.#lost = true;
      this.warn(`the shared store ${this.#remote.name} is out of reach (${error.message}): carried on without it`);
      return undefined;
    }
  }
}

/** That of a checkout, where one is configured. */
export function openShared(
  root: string,
  config: SharedConfig | undefined,
  warn: (words: string) => void,
): SharedStore | undefined {
  return config && new SharedStore(root, config, warn);
}
