// The traps of running workflows on Nx, each sprung on purpose.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyToy, toys } from './toys.ts';
import { Workspace } from './workspace.ts';

interface Meta {
  readonly nx: string;
  readonly started: string;
  readonly seconds: number;
  readonly device: { readonly asked: string };
}

let workspace: Workspace;
beforeAll(async () => {
  workspace = new Workspace({ toys });
  const { code, stderr } = await workspace.jetdemon(['run', 'toys', '--jobs', '3']);
  expect(stderr).toBe('');
  expect(code).toBe(0);
});
afterAll(() => workspace.delete());

const run = (...args: string[]) => workspace.jetdemon(['run', 'toys', ...args]);
const meta = (node: string) => JSON.parse(workspace.read(`out/toys/${node}/meta.json`)) as Meta;
const cached = (node: string) => `.nx/cache/${meta(node).nx}/out/toys/${node}`;
const without = (...folders: string[]) =>
  folders.forEach((folder) =>
    fs.rmSync(workspace.path(folder), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  );

/** Changes the one parameter of node half. */
function scaleHalfBy(factor: number): void {
  const file = workspace.path('workflows/toys.yaml');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/factor: [\d.]+ /, `factor: ${factor} `));
}

/** Waits for `condition`, at most 15 s. */
async function until(condition: () => boolean): Promise<void> {
  for (let left = 500; !condition(); left--) {
    if (left === 0) throw new Error('waited in vain');
    await sleep(100);
  }
}

describe('configuration', () => {
  test('the cache lies in the repository, nothing asks or calls home, no daemon is left behind', () => {
    expect(fs.existsSync(workspace.path(cached('draw')))).toBe(true);
    expect(JSON.parse(workspace.read('nx.json'))).toMatchObject({
      cacheDirectory: '.nx/cache',
      analytics: false,
      neverConnectToCloud: true,
      useDaemonProcess: false,
      plugins: [expect.stringMatching(/\.mjs$/)], // a .ts plugin does not load on Node 20
    });
  });

  test('how many run at once is a flag, never an edit of nx.json; upstream nodes are never excluded', () => {
    expect(workspace.read('nx.json')).toBe(fs.readFileSync(path.resolve(import.meta.dirname, '../nx.json'), 'utf8'));
    expect(workspace.read('out/toys/nx.log').split('\n')[0]).toBe('nx run toys:all --outputStyle=stream --parallel=3');
  });
});

describe('the folder of results', () => {
  test('answers when the cache was purged', async () => {
    without('.nx');
    const { code, ran, stdout } = await run();
    expect({ code, ran }).toEqual({ code: 0, ran: [] });
    expect(stdout).toContain('0 computed, 5 from cache');
  });

  test('answers when an edit of nx.json changed all keys of Nx', async () => {
    workspace.edit('nx.json', '"maxCacheSize": "20GB"', '"maxCacheSize": "19GB"');
    expect((await run()).ran).toEqual([]);
  });

  test('holds no stray file after the next run, and none gets into the cache', async () => {
    const strays = ['out/toys/half/result/stray.txt', 'out/toys/half/stray.txt'];
    strays.forEach((stray) => fs.writeFileSync(workspace.path(stray), 'stray'));
    scaleHalfBy(0.25);
    expect((await run()).ran).toEqual(['half', 'page']);
    expect(strays.filter((stray) => fs.existsSync(workspace.path(stray)))).toEqual([]);
    expect(fs.readdirSync(workspace.path(cached('half'), 'result')).sort()).toEqual(['SHA256', 'numbers.json']);
  });
});

