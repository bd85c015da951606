// A shared store as a folder and over HTTP: what comes in is verified, and out of reach is said once.
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SharedStore } from './shared.ts';
import { find, keyFolder, resultFolder, type Store } from './store.ts';
import { publishFiles } from './testing.ts';

const [a, b] = ['a', 'b'].map((letter) => letter.repeat(64)) as [string, string];
const files = { 'a.txt': 'one', 'deep/ö b.txt': 'two' };

let root: string;
let [mine, other]: [Store, Store] = [{ folder: '' }, { folder: '' }];
let server: http.Server | undefined;
let said: string[];
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'shared-'));
  [mine, other] = [{ folder: path.join(root, 'mine') }, { folder: path.join(root, 'other') }];
  said = [];
  fs.mkdirSync(there());
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  fs.rmSync(root, { recursive: true });
});
const there = (...names: string[]) => path.join(root, 'there', ...names);

/** A server of files that takes those that are put, as an object store does. */
async function serve(answer?: (response: http.ServerResponse) => void): Promise<string> {
  server = http.createServer((request, response) => {
    if (answer) return answer(response);
    const file = there(...request.url!.split('/').slice(1).map(decodeURIComponent));
    if (request.method === 'PUT') {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      request.pipe(fs.createWriteStream(file)).on('finish', () => response.writeHead(201).end());
    } else if (fs.existsSync(file)) fs.createReadStream(file).pipe(response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const open = (at: string, write = true) => new SharedStore(root, { at, write }, (words) => said.push(words));

describe.each([
  ['a folder', async () => 'there'],
  ['an HTTP server', () => serve()],
])('%s', (_, place) => {
  test('hands a result from one store to another, and has nothing under another key', async () => {
    const shared = open(await place());
    publishFiles(mine, files, { key: a, node: 'first' });
    await shared.push(mine, a);
    const got = await shared.fetch(other, a);
    expect(got).toEqual(find(mine, a));
    expect(fs.readFileSync(path.join(keyFolder(other, a), 'result/deep/ö b.txt'), 'utf8')).toBe('two');
    expect(await shared.fetch(other, b)).toBeUndefined();
    expect(fs.readdirSync(path.join(other.folder, 'tmp'))).toEqual([]);
    expect(said).toEqual([]);
  });

  test('is only read, unless told otherwise', async () => {
    publishFiles(mine, files, { key: a });
    await open(await place(), false).push(mine, a);
    expect(fs.readdirSync(there())).toEqual([]);
  });

  test.each<[string, (result: string) => void]>([
    ['a file', (result) => fs.writeFileSync(there('results', result, 'a.txt'), 'eno')],
    ['a missing file', (result) => fs.rmSync(there('results', result, 'a.txt'))],
    ['the listing', (result) => fs.appendFileSync(there('results', result, 'SHA256'), `${'0'.repeat(64)}  ../../x\n`)],
    ['the provenance', () => fs.writeFileSync(there('keys', a, 'meta.json'), '{}')],
    ['the key of another', () => fs.cpSync(there('keys', b), there('keys', a), { recursive: true })],
  ])('with damage in %s gives nothing, and that is said', async (_what, harm) => {
    const shared = open(await place());
    const { result } = publishFiles(mine, files, { key: a });
    publishFiles(mine, { 'x.txt': 'x' }, { key: b });
    for (const key of [a, b]) await shared.push(mine, key);
    harm(result);
    expect(await shared.fetch(other, a)).toBeUndefined();
    expect(said).toEqual([expect.stringMatching(/^(keys|results)\/.* in the shared store .* is damaged: left there$/)]);
    expect(find(other, a)).toBeUndefined();
    expect(fs.readdirSync(path.join(other.folder, 'tmp'))).toEqual([]);
  });
});

test('a listing that leads out of the result is damage, though its digest is right', async () => {
  const shared = open('there');
  publishFiles(mine, files, { key: a });
  const { result } = find(mine, a)!;
  const listing = path.join(resultFolder(mine, result), 'SHA256');
  const { createHash } = await import('node:crypto');
  fs.writeFileSync(listing, `${createHash('sha256').update('x').digest('hex')}  ../../../x\n`);
  const forged = createHash('sha256').update(fs.readFileSync(listing)).digest('hex');
  const { publishKey } = await import('./publish.ts');
  const { someMeta } = await import('./testing.ts');
  publishKey({ folder: there() }, { ...someMeta, key: a, result: forged });
  fs.mkdirSync(there('results', forged), { recursive: true });
  fs.copyFileSync(listing, there('results', forged, 'SHA256'));
  fs.writeFileSync(there('x'), 'x');
  expect(await shared.fetch(other, a)).toBeUndefined();
  expect(said).toHaveLength(1);
});

test.each<[string, () => Promise<string>, RegExp]>([
  [
    'a folder that is not there',
    async () => 'nowhere',
    /nowhere is out of reach \(there is no such folder\): carried on/,
  ],
  ['a server that is down', async () => 'http://127.0.0.1:9', /is out of reach \(.+\): carried on without it$/],
  ['a server that refuses', () => serve((response) => response.writeHead(403).end()), /out of reach \(403 Forbidden\)/],
  ['a server that breaks off', () => serve((response) => response.destroy()), /is out of reach \(.+\): carried on/],
])('%s is said once, and no harm', async (_, place, message) => {
  const shared = open(await place());
  publishFiles(mine, files, { key: a });
  for (const key of [a, b]) {
    expect(await shared.fetch(other, key)).toBeUndefined();
    await shared.push(mine, key);
  }
  expect(said).toEqual([expect.stringMatching(message)]);
});
