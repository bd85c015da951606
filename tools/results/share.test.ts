import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { shareWithCache } from './share.ts';

let root: string;
beforeEach(() => void (root = fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-'))));
afterEach(() => fs.rmSync(root, { recursive: true }));

test('large files that are the same become one, small and different ones stay', () => {
  const large = Buffer.alloc(17 * 2 ** 20, 'x');
  const other = Buffer.from(large);
  other[5] = 0;
  for (const [folder, changed] of [
    ['out', large],
    ['cache', other],
  ] as const) {
    fs.mkdirSync(path.join(root, folder, 'result'), { recursive: true });
    fs.writeFileSync(path.join(root, folder, 'result/large'), large);
    fs.writeFileSync(path.join(root, folder, 'result/changed'), changed);
    fs.writeFileSync(path.join(root, folder, 'small'), 'x');
  }
  const share = () => shareWithCache(path.join(root, 'out'), path.join(root, 'cache'));
  expect(share()).toBe(large.length);
  const inode = (file: string) => fs.statSync(path.join(root, file)).ino;
  expect(inode('cache/result/large')).toBe(inode('out/result/large'));
  expect(inode('cache/result/changed')).not.toBe(inode('out/result/changed'));
  expect(inode('cache/small')).not.toBe(inode('out/small'));
  expect(fs.readFileSync(path.join(root, 'cache/result/changed')).equals(other)).toBe(true);
  expect(share()).toBe(0);
  expect(shareWithCache(path.join(root, 'out'), path.join(root, 'none'))).toBe(0);
});
