// The chapter of growth on a page.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { growth } from '@jetdemon/artifacts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import pageTask from '../tasks/page.ts';
import { expectClosedInOrder } from '../testing/closed.ts';
import { growthMetrics } from '../testing/growth.ts';
import { runTask } from '../testing/run.ts';
import { createWorkspace, type Workspace } from '../testing/workspace.ts';

let workspace: Workspace;
beforeAll(async () => void (workspace = await createWorkspace()));
afterAll(() => workspace.remove());

test('answers in a sentence per network and has every way of training in a table', async () => {
  const folder = join(workspace.root, 'growth');
  mkdirSync(folder);
  await growth.write(folder, { 'metrics.json': growthMetrics });
  const input = { node: 'growth', base: 'growth', axes: {}, params: {}, kind: 'growth', folder };
  const page = join(workspace.root, 'page');
  await runTask(
    pageTask,
    { names: { ll: 'low-level network', 'way=free': 'without criteria' } },
    { results: [input] },
    page,
  );
  const html = readFileSync(join(page, 'index.html'), 'utf8');
  expectClosedInOrder(html);
  const text = html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  expect(text).toMatch(/How far the adversary gets, and what limits it Low-level network: literal takes 5\.0 ± 1\.0%/);
  expect(text).toMatch(
    /low-level network without criteria 40\.0% ?\(38\.0% to 42\.0%\) 40\.0% 20\.0% 128,000 1 of 2 none asked/,
  );
});
