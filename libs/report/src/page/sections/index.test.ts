import { expect, test } from 'vitest';
import { chapters, sections } from './index.ts';

test('every chapter stands once, and every kind of result is shown in one that is there', () => {
  expect(new Set(chapters).size).toBe(chapters.length);
  for (const chapter of Object.values(sections)) expect(chapters).toContain(chapter);
});
