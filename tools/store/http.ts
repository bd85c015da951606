// An HTTP server as a place for shared results: it answers GET, and PUT where results are handed on, as object stores do.
import fs from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadableStream } from 'node:stream/web';
import { digestOfFile } from '@jetdemon/workflow/checksums';
import { OutOfReach, type Remote } from './remote.ts';

export interface HttpPlace {
  /** For people. */
  readonly name: string;
  /** Below which files have their names. */
  readonly address: string;
  /** Headers by which a server knows who asks. @param digest SHA-256 of what is put */
  readonly authorize: (
    method: 'GET' | 'PUT',
    url: string,
    digest?: string,
  ) => Promise<Readonly<Record<string, string>>>;
}

/** An answer begins within this time [ms], and a file is there within that one. */
const ANSWER_MS = 15_000;
const FILE_MS = 30 * 60_000;
/** Answers of a server that has too much to do: it is asked again, so often and after this time [ms], doubled each time. */
const BUSY = new Set([429, 500, 502, 503, 504]);
const TRIES = 3;
const PAUSE_MS = 300;

export function httpRemote({ name: place, address, authorize }: HttpPlace): Remote {
  const urlOf = (name: string) => `${address}/${encodePath(name)}`;
  const ask = async (name: string, method: 'GET' | 'PUT', from?: string): Promise<Response> => {
    const digest = from === undefined ? undefined : digestOfFile(from);
    const body = from === undefined ? undefined : await fs.openAsBlob(from); // its length is known, which object stores insist on
    for (let left = TRIES; ; left--) {
      const headers = await authorize(method, urlOf(name), digest);
      const response = await answer(urlOf(name), { method, headers, ...(body && { body }) });
      if (!BUSY.has(response.status) || left === 1) return response;
      await response.arrayBuffer();
      await sleep(PAUSE_MS * 2 ** (TRIES - left));
    }
  };
  return {
    name: place,
    async get(name, to) {
      const response = await ask(name, 'GET');
      if (response.status === 404) return false;
      if (!response.ok || !response.body) throw new OutOfReach(await refusal(response));
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
      const response = await ask(name, 'PUT', from);
      if (!response.ok) throw new OutOfReach(await refusal(response));
      await response.arrayBuffer();
    },
  };
}

/** A path as every server signs and reads it: what encodeURIComponent leaves as it is encoded too (RFC 3986, section 2.3). */
export const encodePath = (path: string) =>
  encodeURIComponent(path)
    .replaceAll('%2F', '/')
    .replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

async function answer(url: string, init: RequestInit): Promise<Response> {
  const clock = new AbortController();
  const late = setTimeout(() => clock.abort(new Error('no answer')), init.body ? FILE_MS : ANSWER_MS);
  try {
    return await fetch(url, { ...init, signal: clock.signal });
  } catch (error) {
    const { cause } = error as { cause?: Error };
    throw new OutOfReach(cause?.message || (error as Error).message);
  } finally {
    clearTimeout(late);
  }
}

/** `403 Forbidden, AccessDenied`: status, and the code that object stores give in XML. */
async function refusal(response: Response): Promise<string> {
  const text = await response.text().catch(() => '');
  const [, code] = /<Code>(\w{1,60})<\/Code>/.exec(text) ?? [];
  return [`${response.status} ${response.statusText}`.trim(), ...(code === undefined ? [] : [code])].join(', ');
}
