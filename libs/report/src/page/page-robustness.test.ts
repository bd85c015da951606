// The chapter of robustness on a page.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { robustness, type RobustnessMetrics } from '@jetdemon/artifacts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import pageTask from '../tasks/page.ts';
import { expectClosedInOrder } from '../testing/closed.ts';
import { runTask } from '../testing/run.ts';
import { createWorkspace, type Workspace } from '../testing/workspace.ts';

let workspace: Workspace;
beforeAll(async () => void (workspace = await createWorkspace()));
afterAll(() => workspace.remove());

const quoted = (value: number) => ({ value, low: value - 0.05, high: value + 0.05, description: 'closed form' });

const network = (peak: number, kept: number, certain?: number) => ({
  ...{ node: 'significance', auc: quoted(0.8), peak: quoted(peak), worst: 'pgd-scores' },
  attacks: { 'pgd-scores': { significance: quoted(kept), loss: quoted(1 - kept / peak) } },
  kept: { value: kept, low: kept - 0.05, high: kept + 0.05 },
  ...(certain !== undefined && { certified: { significance: quoted(certain), loss: quoted(0.2), node: 'certain' } }),
});

async function pageOf(name: string, certain: number | undefined): Promise<string> {
  const folder = join(workspace.root, name);
  mkdirSync(folder);
  const metrics: RobustnessMetrics = {
    networks: { hl: network(2, 1), bounded: network(1.3, 1.2, certain) },
    ...{ today: 'hl', best: 'bounded', avoidable: { value: 0.2, low: 0.1, high: 0.3 } },
    ...(certain !== undefined && { certain: 'bounded' }),
    convention: { interval: 0.68, seeds: 3, description: 'bootstrap' },
  };
  await robustness.write(folder, { 'metrics.json': metrics });
  const input = { node: name, base: name, axes: {}, params: {}, kind: 'robustness', folder };
  await runTask(pageTask, {}, { results: [...workspace.curves, input] }, join(workspace.root, `page-${name}`));
  const html = readFileSync(join(workspace.root, `page-${name}`, 'index.html'), 'utf8');
  expectClosedInOrder(html);
  return html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

test('what is certain is explained where something is, and no check is told of that nobody made', async () => {
  const [with_, without] = [await pageOf('certified', 1.1), await pageOf('uncertified', undefined)];
  expect(with_).toContain('Certain: signal scored as low as its certificate allows');
  expect(without).not.toContain('Certain:');
  expect(with_).toContain('and what no attack can prevent');
  expect(without).not.toContain('what no attack can prevent');
  // the attacked jets to hold against a certificate are an input that may be left out
  for (const text of [with_, without]) expect(text).not.toContain('jet by jet');
});
