// The traps of running workflows on Nx, each sprung on purpose.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyToy, toys } from './toys.ts';
import { canLend } from '../tools/engines/nx/hosts.ts';
import { Workspace } from './workspace.ts';

interface Meta {
  readonly key: string;
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
  test('what Nx keeps lies in the repository, nothing asks or calls home, no daemon is left behind', () => {
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
    // with processes that are lent, two more wait for one
    const started = canLend() ? 5 : 3;
    expect(workspace.read('out/toys/nx.log').split('\n')[0]).toBe(
      `nx run toys:all --outputStyle=stream --parallel=${started}`,
    );
  });
});

describe('the store', () => {
  test('answers when all that Nx keeps is gone, and Nx keeps no result', async () => {
    expect(fs.existsSync(workspace.path('.nx/cache')) ? files('.nx/cache') : []).not.toContainEqual(
      expect.stringContaining('numbers.json'),
    );
    without('.nx');
    const { code, ran, stdout } = await run();
    expect({ code, ran }).toEqual({ code: 0, ran: [] });
    expect(stdout).toContain('0 computed, 5 from cache');
  });

  test('answers when nx.json was edited, and under plain Nx too', async () => {
    workspace.edit('nx.json', '"maxCacheSize": "20GB"', '"maxCacheSize": "19GB"');
    expect((await run()).ran).toEqual([]);
    expect(await workspace.nx(['run', 'toys:all'])).toMatchObject({ code: 0, ran: [] });
  });

  test('shows again what was removed from out/, and no stray file', async () => {
    without('out/toys');
    expect(await run()).toMatchObject({ code: 0, ran: [] });
    fs.writeFileSync(workspace.path('out/toys/half/result/stray.txt'), 'stray');
    expect(await run()).toMatchObject({ code: 0, ran: ['half'] }); // it got into the store: computed again
    expect(fs.readdirSync(workspace.path('out/toys/half/result')).sort()).toEqual(['SHA256', 'numbers.json']);
  });

  test('answers another workflow, another name of the node and another checkout, and says for whom it was computed', async () => {
    const other = toys.replaceAll('half', 'halved').replace('title: Toys', 'title: More toys');
    fs.writeFileSync(workspace.path('workflows/other.yaml'), other);
    const { code, ran, stdout } = await workspace.jetdemon(['run', 'other']);
    expect({ code, ran }).toEqual({ code: 0, ran: ['page'] }); // the page names its inputs
    expect(stdout).toMatch(/^ {2}halved +from cache \(computed for half in toys\)$/m);
    expect(workspace.read('out/other/halved/result/numbers.json')).toBe(
      workspace.read('out/toys/half/result/numbers.json'),
    );
    const checkout = new Workspace({ toys });
    try {
      const store = { JETDEMON_STORE: workspace.path('out/.store') };
      expect(await checkout.jetdemon(['run', 'toys'], store)).toMatchObject({ code: 0, ran: [] });
      expect(checkout.read('out/toys/page/result/index.html')).toBe(workspace.read('out/toys/page/result/index.html'));
      expect(fs.existsSync(checkout.path('out/.store'))).toBe(false);
    } finally {
      checkout.delete();
    }
    fs.rmSync(workspace.path('workflows/other.yaml'));
  });
});

const files = (folder: string) => fs.readdirSync(workspace.path(folder), { recursive: true, encoding: 'utf8' });

describe('damage', () => {
  test('of what is shown is damage in the store: found by its checksum, and computed again', async () => {
    fs.writeFileSync(workspace.path('out/toys/half/result/numbers.json'), '[9]');
    expect(await run()).toMatchObject({ code: 0, ran: ['half'] });
    expect(workspace.read('out/toys/half/result/numbers.json')).not.toBe('[9]');
    fs.appendFileSync(workspace.path('out/toys/page/result/index.html'), 'tampered');
    expect(await run()).toMatchObject({ code: 0, ran: ['page'] });
    expect(workspace.read('out/toys/page/result/index.html')).not.toContain('tampered');
  });

  test('two results in each other’s place in out/ are put right', async () => {
    const [a, b] = [2, 3].map((factor) => workspace.path(`out/toys/scale@factor=${factor}`)) as [string, string];
    const before = workspace.read('out/toys/scale@factor=2/result/numbers.json');
    fs.renameSync(a, `${a}~`);
    fs.renameSync(b, a);
    fs.renameSync(`${a}~`, b);
    expect(await run()).toMatchObject({ code: 0, ran: [] });
    expect(workspace.read('out/toys/scale@factor=2/result/numbers.json')).toBe(before);
  });

  test('of the database of Nx is mended and said', async () => {
    const folder = '.nx/jetdemon/nx/toys';
    const databases = () => fs.readdirSync(workspace.path(folder)).filter((file) => file.endsWith('.db'));
    expect(databases()).not.toEqual([]);
    for (const name of databases()) fs.writeFileSync(workspace.path(folder, name), '');
    scaleHalfBy(0.25);
    const { code, ran } = await run();
    expect({ code, ran }).toEqual({ code: 0, ran: ['half', 'page'] });
    for (const name of databases()) fs.writeFileSync(workspace.path(folder, name), Buffer.alloc(4096, 'Z'));
    scaleHalfBy(0.125);
    const again = await run();
    expect(again).toMatchObject({ code: 0, ran: ['half', 'page'] });
    expect(again.stdout.match(/the database of Nx was damaged and is made anew/g)).toHaveLength(1);
  });
});