describe('damage', () => {
  test('in the cache is found before use, named, and mended by the command that the error gives', async () => {
    // under every key that Nx has for it: the edit of nx.json above made a second one
    const entries = fs
      .readdirSync(workspace.path('.nx/cache'))
      .map((key) => `.nx/cache/${key}/out/toys/draw/result/numbers.json`);
    const damaged = entries.filter((entry) => fs.existsSync(workspace.path(entry)));
    expect(damaged).not.toEqual([]);
    damaged.forEach((entry) => fs.writeFileSync(workspace.path(entry), '[0,0,0,0]'));
    scaleHalfBy(0.125);
    const { code, ran, stdout } = await run();
    expect({ code, ran }).toEqual({ code: 1, ran: [] });
    expect(stdout).toMatch(
      /half +failed: the result of draw \(out\/toys\/draw\/result\) is damaged: numbers\.json does not match its checksum; compute it again with: npx jetdemon run toys draw --force\n/,
    );
    expect(stdout).toMatch(/page +skipped: needs half\n/);

    expect((await run('draw', '--force')).ran).toEqual(['draw']);
    expect(await run()).toMatchObject({ code: 0, ran: ['half', 'page'] });
  });

  test('of a result in the cache that nothing is computed from is found, said, and computed again', async () => {
    fs.rmSync(workspace.path('out/toys/page'), { recursive: true });
    for (const key of fs.readdirSync(workspace.path('.nx/cache'))) {
      const entry = workspace.path('.nx/cache', key, 'out/toys/page/result/index.html');
      if (fs.existsSync(entry)) fs.appendFileSync(entry, 'tampered');
    }
    const { code, ran, stdout } = await run();
    expect({ code, ran }).toEqual({ code: 0, ran: ['page'] });
    expect(stdout).toMatch(
      /^page came damaged out of the cache \(index\.html does not match its checksum\): computed again$/m,
    );
    expect(workspace.read('out/toys/page/result/index.html')).not.toContain('tampered');
  });

  test('of a result in out/ does not last: its checksum says so, and it is made again', async () => {
    expect((await run()).code).toBe(0);
    without('.nx');
    fs.writeFileSync(workspace.path('out/toys/half/result/numbers.json'), '[9]');
    expect(await run()).toMatchObject({ code: 0, ran: ['half'] });
  });
});

describe('names and files', () => {
  test('a name with a glob character is refused with its line', async () => {
    fs.writeFileSync(workspace.path('workflows/glob.yaml'), 'nodes:\n  dr*w: { uses: toy/draw }\n');
    fs.writeFileSync(workspace.path('workflows/w[1].yaml'), toys);
    const { code, stderr } = await workspace.jetdemon(['check', 'glob']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^workflows\/glob\.yaml:2:3 /) });
    expect((await workspace.jetdemon(['check', 'w[1]'])).stderr).toMatch(
      /^workflows\/w\[1\]\.yaml expected a file name of letters/,
    );
  });

  test('an error in one workflow is an error of that workflow only, under plain Nx too', async () => {
    fs.writeFileSync(workspace.path('workflows/broken.yaml'), 'nodes:\n  draw: { uses: toy/drow }\n');
    fs.writeFileSync(
      workspace.path('workflows/gap.yaml'),
      'nodes:\n  half: { uses: toy/scale, needs: { numbers: nobody } }\n',
    );
    expect(await run()).toMatchObject({ code: 0, ran: [] });
    const broken = await workspace.nx(['run', 'broken:all']);
    expect(broken.code).toBe(1);
    expect(broken.stdout).toContain(
      'workflows/broken.yaml:2:17 draw.uses: unknown task toy/drow, did you mean toy/draw?',
    );
    const gap = await workspace.jetdemon(['run', 'gap']);
    expect(gap).toMatchObject({
      code: 1,
      ran: [],
      stderr: expect.stringMatching(/^workflows\/gap\.yaml:2:\d+ .*nobody/),
    });
  });
});

