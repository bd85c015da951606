import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordRun, type RunRecord } from '../store/runs.ts';
import { openStore } from '../store/store.ts';
import { isLikely } from './likely.ts';

let root: string;
const file = () => path.join(root, 'workflows', 'w.yaml');
const hours = (number: number) => new Date(Date.UTC(2026, 0, 1, number));

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'likely-'));
  fs.mkdirSync(path.join(root, 'workflows'));
  fs.writeFileSync(file(), 'title: w\n');
  fs.utimesSync(file(), hours(1), hours(1));
});
afterEach(() => fs.rmSync(root, { recursive: true }));

type State = RunRecord['nodes'][string]['state'];

function ran(at: Date, state: State, set: readonly string[] = []): void {
  const nodes = { 'w/node': { state, key: null, result: null } };
  const run = { workflow: 'w', title: 'w', started: at.toISOString(), seconds: 1, set, commit: null, nodes };
  recordRun(openStore(root), run);
}

const likely = (set: readonly string[] = [], force = false) => isLikely({ root, set, force }, 'w');

test('a workflow that was never run', () => expect(likely()).toBe(true));

test.each<[State, boolean]>([
  ['computed', false],
  ['cached', false],
  ['failed', true],
  ['skipped', true],
])('whose last run left a node %s: %s', (state, expected) => {
  ran(hours(2), state === 'failed' ? 'computed' : 'failed');
  ran(hours(3), state);
  expect(likely()).toBe(expected);
});

test('that was changed since', () => {
  ran(hours(2), 'computed');
  fs.utimesSync(file(), hours(3), hours(3));
  expect(likely()).toBe(true);
});

test('with other parameters than then, or forced', () => {
  ran(hours(2), 'computed', ['a.b=1']);
  expect(likely(['a.b=1'])).toBe(false);
  expect(likely(['a.b=2'])).toBe(true);
  expect(likely()).toBe(true);
  expect(likely(['a.b=1'], true)).toBe(true);
});

test('records that are damaged do not count', () => {
  ran(hours(2), 'computed');
  const folder = path.join(openStore(root).folder, 'runs', 'w');
  fs.writeFileSync(path.join(folder, '2027.json'), '{');
  expect(likely()).toBe(false);
});
