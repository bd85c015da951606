// Ten thousand nodes, planned and submitted as arrays within the limits of a real Slurm.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { GraphNode } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import type { LinkedSpec } from '../../catalogue/node-spec.ts';
import { Book } from './book.ts';
import { Slurm } from './commands.ts';
import { Following } from './following.ts';
import { FakeSlurm } from './testing/fake-slurm.ts';

test.each([
  ['all at once', Infinity, 12],
  ['no more than 2,500 tasks at once', 2500, 40],
])('10,000 nodes, %s', { timeout: 400_000 }, async (_, maxSubmit, most) => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'slurm-'));
  try {
    const node = (id: string, needs: readonly string[] = []): GraphNode => ({
      ...{
        id,
        base: id.split('@')[0]!,
        axes: {},
        task: 'toy/any',
        params: {},
        files: {},
        device: undefined,
        resources: {},
      },
      ...{ needs: { input: needs }, file: 'workflows/toys.yaml', line: 1, places: {} },
    });
    const points = Array.from({ length: 4999 }, (_, i) => i);
    const nodes = [
      node('load'),
      ...points.map((i) => node(`train@i=${i}`, ['load'])),
      ...points.map((i) => node(`score@i=${i}`, ['load', `train@i=${i}`])),
      node(
        'page',
        points.map((i) => `score@i=${i}`),
      ),
    ];
    const pending = nodes.map(({ id }) => id);
    const [begun, cpu] = [Date.now(), process.cpuUsage()];
    const book = Book.begin(root, {
      ...{ run: 'abc', started: '', graph: { name: 'toys', title: 'Toys', nodes }, set: [], pending, forced: [] },
      ...{ device: undefined, failFast: false, store: root, earlier: {}, command: null },
    });
    book.keepSpecs(new Map(pending.map((id) => [id, { node: id } as LinkedSpec])));
    const fake = new FakeSlurm(() => book.folder, { maxSubmit });
    const timing = { lookMs: 1, askMs: 1, lagMs: 1 };
    const options = { root, book, slurm: new Slurm(fake.execute), warn: () => {}, listen: () => {}, timing };
    if (maxSubmit === Infinity) {
      expect(await new Following({ ...options, detach: true }).wait()).toMatchObject({ how: 'detached' });
      const { user, system } = process.cpuUsage(cpu);
      const [seconds, ours] = [(Date.now() - begun) / 1000, (user + system) / 1e6];
      const words = `in ${seconds.toFixed(1)} s (${ours.toFixed(1)} s of the processor) by ${fake.commands.length} commands`;
      console.log(`10,000 nodes planned and submitted ${words}`);
      expect(ours).toBeLessThan(60); // the time of the clock is other people's too
    }
    expect(await new Following({ ...options, detach: false }).wait()).toEqual({ how: 'done' });
    expect(book.fates.size).toBe(10_000);
    expect(fake.most).toBeLessThanOrEqual(maxSubmit);
    expect(Math.max(...[...fake.jobs.values()].map(({ tasks }) => tasks.size))).toBeLessThanOrEqual(1001);
    expect(fake.jobs.size).toBeLessThanOrEqual(most);
  } finally {
    fs.rmSync(root, { recursive: true });
  }
});
