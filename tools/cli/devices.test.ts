import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { writeResult } from '../store/testing.ts';
import { deviceAsked, devicesUsed } from './devices.ts';

const keyOf = (node: string) => createHash('sha256').update(node).digest('hex');

test('each device is named once with its reason and its nodes; nodes without one are not counted', () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'devices-'));
  const records = {
    train: { device: { name: 'cpu', reason: 'auto: no GPU here' } },
    score: { device: { name: 'cpu', reason: 'auto: no GPU here' } },
    attack: { device: { name: 'webgpu', reason: 'asked for' } },
    split: {},
  };
  for (const [node, record] of Object.entries(records)) {
    writeResult(root, { workflow: 'toys', node }, { 'a.txt': node }, { key: keyOf(node), records: record });
  }
  fs.writeFileSync(
    path.join(
      writeResult(root, { workflow: 'toys', node: 'damaged' }, { 'a.txt': 'x' }, { key: keyOf('damaged') }),
      'meta.json',
    ),
    '{"rec',
  );
  const folders = [...Object.keys(records), 'damaged', 'skipped'].map((node) => path.join(root, 'out/toys', node));
  expect(devicesUsed(folders)).toEqual([
    'device: cpu (auto: no GPU here), 2 nodes',
    'device: webgpu (asked for), 1 node',
  ]);
  fs.rmSync(root, { recursive: true });
});

test('the option comes before the environment, and the nodes decide without either', () => {
  expect(deviceAsked('cpu', 'webgpu')).toBe('cpu');
  expect(deviceAsked(undefined, 'webgpu')).toBe('webgpu');
  expect(deviceAsked(undefined, '')).toBeUndefined();
  expect(deviceAsked(undefined, undefined)).toBeUndefined();
});

test.each([
  [['cudda', undefined], '--device: unknown device cudda, did you mean cuda?'],
  [[undefined, 'GPU'], 'JETDEMON_DEVICE: unknown device GPU, did you mean gpu?'],
] as const)('a name that is no device is refused: %j', ([option, environment], message) => {
  expect(() => deviceAsked(option, environment)).toThrow(message);
});
