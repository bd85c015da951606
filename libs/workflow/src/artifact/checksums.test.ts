import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { damageOf, digestOfFile, filesOf, listingOf } from './checksums.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-sums-'));
  fs.mkdirSync(path.join(folder, 'b'));
  fs.writeFileSync(path.join(folder, 'a.txt'), 'abc');
  fs.writeFileSync(path.join(folder, 'b', 'empty.txt'), '');
  fs.writeFileSync(path.join(folder, 'SHA256'), listingOf(folder, filesOf(folder)));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

// FIPS 180-2, appendix B.1, and the well-known digest of nothing
const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

test('the listing is what sha256sum writes', () => {
  expect(fs.readFileSync(path.join(folder, 'SHA256'), 'utf8')).toBe(`${abc}  a.txt\n${nothing}  b/empty.txt\n`);
  expect(digestOfFile(path.join(folder, 'a.txt'))).toBe(abc);
});

test.each([
  ['nothing', () => {}, undefined],
  ['another content', () => fs.writeFileSync(path.join(folder, 'a.txt'), 'abd'), 'a.txt does not match its checksum'],
  ['a file less', () => fs.rmSync(path.join(folder, 'b/empty.txt')), 'b/empty.txt is missing'],
  ['a file more', () => fs.writeFileSync(path.join(folder, 'c'), ''), 'c does not belong there'],
  ['no listing', () => fs.rmSync(path.join(folder, 'SHA256')), 'SHA256 is missing'],
  [
    'an empty listing',
    () => (
      fs.rmSync(path.join(folder, 'a.txt')),
      fs.rmSync(path.join(folder, 'b'), { recursive: true }),
      fs.writeFileSync(path.join(folder, 'SHA256'), '')
    ),
    'SHA256 lists nothing',
  ],
  [
    'a link',
    () => (fs.rmSync(path.join(folder, 'a.txt')), fs.symlinkSync('/etc/passwd', path.join(folder, 'a.txt'))),
    'a.txt is no file',
  ],
  ['a broken listing', () => fs.writeFileSync(path.join(folder, 'SHA256'), 'x'), 'SHA256 is not a list of checksums'],
  [
    'a folder in the place of a file',
    () => (fs.rmSync(path.join(folder, 'a.txt')), fs.mkdirSync(path.join(folder, 'a.txt'))),
    'a.txt is missing',
  ],
  [
    'a folder in the place of the listing',
    () => (fs.rmSync(path.join(folder, 'SHA256')), fs.mkdirSync(path.join(folder, 'SHA256'))),
    'SHA256 is missing',
  ],
  ['no folder', () => fs.rmSync(folder, { recursive: true }), 'it is missing'],
])('damage by %s is named', (_, damage, words) => {
  damage();
  expect(damageOf(folder)).toBe(words);
});
