// A shared store on a server of Amazon S3's interface that is not ours: moto, which checks signatures with botocore.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { SharedStore } from '../../tools/store/shared.ts';
import { find, keyFolder } from '../../tools/store/store.ts';
import { publishFiles } from '../../tools/store/testing.ts';

const peers = process.env['JETDEMON_PEERS'] ?? '';

describe.skipIf(peers === '')('moto', () => {
  let server: ChildProcess;
  let found: { readonly endpoint: string; readonly id: string; readonly secret: string };
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'moto-'));
  beforeAll(async () => {
    server = spawn(peers, [path.join(import.meta.dirname, 's3.py')], { stdio: ['pipe', 'pipe', 'ignore'] });
    const [line] = (await once(server.stdout!, 'data')) as [Buffer];
    found = JSON.parse(line.toString()) as typeof found;
  }, 120_000);
  afterAll(() => {
    server.stdin!.end();
    fs.rmSync(root, { recursive: true });
  });
  afterEach(() => vi.unstubAllEnvs());

  const [mine, other] = ['mine', 'other'].map((name) => ({ folder: path.join(root, name) })) as [
    { folder: string },
    { folder: string },
  ];
  const key = 'a'.repeat(64);
  const said: string[] = [];
  const open = (secret = found.secret) => {
    const environment = { AWS_ENDPOINT_URL_S3: found.endpoint, AWS_ACCESS_KEY_ID: found.id };
    for (const [name, value] of Object.entries({ ...environment, AWS_SECRET_ACCESS_KEY: secret })) vi.stubEnv(name, value); // prettier-ignore
    return new SharedStore(root, { at: 's3://results/team', write: true }, (words) => said.push(words));
  };

  test('takes what is handed on, and gives it back', async () => {
    publishFiles(mine, { 'a.txt': 'one', "deep/ö b+c (1)*'!.txt": 'two' }, { key });
    await open().push(mine, key);
    const got = await open().fetch(other, key);
    expect(said).toEqual([]);
    expect(got).toEqual(find(mine, key));
    expect(fs.readFileSync(path.join(keyFolder(other, key), "result/deep/ö b+c (1)*'!.txt"), 'utf8')).toBe('two');
    expect(await open().fetch(other, 'b'.repeat(64))).toBeUndefined();
    expect(said).toEqual([]);
  });

  test('refuses a signature by another secret', async () => {
    expect(await open('another').fetch({ folder: path.join(root, 'third') }, key)).toBeUndefined();
    expect(said).toEqual([expect.stringMatching(/out of reach \(403 FORBIDDEN, SignatureDoesNotMatch\): carried on/i)]);
  });
});
