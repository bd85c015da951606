// Signed requests to a bucket: against a server that works out every signature by itself, from Amazon's description of it
// (Signature Version 4), and is held to the signatures of the examples there.
import { createHash, createHmac } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { s3Place } from './s3.ts';
import { SharedStore } from './shared.ts';
import { find, keyFolder, type Store } from './store.ts';
import { publishFiles } from './testing.ts';

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const hmac = (key: string | Uint8Array, text: string) => createHmac('sha256', key).update(text).digest();
const encoded = (text: string) => encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`); // prettier-ignore

interface Asked {
  readonly method: string;
  /** As it was sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Signature of a request by the headers that it names as signed, "Authenticating Requests: Using the Authorization Header". */
function signatureOf({ method, url, headers }: Asked, secret: string): string {
  const [, date, region, signed] = /Credential=[^/]+\/(\d{8})\/([^/]+)\/s3\/aws4_request, *SignedHeaders=([^,]+)/.exec(headers['authorization']!)!; // prettier-ignore
  const { pathname, searchParams } = new URL(url, 'http://host');
  const query = [...searchParams].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort();
  const canonical = [
    method,
    pathname.split('/').map((part) => encoded(decodeURIComponent(part))).join('/'), // prettier-ignore
    query.join('&'),
    ...signed!.split(';').map((name) => `${name}:${headers[name]!.trim()}`),
    '',
    signed,
    headers['x-amz-content-sha256'],
  ].join('\n');
  const scope = `${date}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = [date!, region!, 's3', 'aws4_request'].reduce<string | Uint8Array>(hmac, `AWS4${secret}`);
  return hmac(key, toSign).toString('hex');
}

test('the server that judges has the signatures of Amazon’s own examples', () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const credential = 'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
  const common = { host: 'examplebucket.s3.amazonaws.com', 'x-amz-date': '20130524T000000Z' };
  const get = {
    ...common,
    range: 'bytes=0-9',
    'x-amz-content-sha256': sha256(''),
    authorization: `${credential},SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=`,
  };
  expect(signatureOf({ method: 'GET', url: '/test.txt', headers: get }, secret)).toBe(
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  );
  const put = {
    ...common,
    date: 'Fri, 24 May 2013 00:00:00 GMT',
    'x-amz-content-sha256': sha256('Welcome to Amazon S3.'),
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    authorization: `${credential},SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,Signature=`,
  };
  expect(signatureOf({ method: 'PUT', url: '/test$file.text', headers: put }, secret)).toBe(
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  );
});

const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'wJalr/secret', AWS_REGION: 'eu-central-1' };
const objects = new Map<string, Buffer>();
let busy = 0;
let server: http.Server;
let root: string;
let stores: readonly [Store, Store];
let said: string[];

beforeAll(async () => {
  server = http.createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const refuse = (status: number, code: string) =>
        response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);
      const { method = '', url = '' } = request;
      const headers = request.headers as Record<string, string>;
      const body = Buffer.concat(pieces);
      if (busy-- > 0) return refuse(503, 'SlowDown');
      if (!headers['authorization']) return refuse(403, 'AccessDenied');
      const given = /Signature=([0-9a-f]{64})$/.exec(headers['authorization'])?.[1];
      const right = signatureOf({ method, url, headers }, keys.AWS_SECRET_ACCESS_KEY);
      if (!headers['authorization'].includes('/eu-central-1/')) return refuse(400, 'AuthorizationHeaderMalformed');
      if (given !== right) return refuse(403, 'SignatureDoesNotMatch');
      if (headers['x-amz-content-sha256'] !== sha256(body)) return refuse(400, 'XAmzContentSHA256Mismatch');
      const name = decodeURIComponent(url);
      if (method === 'PUT') return (objects.set(name, body), response.end());
      const found = objects.get(name);
      return found ? response.end(found) : refuse(404, 'NoSuchKey');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 's3-'));
  stores = [{ folder: path.join(root, 'mine') }, { folder: path.join(root, 'other') }];
  said = [];
  busy = 0;
  objects.clear();
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const [name, value] of Object.entries({ ...keys, AWS_ENDPOINT_URL_S3: endpoint, AWS_SESSION_TOKEN: '' }))
    vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(root, { recursive: true });
});

