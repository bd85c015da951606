// A temporary workspace with one data file, and a loader of workflow texts in it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Graph } from '../graph/graph.ts';
import { loadGraph } from '../graph/load-graph.ts';
import { tasks } from './tasks.ts';

/** What `device` may name in the workspace. */
export const devices = ['cpu', 'gpu', 'auto'];

/** Contents of `data/jets.arrow` in the workspace. */
export const jetsText = 'abc';

export function workspace(): { root: string; load: (text: string) => Graph } {
  const root = mkdtempSync(join(tmpdir(), 'workflow-'));
  afterAll(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'data'));
  writeFileSync(join(root, 'data', 'jets.arrow'), jetsText);
  return { root, load: (text) => loadGraph({ file: 'workflows/w.yaml', text, tasks, devices, root }) };
}

/** The first lines of most test workflows: `jets` on line 2, `split` on line 3. */
export const head = `nodes:
  jets: { uses: data/load, with: { path: data/jets.arrow } }
  split: { uses: data/split, needs: { jets: jets } }
`;
