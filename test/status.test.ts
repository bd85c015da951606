// What a run says while it goes on and after it: status, logs of nodes, events for programs, the picture. The cases build on
// each other.
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { everyToy, toys } from './toys.ts';
import { Workspace } from './workspace.ts';

vi.setConfig({ testTimeout: 300_000 }); // a machine may be busy
let workspace: Workspace;
beforeAll(
  () => (workspace = new Workspace({ toys, more: toys.replace('title: Toys', 'title: "<b>More & toys</b>"') })),
);
afterAll(() => workspace.delete());

const ask = async (...args: string[]) => {
  const { code, stdout, stderr } = await workspace.ask(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.replaceAll(/ +/g, ' ');
};

test('before any run', async () => {
  expect(await ask('status')).toBe('more: never run\ntoys: never run\n');
  expect((await workspace.ask(['log', 'toys', 'draw'])).stderr).toBe(
    'expected a log of draw, found none: it was not computed here yet\n',
  );
});

test('events for programs: every one with its time, from the first to the last', async () => {
  const { code, stdout } = await workspace.jetdemon(['run', 'toys', '--json'], { TOY_FAULT: 'half=>input' });
  expect(code).toBe(1);
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; time: string; node?: string });
  expect(events[0]).toMatchObject({ event: 'begun', workflow: 'toys' });
  expect([...(events[0] as unknown as { nodes: string[] }).nodes].sort()).toEqual(everyToy);
  expect(events.at(-1)).toMatchObject({ event: 'ended', code: 1 });
  expect(
    events
      .filter(({ event }) => event === 'done')
      .map(({ node }) => node)
      .sort(),
  ).toEqual(['draw', 'scale@factor=2', 'scale@factor=3']);
  expect(events.find(({ event }) => event === 'failed')).toMatchObject({
    node: 'half',
    place: { file: 'toys.txt', line: 3 },
  });
  const times = events.map(({ time }) => Date.parse(time));
  expect(times.every((time) => time > Date.UTC(2020))).toBe(true);
});

test('status of the last run, and logs of a node that was computed and one that failed', async () => {
  expect(await ask('status')).toMatch(
    /^toys: last run \d{4}-\d\d-\d\d \d\d:\d\d UTC, [^:]+: 3 computed, 1 failed, 1 skipped$/m,
  );
  expect(await ask('status', 'toys')).toMatch(/^ half failed: toys\.txt:3 expected a toy, found a stick$/m);
  const log = await ask('log', 'toys', 'half');
  expect(log).toMatch(/^\d\d:\d\d:\d\d half of toys, toy\/scale, process \d+, device auto\n/);
  expect(log).toMatch(/^\d\d:\d\d:\d\d 50% scale at work$/m);
  expect(log).toMatch(/^toys\.txt:3 expected a toy, found a stick$/m);
  const both = await ask('log', 'toys', 'scale');
  expect(both).toMatch(/^scale@factor=2:\n[\s\S]* done in [\d.]+ s\nscale@factor=3:\n[\s\S]* done in [\d.]+ s\n$/);
});

test('status while a run goes on, and of a node that the store had for another workflow', async () => {
  const child = workspace.start('tools/bin/jetdemon.mjs', ['run', 'more'], { TOY_FAULT: 'half=>hang' });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const events = workspace.path('out/more/events.jsonl');
  while (!fs.existsSync(events) || !workspace.read('out/more/events.jsonl').includes('at work')) await sleep(50);
  const { nodes, ...said } = JSON.parse(await ask('status', 'more', '--json')) as { nodes: object[] };
  expect(said).toEqual({ workflow: 'more', state: 'running', by: `process ${child.pid}` });
  expect(nodes).toContainEqual({ node: 'half', state: 'running', message: 'scale at work', fraction: 0.5 });
  expect(nodes).toContainEqual({ node: 'page', state: 'to run' });
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(await workspace.jetdemon(['run', 'more'])).toMatchObject({ code: 0, ran: ['half', 'page'] });
  expect(await ask('status')).toMatch(/^more: last run .*: 2 computed, 3 from cache$/m);
  expect(await ask('log', 'more', 'draw')).toMatch(/^[\d:]+ draw of toys, toy\/draw, /);
});

test('the picture: boxes, states, times, links that lead to results; titles are no HTML', async () => {
  fs.appendFileSync(workspace.path('out/more/half/result/numbers.json'), ' ');
  expect(await ask('graph', 'more')).toBe('out/more/graph.html\n');
  const page = workspace.read('out/more/graph.html');
  expect(page).toContain('<h1>more: &lt;b&gt;More &amp; toys&lt;/b&gt;</h1>');
  expect(page).toMatch(/<p>3 of 5 nodes are there, computed in [\d.]+ s, one after the other/);
  expect(page.match(/<rect /g)).toHaveLength(4); // draw, scale with two points, half, page
  expect(page.match(/<path /g)).toHaveLength(4);
  expect(page.match(/>○</g)).toHaveLength(2);
  const links = [...page.matchAll(/href="([^"]+)"/g)].map(([, link]) => decodeURIComponent(link!));
  expect(links).toHaveLength(3);
  for (const link of links) expect(fs.existsSync(workspace.path('out/more', link))).toBe(true);
});

test('a lost link of a key to its contents is mended, a key that is no folder made anew', async () => {
  const meta = JSON.parse(workspace.read('out/toys/draw/meta.json')) as { key: string };
  const entry = workspace.path('out/.store/keys', meta.key);
  fs.rmSync(`${entry}/result`);
  expect(await workspace.jetdemon(['run', 'toys', 'draw'])).toMatchObject({ code: 0, ran: [] });
  expect(fs.existsSync(workspace.path('out/toys/draw/result/numbers.json'))).toBe(true);
  fs.rmSync(`${entry}/result`);
  fs.writeFileSync(`${entry}/result`, 'a file');
  expect(await workspace.jetdemon(['run', 'toys', 'draw'])).toMatchObject({ code: 0, ran: [] });
  expect(fs.existsSync(workspace.path('out/toys/draw/result/numbers.json'))).toBe(true);
  fs.rmSync(entry, { recursive: true });
  fs.writeFileSync(entry, 'a file');
  expect(await workspace.jetdemon(['run', 'toys', 'draw'])).toMatchObject({ code: 0, ran: ['draw'] });
});

test('nodes that are written in a part of their own are found in the store', async () => {
  fs.mkdirSync(workspace.path('workflows/parts'));
  fs.writeFileSync(workspace.path('workflows/parts/nodes.yaml'), toys);
  fs.writeFileSync(workspace.path('workflows/short.yaml'), 'title: Short\ninclude: parts/nodes.yaml\n');
  expect(await workspace.jetdemon(['run', 'toys'])).toMatchObject({ code: 0 });
  expect(await workspace.jetdemon(['run', 'short'])).toMatchObject({ code: 0, ran: [] });
  fs.appendFileSync(workspace.path('workflows/short.yaml'), 'set: { half: { with: { factor: 0.25 } } }\n');
  expect(await workspace.jetdemon(['run', 'short'])).toMatchObject({ code: 0, ran: ['half', 'page'] });
});