test('files where folders belong, folders where files belong, links to nowhere: made anew, in one run', async () => {
  const misplaced: Record<string, (place: string) => void> = {
    '.nx/cache': (place) => fs.writeFileSync(place, 'a file'),
    '.nx/jetdemon/nx/toys': (place) => fs.writeFileSync(place, 'a file'),
    '.nx/jetdemon/code': (place) => fs.symlinkSync('/nowhere/at/all', place),
    '.nx/jetdemon/tasks.json': (place) => fs.mkdirSync(place),
    'out/toys/nx.log': (place) => fs.mkdirSync(place),
    'out/toys/events.jsonl': (place) => fs.symlinkSync('/nowhere/at/all', place),
    'out/toys/.log': (place) => fs.writeFileSync(place, 'a file'),
    'out/.lock': (place) => fs.writeFileSync(place, 'a file'),
    ...Object.fromEntries(
      ['logs', 'runs', 'sources', 'lock', 'scratch', 'tmp'].map((part) => [
        `out/.store/${part}`,
        (place: string) => fs.writeFileSync(place, 'a file'),
      ]),
    ),
  };
  for (const [name, put] of Object.entries(misplaced)) {
    without(name);
    fs.mkdirSync(path.dirname(workspace.path(name)), { recursive: true });
    put(workspace.path(name));
  }
  scaleHalfBy(0.375);
  expect(await run()).toMatchObject({ code: 0, stderr: '', ran: ['half', 'page'] });
  expect(await workspace.ask(['clean'])).toMatchObject({ code: 0, stderr: '' });
});

test('links among the files of Nx are removed, whatever they lead to', async () => {
  const folder = workspace.path('.nx/jetdemon/nx/toys');
  const names = fs.readdirSync(folder).filter((name) => name.endsWith('.db'));
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) {
    fs.renameSync(path.join(folder, name), workspace.path(`elsewhere-${name}`));
    fs.symlinkSync(workspace.path(`elsewhere-${name}`), path.join(folder, name));
  }
  scaleHalfBy(0.4375);
  expect(await run()).toMatchObject({ code: 0, stderr: '', ran: ['half', 'page'] });
  for (const name of names) expect(fs.lstatSync(path.join(folder, name)).isFile()).toBe(true);
});

describe('names and files', () => {
  test('a name with a glob character is refused with its line', async () => {
    fs.writeFileSync(workspace.path('workflows/glob.yaml'), 'nodes:\n  dr*w: { uses: toy/draw }\n');
    fs.writeFileSync(workspace.path('workflows/w[1].yaml'), toys);
    const { code, stderr } = await workspace.ask(['check', 'glob']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^workflows\/glob\.yaml:2:3 /) });
    expect((await workspace.ask(['check', 'w[1]'])).stderr).toMatch(
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
    const gap = await workspace.ask(['run', 'gap']);
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
    without('out');
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
    expect(fs.readdirSync(workspace.path('out/.store/tmp'))).toEqual([]);
    expect(fs.readdirSync(workspace.path('out/.store/lock'))).toEqual([]);
    without('events');
  });

  test('nodes on a GPU run one at a time, whatever --jobs says', async () => {
    without('out');
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
    expect(await run('draw')).toMatchObject({ code: 0 });
    const { key } = meta('draw');
    fs.writeFileSync(workspace.path('out/.store/lock', key), dead);
    expect(await run('draw', '--force')).toMatchObject({ code: 0, ran: ['draw'] });
    fs.writeFileSync(workspace.path('out/.lock/workflow~toys'), '');
    fs.writeFileSync(workspace.path('out/.store/lock', key), '{"pid": 12');
    expect(await run('draw', '--force')).toMatchObject({ code: 0, ran: ['draw'] });
  });

  test('two workflows that need the same key at the same time compute it once', async () => {
    without('out');
    fs.copyFileSync(workspace.path('workflows/toys.yaml'), workspace.path('workflows/twin.yaml'));
    const slow = { TOY_FAULT: 'draw=>slow' };
    const both = await Promise.all(['toys', 'twin'].map((name) => workspace.jetdemon(['run', name], slow)));
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.flatMap(({ ran }) => ran).sort()).toEqual(everyToy);
    fs.rmSync(workspace.path('workflows/twin.yaml'));
  });

  test.skipIf(process.platform === 'win32')('Ctrl-C stops the nodes and exits with 130', async () => {
    without('out');
    fs.rmSync(workspace.path('ran-started'), { force: true });
    const child = workspace.start('tools/bin/jetdemon.mjs', ['run', 'toys', 'half'], { TOY_FAULT: 'half=>hang' });
    await until(() => workspace.startedNodes().includes('half'));
    const code = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGINT');
    expect(await code).toBe(130);
    expect(fs.readdirSync(workspace.path('out/.lock'))).toEqual([]);
    expect(fs.readdirSync(workspace.path('out/.store/tmp'))).toEqual([]);
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