describe('processes', () => {
  test('two commands at once run every node once', async () => {
    without('.nx', 'out');
    const slow = { TOY_FAULT: 'draw=>slow' };
    const both = await Promise.all([workspace.nx(['run', 'toys:all'], slow), workspace.nx(['run', 'toys:page'], slow)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.flatMap(({ ran }) => ran).sort()).toEqual(everyToy);
  });

  test('of two jetdemon commands the second waits, then finds all done', async () => {
    without('.nx', 'out');
    const both = await Promise.all([run(), run()]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.flatMap(({ ran }) => ran).sort()).toEqual(everyToy);
    expect(both.map(({ stdout }) => stdout).join('')).toMatch(
      /another command runs toys \(process \d+\): waiting for it/,
    );
  });

  test.each([
    ['nx', 'node_modules/nx/dist/bin/nx.js', ['run', 'toys:half']],
    ['jetdemon', 'tools/bin/jetdemon.mjs', ['run', 'toys', 'half']],
  ] as const)('kill -9 of %s leaves no orphan, no lock and nothing half-written', async (_, script, args) => {
    without('.nx', 'out');
    fs.rmSync(workspace.path('ran-started'), { force: true });
    const events = workspace.path('events');
    const child = workspace.start(script, args, { TOY_FAULT: 'half=>hang', JETDEMON_EVENTS: events });
    await until(() => workspace.startedNodes().includes('half'));
    const said = fs.readFileSync(fs.existsSync(events) ? events : workspace.path('out/toys/events.jsonl'), 'utf8');
    const { pid } = JSON.parse(said.split('\n').find((line) => line.includes('"half"'))!) as { pid: number };
    expect(isAlive(pid)).toBe(true);
    child.kill('SIGKILL');
    await until(() => !isAlive(pid));
    expect(fs.existsSync(workspace.path('out/toys/half'))).toBe(false);
    expect(fs.existsSync(workspace.path('out/.tmp/toys/half'))).toBe(false);
    expect(fs.existsSync(workspace.path('out/.lock/node~toys~half'))).toBe(false);
    without('events');
  });

  test('nodes on a GPU run one at a time, whatever --jobs says', async () => {
    without('.nx', 'out');
    expect(
      await workspace.jetdemon(['run', 'toys', 'scale', '--device', 'gpu', '--jobs', '3'], {
        TOY_FAULT: 'scale=>slow',
      }),
    ).toMatchObject({ code: 0 });
    const spans = ['scale@factor=2', 'scale@factor=3'].map((node) => {
      const { started, seconds, device } = meta(node);
      expect(device.asked).toBe('gpu');
      return { start: Date.parse(started), end: Date.parse(started) + 1000 * seconds };
    });
    const [first, second] = spans.sort((a, b) => a.start - b.start);
    expect(second!.start).toBeGreaterThanOrEqual(Math.floor(first!.end));
    expect(workspace.read('out/toys/events.jsonl')).toMatch(/"event":"waiting"/);
  });

  test('the lock of a process that was killed is taken over', async () => {
    without('out');
    fs.mkdirSync(workspace.path('out/.lock'), { recursive: true });
    const dead = JSON.stringify({ pid: 2 ** 22 - 1, host: (await import('node:os')).hostname(), born: '1' });
    fs.writeFileSync(workspace.path('out/.lock/workflow~toys'), dead);
    fs.writeFileSync(workspace.path('out/.lock/node~toys~draw'), dead);
    expect(await run('draw')).toMatchObject({ code: 0 });
  });

  test.skipIf(process.platform === 'win32')('Ctrl-C stops the nodes and exits with 130', async () => {
    without('.nx', 'out');
    fs.rmSync(workspace.path('ran-started'), { force: true });
    const child = workspace.start('tools/bin/jetdemon.mjs', ['run', 'toys', 'half'], { TOY_FAULT: 'half=>hang' });
    await until(() => workspace.startedNodes().includes('half'));
    const code = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGINT');
    expect(await code).toBe(130);
    expect(fs.readdirSync(workspace.path('out/.lock'))).toEqual([]);
    expect(fs.existsSync(workspace.path('out/.tmp/toys/half'))).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
