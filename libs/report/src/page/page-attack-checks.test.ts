// Checks of attacks on a page: a warning where one fails.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attackChecks, type AttackCheck } from '@jetdemon/artifacts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import pageTask from '../tasks/page.ts';
import { expectClosedInOrder } from '../testing/closed.ts';
import { runTask } from '../testing/run.ts';
import { createWorkspace, type Workspace } from '../testing/workspace.ts';

let workspace: Workspace;
beforeAll(async () => void (workspace = await createWorkspace()));
afterAll(() => workspace.remove());

const check = (name: AttackCheck['check'], found: number): AttackCheck => ({
  ...{ check: name, holds: found <= 0.01, found, limit: 0.01, statement: `what ${name} is about` },
});

async function pageOf(name: string, checks: readonly AttackCheck[]): Promise<string> {
  const folder = join(workspace.root, name);
  mkdirSync(folder);
  await attackChecks.write(folder, { 'checks.json': { asked: { attack: 'pgd' }, jets: 200, checks } });
  const input = { node: `${name}@network=ll`, base: name, axes: { network: 'll' }, params: {}, kind: 'attack checks', folder }; // prettier-ignore
  const names = { 'network=ll': 'low-level network (LL)' };
  await runTask(pageTask, { names }, { results: [...workspace.curves, input] }, join(folder, 'page'));
  const html = readFileSync(join(folder, 'page', 'index.html'), 'utf8');
  expectClosedInOrder(html);
  const text = html.slice(html.indexOf('id="attack-checks"'), html.indexOf('Table of nodes'));
  return text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').replaceAll(' .', '.'); // prettier-ignore
}

test('a check that fails is a warning, one that holds a row', async () => {
  const text = await pageOf('failing', [check('random search', 0.2), check('more steps', 0)]);
  expect(text).toContain('Warning: pgd, low-level network (LL), random search. Expected: what random search is about.');
  expect(text).not.toContain('Warning: pgd, low-level network (LL), more steps');
  expect(text).toContain('random search 200 20.0% 1.0% fails');
  expect(text).toContain('more steps 200 0.0% 1.0% holds');
});

test('no warning where all hold', async () => {
  const text = await pageOf('holding', [check('masked gradients', 0.005)]);
  expect(text).toContain('All of this holds.');
  expect(text).not.toContain('Warning');
});