const key = 'a'.repeat(64);
const open = (write = true) =>
  new SharedStore(root, { at: 's3://results/team/ö x', write }, (words) => said.push(words));
const files = { 'a.txt': 'one', "deep/ö b+c (1)*'!.txt": 'two' };

test('hands a result on, whatever its files are called', async () => {
  const [mine, other] = stores;
  publishFiles(mine, files, { key });
  await open().push(mine, key);
  expect([...objects.keys()]).toContain(`/results/team/ö x/keys/${key}/meta.json`);
  expect(await open(false).fetch(other, key)).toEqual(find(mine, key));
  expect(fs.readFileSync(path.join(keyFolder(other, key), "result/deep/ö b+c (1)*'!.txt"), 'utf8')).toBe('two');
  expect(await open().fetch(other, 'b'.repeat(64))).toBeUndefined();
  expect(said).toEqual([]);
});

test('writes nothing unless told to, and takes nothing that its digest does not prove', async () => {
  const [mine, other] = stores;
  publishFiles(mine, files, { key });
  await open(false).push(mine, key);
  expect(objects.size).toBe(0);
  await open().push(mine, key);
  const name = [...objects.keys()].find((one) => one.endsWith('/a.txt'))!;
  objects.set(name, Buffer.from('eno'));
  expect(await open().fetch(other, key)).toBeUndefined();
  expect(said).toEqual([expect.stringMatching(/a\.txt in the shared store s3:\/\/results\/team\/ö x is damaged/)]);
});

test('a server that has too much to do is asked again', async () => {
  publishFiles(stores[0], files, { key });
  busy = 2;
  await open().push(stores[0], key);
  expect(said).toEqual([]);
  expect(objects.size).toBe(4);
});

test.each([
  ['of another secret', { AWS_SECRET_ACCESS_KEY: 'other' }, '403 Forbidden, SignatureDoesNotMatch'],
  ['of another region', { AWS_REGION: 'us-west-2' }, '400 Bad Request, AuthorizationHeaderMalformed'],
  ['without keys', { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }, '403 Forbidden, AccessDenied'],
  ['of a server that is down', { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' }, 'bad port'],
])('requests %s are refused, which is said once', async (_, environment, reason) => {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  publishFiles(stores[0], files, { key });
  const shared = open();
  await shared.push(stores[0], key);
  expect(await shared.fetch(stores[1], key)).toBeUndefined();
  expect(said).toEqual([`the shared store s3://results/team/ö x is out of reach (${reason}): carried on without it`]);
  expect(objects.size).toBe(0);
});

test('Amazon’s own servers by bucket and region; a session token goes along', async () => {
  const at = (name: string) => s3Place(name, keys).address;
  expect(at('s3://results')).toBe('https://results.s3.eu-central-1.amazonaws.com');
  expect(at('s3://my.results/a/b/')).toBe('https://s3.eu-central-1.amazonaws.com/my.results/a/b');
  const { authorize, address } = s3Place('s3://results', { ...keys, AWS_SESSION_TOKEN: 'token' });
  const headers = await authorize('GET', `${address}/x`);
  expect(headers['x-amz-security-token']).toBe('token');
  expect(headers['authorization']).toContain('SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token');
});

test.each([
  ['s3:/results', keys, /^shared\.at: expected s3:\/\/BUCKET or s3:\/\/BUCKET\/PREFIX, found "s3:\/results"$/],
  ['s3://Results', keys, /found "s3:\/\/Results"$/],
  ['s3://results', { AWS_ACCESS_KEY_ID: 'a', AWS_REGION: 'x' }, /: expected AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, found the first alone$/], // prettier-ignore
  ['s3://results', {}, /^s3:\/\/results: expected the region of the bucket in AWS_REGION, found none$/],
])('%s with %o is refused', (at, environment, message) => {
  expect(() => s3Place(at, environment)).toThrow(message);
});
