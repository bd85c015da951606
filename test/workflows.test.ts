// Every workflow that comes with the project is one that can run: it checks, with the tasks and files that are here.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { called } from './called.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const workflows = readdirSync(`${root}/workflows`).filter((file) => file.endsWith('.yaml'));

test.each(workflows)('%s', async (file) => {
  const { code, stdout } = await called(root, ['check', `workflows/${file}`]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\d+ nodes, nothing wrong$/m);
});
