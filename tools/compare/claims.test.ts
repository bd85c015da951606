import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { claims, type ClaimResult, type Verdict } from '@jetdemon/artifacts';
import { changedClaims, claimInWords } from './claims.ts';

const base = fs.mkdtempSync(path.join(os.tmpdir(), 'claims-'));
afterAll(() => fs.rmSync(base, { recursive: true }));

const claim = (words: string, verdict: Verdict, value: number): ClaimResult => ({
  ...{ claim: words, verdict, percent: false, expected: 'above 0', paper: null, source: null, nodes: ['a'] },
  number: { value, low: value - 0.3, high: value + 0.4, description: 'made up' },
});

async function write(name: string, ...all: ClaimResult[]): Promise<string> {
  const folder = path.join(base, name);
  fs.mkdirSync(folder);
  await claims.write(folder, { 'claims.json': { claims: all, interval: 0.68, description: 'some' } });
  return folder;
}

test('claims by their words: those of another verdict or number, those that came and went', async () => {
  const before = await write('before', claim('one', 'confirmed', 1), claim('two', 'confirmed', 2), claim('three', 'undecided', 0)); // prettier-ignore
  const after = await write('after', claim('four', 'confirmed', 4), claim('two', 'confirmed', 2), claim('one', 'undecided', 0.5)); // prettier-ignore
  const changed = changedClaims(before, after);
  // half a unit down, between the lower 0.3 of the first and the upper 0.4 of the second: 0.5 / √(0.3² + 0.4²) = 1
  expect(changed.map((one) => `${one.claim}: ${claimInWords(one)}`)).toEqual([
    'one: confirmed → undecided: 1 (+0.4 −0.3) → 0.5 (+0.4 −0.3), −1.0 σ',
    'three: undecided → not there: 0 (+0.4 −0.3) → none',
    'four: not there → confirmed: none → 4 (+0.4 −0.3)',
  ]);
  expect(changedClaims(after, after)).toEqual([]);
});

test('nothing is said where one of the two has no claims', async () => {
  const folder = await write('alone', claim('one', 'confirmed', 1));
  expect(changedClaims(folder, base)).toEqual([]);
});
