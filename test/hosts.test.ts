// Processes that run one node after another, where the system can lend them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canLend } from '../tools/engines/nx/hosts.ts';
import { everyToy, toys } from './toys.ts';
import { Workspace } from './workspace.ts';

let workspace: Workspace;
beforeAll(() => (workspace = new Workspace({ toys })));
afterAll(() => workspace.delete());

const run = (fault = '', jobs = 1, ...more: string[]) =>
  workspace.jetdemon(['run', 'toys', '--force', '--jobs', String(jobs), ...more], { TOY_FAULT: fault });

const events = () =>
  workspace
    .read('out/toys/events.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; node: string; pid: number });

/** Node -> the process that it says it started in, in order of time. */
const processes = () =>
  new Map(
    events()
      .filter(({ event }) => event === 'started')
      .map(({ node, pid }) => [node, pid]),
  );

const peakOf = (node: string) =>
  (JSON.parse(workspace.read(`out/toys/${node}/meta.json`)) as { peakMemoryMB: number }).peakMemoryMB;

describe.skipIf(!canLend())('nodes of a run, one at a time', () => {
  test('share a process, each with a log of its own', async () => {
    expect((await run()).code).toBe(0);
    expect([...processes().keys()].sort()).toEqual(everyToy);
    expect(new Set(processes().values()).size).toBe(1);
    for (const node of everyToy) {
      const { stdout } = await workspace.ask(['log', 'toys', node]);
      expect(stdout.match(/process \d+/g)).toEqual([`process ${processes().get(node)}`]);
      expect(stdout.match(/at work/g)).toHaveLength(1);
    }
  });

  test('go on in another process after one that failed', async () => {
    const { code, stdout } = await run('scale=>bug');
    expect(code).toBe(1);
    expect(stdout.match(/internal: TypeError: toy is undefined/g)).toHaveLength(2);
    const [two, three] = [2, 3].map((factor) => processes().get(`scale@factor=${factor}`));
    expect(two).not.toBe(three);
  });

  test('are no more at once than was said, though more were started', async () => {
    expect((await run('scale=>slow', 2)).code).toBe(0);
    let [now, most] = [0, 0];
    for (const { event } of events()) {
      now += event === 'started' ? 1 : event === 'done' ? -1 : 0;
      most = Math.max(most, now);
    }
    expect([now, most]).toEqual([0, 2]);
  });

  test('with fail-fast none of those that wait runs after one that failed', async () => {
    const { code, ran } = await run('draw=>input', 1, '--fail-fast');
    expect({ code, ran }).toEqual({ code: 1, ran: ['draw'] });
    const after = await run('scale=>input', 1, '--fail-fast');
    expect(after.code).toBe(1);
    const list = events();
    const failed = list.findIndex(({ event }) => event === 'failed');
    expect(list.slice(failed).filter(({ event }) => event === 'started')).toEqual([]);
  });

  test('do not share their peak of memory', async () => {
    expect((await run('draw=>large')).code).toBe(0);
    expect(new Set(processes().values()).size).toBe(1);
    expect(peakOf('draw')).toBeGreaterThan(700);
    expect(peakOf('page')).toBeLessThan(400);
  });
});
