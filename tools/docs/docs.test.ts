// The generated pages are those that the declarations give now.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { pages } from './write.ts';

const root = path.resolve(import.meta.dirname, '../..');

test('docs/tasks has a page per task, docs/artifacts.md every artefact type, up to date (npm run docs)', async () => {
  const expected = await pages(root);
  const there = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', 'docs/tasks', 'docs/artifacts.md'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  expect(there.trim().split('\n').sort()).toEqual([...expected.keys()].sort());
  for (const [file, text] of expected) expect(fs.readFileSync(path.join(root, file), 'utf8'), file).toBe(text);
});
