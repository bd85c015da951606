import { expect, test } from 'vitest';
import * as workflow from './index.ts';
import type { Kind } from './artifact/kind.ts';

test('kinds are told apart by name', () => {
  const isKind = (value: unknown): value is Kind => typeof value === 'object' && value !== null && 'files' in value;
  const names = Object.values(workflow)
    .filter(isKind)
    .map(({ name }) => name);
  expect(names).toHaveLength(22);
  expect(new Set(names).size).toBe(names.length);
});
