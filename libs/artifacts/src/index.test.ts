import type { Kind } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import * as artifacts from './index.ts';

test('artefact types are told apart by name', () => {
  const isKind = (value: unknown): value is Kind => typeof value === 'object' && value !== null && 'files' in value;
  const names = (Object.values(artifacts) as unknown[]).filter(isKind).map(({ name }) => name);
  expect(names).toHaveLength(29);
  expect(new Set(names).size).toBe(names.length);
});
