// The table of budgets on a page.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attackedJets } from '@jetdemon/artifacts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import pageTask from '../tasks/page.ts';
import { perturbation } from '../testing/contents.ts';
import { expectClosedInOrder } from '../testing/closed.ts';
import { runTask } from '../testing/run.ts';
import { createWorkspace, type Workspace } from '../testing/workspace.ts';

let workspace: Workspace;
beforeAll(async () => void (workspace = await createWorkspace()));
afterAll(() => workspace.remove());

test('a page says which χ takes which share of the jets across, and of how many none was found', async () => {
  const folder = join(workspace.root, 'nearest');
  mkdirSync(folder);
  const curve = [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99].map((share) => ({ share, budget: share < 0.9 ? 12.345 * share : null })); // prettier-ignore
  const budgets = { column: 'smallest_budget', threshold: 0.8, jets: 400, notFound: 50, curve };
  const asked = { attack: 'minimum-norm' };
  const moved = { ...perturbation(asked, { pt: 0.1, eta: 0.01, phi: 0.01 }), budgets };
  await attackedJets.write(folder, { 'perturbation.json': moved });
  const input = { node: 'nearest@network=ll', base: 'nearest', axes: { network: 'll' }, params: {}, kind: 'attacked jets', folder }; // prettier-ignore
  const names = { nearest: 'smallest move', 'network=ll': 'low-level network (LL)' };
  await runTask(pageTask, { names }, { results: [...workspace.curves, input] }, join(workspace.root, 'page'));
  const html = readFileSync(join(workspace.root, 'page', 'index.html'), 'utf8');
  expectClosedInOrder(html);
  const text = html
    .slice(html.indexOf('Table of budgets'))
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
  // 12.345 × 0.01, 0.1, 0.3, 0.5, 0.7 to three digits; 50 of 400.
  expect(text).toContain('smallest move, low-level network (LL) 0.8 400 0.123 1.23 3.7 6.17 8.64 – – 12.5%');
});
