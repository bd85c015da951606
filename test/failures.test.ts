// Messages when something is wrong: one clear error, exit code 1, nothing half-written.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toys } from './toys.ts';
import { Workspace } from './workspace.ts';

let workspace: Workspace;
beforeAll(() => {
  workspace = new Workspace({ toys });
});
afterAll(() => workspace.delete());

const fail = (fault: string) => workspace.jetdemon(['run', 'toys', 'half'], { TOY_FAULT: `half=>${fault}` });
const exists = (file: string) => fs.existsSync(workspace.path(file));

describe('a failing node', () => {
  test('with an error that a user can mend: one line, no stack, what needs it is skipped, the rest is computed', async () => {
    const { code, stdout, stderr, ran } = await workspace.jetdemon(['run', 'toys'], { TOY_FAULT: 'half=>input' });
    expect(code).toBe(1);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^ {2}half +failed: toys\.txt:3 expected a toy, found a stick$/m);
    expect(stdout).toMatch(/^ {2}page +skipped: needs half$/m);
    expect(stdout).toMatch(/^5 nodes: 3 computed, 0 from cache, 1 failed, 1 skipped, [\d.]+ s\n$/m);
    expect(stdout).not.toMatch(/ at |index\.html/);
    expect(ran).toEqual(['draw', 'half', 'scale@factor=2', 'scale@factor=3']);
  });

  test('over what another node made: its file as people find it, and for programs the port and the row', async () => {
    const { stdout } = await workspace.jetdemon(['run', 'toys', 'half', '--json'], { TOY_FAULT: 'half=>row' });
    const events = stdout.trim().split('\n').map((line) => JSON.parse(line) as { event: string }); // prettier-ignore
    const file = 'out/toys/draw/result/numbers.json';
    expect(events.find(({ event }) => event === 'failed')).toMatchObject({
      message: `${file}: row 2: expected a number, found a stick`,
      place: { file, row: 2, node: 'draw', port: 'numbers' },
    });
    expect(exists(file)).toBe(true);
  });

  test.each([
    [
      'a bug of ours: internal, with a stack that names the source',
      'bug',
      /failed: internal: TypeError: toy is undefined\n[^]*libs\/toy\/src\/act\.ts:\d+/,
    ],
    [
      'a result that is not of its kind',
      'nothing',
      /failed: internal: toy\/scale wrote a numbers without numbers\.json/,
    ],
    ['an error half-way', 'half', /failed: stopped half-way\n/],
  ])('with %s leaves nothing behind', (_, fault, message) => expectFailure(fault, message));

  test.skipIf(!fs.existsSync('/dev/full'))('with a full disk leaves nothing behind', () =>
    expectFailure('disk', /failed: cannot write the result: no space left on the device \(.*\)\n/),
  );

  async function expectFailure(fault: string, message: RegExp) {
    const { code, stdout } = await fail(fault);
    expect(code).toBe(1);
    expect(stdout).toMatch(message);
    expect(exists('out/toys/half')).toBe(false);
    expect(fs.readdirSync(workspace.path('out/.store/tmp'))).toEqual([]);
  }

  test('finds its scratch folder again, and loses it once it succeeds', async () => {
    expect((await fail('slow')).code).toBe(0);
    const { records, key } = JSON.parse(workspace.read('out/toys/half/meta.json')) as {
      records: { visits: number };
      key: string;
    };
    expect(records.visits).toBeGreaterThan(2); // one for each failure above and one more
    expect(exists(`out/.store/scratch/${key}`)).toBe(false);
  });
});

describe('a result', () => {
  test('carries the SHA-256 of its files and how it came about', () => {
    const text = workspace.read('out/toys/half/result/numbers.json');
    expect(workspace.read('out/toys/half/result/SHA256')).toBe(
      `${createHash('sha256').update(text).digest('hex')}  numbers.json\n`,
    );
    const digest = (file: string) => createHash('sha256').update(workspace.read(file)).digest('hex');
    expect(JSON.parse(workspace.read('out/toys/half/meta.json'))).toMatchObject({
      workflow: 'toys',
      node: 'half',
      task: 'toy/scale',
      params: { factor: 0.5, seed: 0 },
      seed: 0,
      inputs: { numbers: { draw: digest('out/toys/draw/result/SHA256') } },
      code: expect.stringMatching(/^[0-9a-f]{64}$/),
      packages: { zod: expect.stringMatching(/^4\./) },
      kinds: { numbers: 1 },
      node_version: process.version,
      device: { asked: 'auto' },
      records: { device: { name: 'cpu' } },
      seconds: expect.any(Number),
      peakMemoryMB: expect.any(Number),
      commit: null, // not a git checkout
    });
  });
});

describe('the command line', () => {
  test.each([
    ['a workflow that was nearly right', ['run', 'toy'], /^no workflow "toy", did you mean toys\?\n$/],
    ['a node that was nearly right', ['run', 'toys', 'halv'], /^toys has no node "halv", did you mean half\?\n$/],
    ['no workflow', ['run'], /^expected: jetdemon run WORKFLOW \[NODE\.\.\.\]\n$/],
    [
      'an unknown command',
      ['walk'],
      /^unknown command "walk": expected run, attach, cancel, audit, [a-z, ]+ or schema \(see jetdemon --help\)\n$/,
    ],
    ['an unknown option', ['run', 'toys', '--fast'], /^unknown option '--fast'.*\n$/],
    ['no number of jobs', ['run', 'toys', '--jobs', 'two'], /^--jobs: expected a whole number > 0, found "two"\n$/],
  ])('refuses %s in one line', async (_, args, message) => {
    const { code, stderr, ran } = await workspace.ask(args);
    expect({ code, ran }).toEqual({ code: 1, ran: [] });
    expect(stderr).toMatch(message);
  });

  test('checks a workflow without running it', async () => {
    const { code, stdout, ran } = await workspace.ask(['check', 'workflows/toys.yaml']);
    expect({ code, ran }).toEqual({ code: 0, ran: [] });
    expect(stdout).toMatch(
      /^toys: Toys\n {2}draw +toy\/draw\n[^]*page +toy\/page {2}from [^]*5 nodes, nothing wrong\n$/,
    );
  });

  test('gives the JSON schema of workflows, its version and its usage', async () => {
    const [schema, version, help] = await Promise.all(
      [['schema'], ['--version'], ['--help']].map((args) => workspace.jetdemon(args)),
    );
    expect(JSON.stringify(JSON.parse(schema!.stdout))).toContain('toy/scale');
    expect(version!.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(help!.stdout).toContain('jetdemon run WORKFLOW [NODE...]');
  });

  test('refuses to start where no result can be written, in one line', async () => {
    fs.renameSync(workspace.path('out'), workspace.path('out-before'));
    fs.writeFileSync(workspace.path('out'), 'a file');
    const { code, stderr } = await workspace.jetdemon(['run', 'toys']);
    fs.rmSync(workspace.path('out'));
    fs.renameSync(workspace.path('out-before'), workspace.path('out'));
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(
        /^cannot write the result: a file stands where a folder is needed: remove it \(.*\/out\)\n$/,
      ),
    });
  });

  test('tells of a task that does not compile with file and line', async () => {
    workspace.edit('libs/toy/src/tasks/draw.ts', 'defineTask({', 'defineTask(({');
    const { code, stderr } = await workspace.jetdemon(['run', 'toys']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^libs\/toy\/src\/tasks\/draw\.ts:\d+:\d+ Expected/),
    });
  });
});
