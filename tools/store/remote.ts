// Places for shared results: a folder (of a network file system, say) or an HTTP server that answers GET, and PUT where
// results are handed on, as object stores do.
import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { SharedConfig } from './config.ts';

/** Neither yes nor no. */
export class OutOfReach extends Error {}

export interface Remote {
  readonly name: string;
  /** Copies a file from there; false where there is none. @throws OutOfReach */
  get(name: string, to: string): Promise<boolean>;
  /** Copies a file there, whole or not at all. @throws OutOfReach */
  put(name: string, from: string): Promise<void>;
}

/** An answer begins within this time [ms], and a file is there within that one. */
const ANSWER_MS = 15_000;
const FILE_MS = 30 * 60_000;

export function openRemote(root: string, { at }: SharedConfig): Remote {
  return /^https?:\/\//.test(at) ? httpRemote(at) : folderRemote(path.resolve(root, at));
}

function folderRemote(folder: string): Remote {
  const reach = () => {
    if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new OutOfReach('there is no such folder');
  };
  return {
    name: folder,
    async get(name, to) {
      reach();
      try {
        await fs.promises.copyFile(path.join(folder, name), to);
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
        throw new OutOfReach((error as Error).message);
      }
    },
    async put(name, from) {
      reach();
      const file = path.join(folder, name);
      const part = `${file}~${process.pid}`;
      try {
        await fs.promises.mkdir(path.dirname(file), { recursive: true });
        await fs.promises.copyFile(from, part);
        await fs.promises.rename(part, file);
      } catch (error) {
        throw new OutOfReach((error as Error).message);
      }
    },
  };
}

/** Authorisation, where one is needed, is the value of that header in JETDEMON_SHARED_AUTHORIZATION. */
function httpRemote(url: string): Remote {
  const address = (name: string) => `${url.replace(/\/$/, '')}/${name.split('/').map(encodeURIComponent).join('/')}`;
  const ask = async (name: string, init: RequestInit = {}): Promise<Response> => {
    const authorization = process.env['JETDEMON_SHARED_AUTHORIZATION'];
    const headers: Record<string, string> = authorization ? { authorization } : {};
    const clock = new AbortController();
    const late = setTimeout(() => clock.abort(new Error('no answer')), init.body ? FILE_MS : ANSWER_MS);
    try {
      return await fetch(address(name), { ...init, headers, signal: clock.signal });
    } catch (error) {
      const { cause } = error as { cause?: Error };
      throw new OutOfReach(cause?.message || (error as Error).message);
    } finally {
      clearTimeout(late);
    }
  };
  return {
    name: url,
    async get(name, to) {
      const response = await ask(name);
      if (response.status === 404) return false;
      if (!response.ok || !response.body) throw new OutOfReach(`${response.status} ${response.statusText}`);
      try {
        await pipeline(Readable.fromWeb(response.body as ReadableStream), fs.createWriteStream(to), {
          signal: AbortSignal.timeout(FILE_MS),
        });
      } catch (error) {
        throw new OutOfReach((error as Error).message);
      }
      return true;
    },
    async put(name, from) {
      const body = await fs.openAsBlob(from); // its length is known, which object stores insist on
      const response = await ask(name, { method: 'PUT', body });
      await response.arrayBuffer();
      if (!response.ok) throw new OutOfReach(`${response.status} ${response.statusText}`);
    },
  };
}
