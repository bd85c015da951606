import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { InputError } from '@jetdemon/workflow';
import { describe as group, expect, test } from 'vitest';
import { asStorageError, describe, placeOf, type Given } from './errors.ts';

const given: readonly Given[] = [
  { port: 'nominal', node: 'scores', folder: '/store/tmp/1/nominal/scores', shown: 'out/paper/scores/result' },
  { port: 'variations', node: 'fgsm', folder: '/store/tmp/1/variations/fgsm', shown: 'out/paper/fgsm/result' },
];

group('an error that a user can mend', () => {
  test('about a file of another node has that node, the port it came by and the path where people find it', () => {
    const file = '/store/tmp/1/variations/fgsm/scores.arrow';
    const error = InputError.at({ file, row: 3, column: 'score' }, 'expected a number in [0, 1], found NaN');
    expect(placeOf(error, given)).toEqual({
      file: 'out/paper/fgsm/result/scores.arrow',
      row: 3,
      column: 'score',
      node: 'fgsm',
      port: 'variations',
    });
    expect(describe(error, given)).toBe(
      'out/paper/fgsm/result/scores.arrow: row 3, column score: expected a number in [0, 1], found NaN',
    );
  });

  test('about a node has its port', () => {
    const error = InputError.at({ node: 'scores' }, 'expected jets of both classes, found no signal (label 1)');
    expect(placeOf(error, given)).toEqual({ node: 'scores', port: 'nominal' });
    expect(describe(error, given)).toBe('scores: expected jets of both classes, found no signal (label 1)');
  });

  test('about a file of the user has that alone, with line and column of a text', () => {
    expect(placeOf(new InputError('expected a toy', 'toys.txt:3:7'), given)).toEqual({
      file: 'toys.txt',
      line: 3,
      column: 7,
    });
    expect(placeOf(new InputError('expected an Arrow file', 'data/jets.arrow:'), given)).toEqual({
      file: 'data/jets.arrow',
    });
  });

  test('about nothing that is known has no place', () => {
    expect(placeOf(new InputError('expected a loss that falls'), given)).toBeUndefined();
    expect(placeOf(new InputError('expected at least one claim', 'claims:'), given)).toBeUndefined();
  });
});

test('a disk that refuses: the file that stands in the way, and what to do', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'storage-'));
  const file = path.join(folder, 'a file');
  fs.writeFileSync(file, '');
  const wrong = (act: () => void) => {
    try {
      act();
    } catch (error) {
      return describe(asStorageError(error, 'out'));
    }
    throw new Error('expected an error');
  };
  expect(wrong(() => fs.mkdirSync(path.join(file, 'deep', 'er'), { recursive: true }))).toBe(
    `cannot write the result: a file stands where a folder is needed: remove it (${file})`,
  );
  fs.mkdirSync(path.join(folder, 'a folder'));
  expect(wrong(() => fs.renameSync(file, path.join(folder, 'a folder')))).toBe(
    `cannot write the result: a folder stands where a file is needed: remove it (${path.join(folder, 'a folder')})`,
  );
  fs.rmSync(folder, { recursive: true });
});

test('an error of ours has no place, and is internal, with its stack', () => {
  const error = new TypeError('toy is undefined');
  expect(placeOf(error, given)).toBeUndefined();
  expect(describe(error, given)).toMatch(/^internal: TypeError: toy is undefined\n\s+at /);
  expect(describe('thrown', given)).toBe('internal: thrown');
});
