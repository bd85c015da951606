import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readReference } from './read.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reference-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const head = `title: T
authors: A
name: N
url: https://example.org/n
networks: { a: { name: network (A), at: { network: a } } }
sources: { text: §1 }
`;

function read(more: string) {
  const file = join(folder, 'reference.yaml');
  writeFileSync(file, head + more);
  return readReference(file);
}

test('a short reference is filled in', () => {
  expect(read('')).toMatchObject({ name: 'N', numbers: {}, claims: [], remarks: {} });
  const number = '{ value: 0.5, rounding: 0.05, source: text }';
  expect(read(`numbers: { a: { significance: { auc: ${number} } } }`).numbers['a']!['significance']!['auc']).toEqual({
    ...{ value: 0.5, rounding: 0.05, source: 'text' },
  });
});

test.each([
  ['another network', 'numbers: { b: {} }', /reference\.yaml:7:\d+ numbers\.b: expected one of a, found b/],
  [
    'another source',
    'numbers: { a: { significance: { auc: { value: 1, rounding: 0, source: txt } } } }',
    /numbers\.a\.significance\.auc\.source: expected one of text, found txt/,
  ],
  [
    'a number without rounding',
    'numbers: { a: { significance: { auc: { value: 1, source: text } } } }',
    /auc\.rounding/,
  ],
  ['an unknown field', 'number: {}', /unknown.*number/],
  ['a claim without expectation', 'claims: [{ claim: c, number: { of: s, at: auc } }]', /claims\.0\.expect/],
])('%s is refused where it stands', (_, more, message) => {
  expect(() => read(more)).toThrow(message);
});

test('no file is an error that says so', () => {
  expect(() => readReference(join(folder, 'none.yaml'))).toThrow(
    /none\.yaml.* expected the numbers of a reference, found none/,
  );
});

test('that of the paper is read, with the claims that are judged', () => {
  const file = fileURLToPath(new URL('../../../../workflows/references/arxiv-1910.08606.yaml', import.meta.url));
  const { claims, numbers } = readReference(file);
  expect(claims).toHaveLength(13);
  // §II of arXiv:1910.08606
  expect([numbers['ll'], numbers['hl']].map((one) => one!['significance']!['auc']!.value)).toEqual([0.88, 0.79]);
});
