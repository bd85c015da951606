// What the commands answer before and after a run: why a node runs, what the store could lose. The cases build on each other.
import fs from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { everyToy, toys } from './toys.ts';
import { Workspace } from './workspace.ts';

let workspace: Workspace;
beforeAll(async () => {
  const loaded = 'nodes:\n  load: { uses: toy/load, with: { path: list.json } }\n';
  workspace = new Workspace({ toys, loaded });
  fs.writeFileSync(workspace.path('list.json'), '[1, 2]');
  fs.writeFileSync(workspace.path('CODEOWNERS'), '* @all\n/libs/toy/ @toy-makers\n');
});
afterAll(() => workspace.delete());

const ask = async (...args: string[]) => {
  const { code, stdout, stderr, ran } = await workspace.ask(args);
  expect({ code, stderr, ran }).toEqual({ code: 0, stderr: '', ran: [] });
  return stdout;
};

test('explain: before any run everything is to be run, and nobody knows how long', async () => {
  const said = await ask('explain', 'toys');
  expect(said.match(/ to run {2}no earlier result/g)).toHaveLength(everyToy.length);
  expect(said).toMatch(/^5 nodes: 5 to run, how long is not known: none of their tasks ran yet$/m);
  expect(fs.existsSync(workspace.path('out'))).toBe(false);
});

test('explain: after it nothing is', async () => {
  expect(await workspace.jetdemon(['run', 'toys'])).toMatchObject({ code: 0, ran: everyToy });
  expect(await workspace.jetdemon(['run', 'loaded'])).toMatchObject({ code: 0 });
  expect(await ask('explain', 'toys')).toMatch(/^5 nodes: nothing to run$/m);
});

test('explain: a parameter, with file, line and value, what follows and who owns it', async () => {
  workspace.edit('workflows/toys.yaml', 'factor: 0.5', 'factor: 0.25');
  const said = await ask('explain', 'toys');
  expect(said).toMatch(/^ {2}half +to run {2}workflows\/toys\.yaml:8 half\.factor 0\.5 → 0\.25$/m);
  expect(said).toMatch(/^ {2}page +to run {2}after half$/m);
  expect(said).toMatch(/^ {2}draw +cached$/m);
  expect(said).toMatch(/^5 nodes: 2 to run, about [\d.]+ s by earlier runs, one after the other$/m);
  expect(said).toMatch(/^owners: @all \(workflows\/toys\.yaml\)$/m);
});

test('explain: code, down to the source file, and never the device', async () => {
  workspace.edit('libs/toy/src/scale.ts', 'number * factor', 'factor * number');
  workspace.edit('libs/toy/src/draw.ts', 'Array', '/* a comment */ Array');
  const said = await ask('explain', 'toys', 'scale');
  expect(said).toMatch(/^ {2}draw +cached$/m);
  expect(said).toMatch(/^ {2}scale@factor=2 +to run {2}the code of libs\/toy\/src\/scale\.ts changed$/m);
  expect(said).not.toContain('draw.ts');
  expect(said).toMatch(/^owners: @toy-makers \(libs\/toy\/src\/scale\.ts\)$/m);
  workspace.edit('workflows/toys.yaml', 'uses: toy/draw,', 'uses: toy/draw, device: cpu,');
  expect(await ask('explain', 'toys', 'draw')).toMatch(/^1 nodes: nothing to run$/m);
});

test('explain: data, for programs', async () => {
  fs.writeFileSync(workspace.path('list.json'), '[1, 2, 3]');
  const { nodes, owners } = JSON.parse(await ask('explain', 'loaded', '--json')) as {
    nodes: { changes: { kind: string; what: string }[]; seconds: number }[];
    owners: Record<string, string[]>;
  };
  expect(nodes).toMatchObject([{ node: 'load', state: 'to run', changes: [{ kind: 'file', what: 'list.json' }] }]);
  expect(nodes[0]!.seconds).toBeGreaterThan(0);
  expect(owners).toEqual({ 'list.json': ['@all'] });
});

test('explain: a result that is damaged', async () => {
  expect(await workspace.jetdemon(['run', 'toys'])).toMatchObject({ code: 0 });
  fs.appendFileSync(workspace.path('out/toys/half/result/numbers.json'), ' ');
  const damaged = /^ {2}half +to run {2}its result is damaged: numbers\.json does not match its checksum$/m;
  expect(await ask('explain', 'toys')).toMatch(damaged);
  expect(await workspace.jetdemon(['run', 'toys'])).toMatchObject({ code: 0, ran: ['half'] });
});

test('set by hand: computed, said, recorded, not written into the file; without it the results of before are found', async () => {
  const { code, stdout, ran } = await workspace.jetdemon(['run', 'toys', '--set', 'half.factor=0.75']);
  expect({ code, ran }).toEqual({ code: 0, ran: ['half', 'page'] });
  expect(stdout).toMatch(/^set by hand: half\.factor=0\.75$/m);
  expect(workspace.read('workflows/toys.yaml')).not.toContain('0.75');
  expect(await ask('explain', 'toys', '--set', 'half.factor=1')).toMatch(
    /^ {2}half +to run {2}--set:1 half\.factor 0\.75 → 1$/m,
  );
});

test('diff: of a run and the one before, on the terminal, as JSON and as a page', async () => {
  const { code, stdout } = await workspace.ask(['diff', 'toys~1', 'toys', '--fail-on-change', '--html', 'diff.html']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^A: toys~1, B: toys\n {2}half\.factor 0\.25 → 0\.75\n5 nodes: 3 same, 2 other result\n/);
  expect(stdout).toMatch(/^half: other result\n {2}numbers\.json 0 {2}[\d.]+ → [\d.]+$/m);
  expect(stdout).toMatch(/^page: other result, from half\n {2}index\.html {2}differs$/m);
  expect(workspace.read('diff.html')).toMatch(/<h2>half: other result<\/h2>\n<ul><li>half\.factor 0\.25 → 0\.75<\/ul>/);
  const { nodes } = JSON.parse(await ask('diff', 'toys~1:half', 'toys:half', '--json')) as { nodes: object[] };
  expect(nodes).toMatchObject([{ node: 'half', changes: [{ kind: 'parameter', before: 0.25, after: 0.75 }] }]);
  expect(await ask('diff', 'toys', workspace.path('out/toys'), '--fail-on-change')).toMatch(/^5 nodes: 5 same$/m);
  expect((await workspace.ask(['diff', 'toys', 'toys:hlaf'])).stderr).toBe('toys:hlaf: no result of a node hlaf\n');
  expect((await workspace.ask(['diff', 'toys~99', 'toys'])).stderr).toMatch(/^toys~99: expected one of the \d runs/);
});

test('run: without what was set by hand nothing has to be computed; events for programs', async () => {
  const { code, stdout, ran } = await workspace.jetdemon(['run', 'toys', '--json']);
  expect({ code, ran }).toEqual({ code: 0, ran: [] });
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; node?: string });
  expect(events.map(({ event }) => event)).toEqual(['begun', ...everyToy.map(() => 'kept'), 'ended']);
  expect(events.at(-1)).toMatchObject({ code: 0, report: 'out/toys/page/result/index.html' });
});

test(
  'run: some points of a matrix; one node alone, when what it needs is there; a failed point leaves the rest',
  { timeout: 300_000 },
  async () => {
    const set = ['--set', 'draw.count=7'];
    const alone = await workspace.ask(['run', 'toys', 'page', '--only', ...set]);
    expect(alone).toMatchObject({ code: 1, ran: [] });
    expect(alone.stderr).toMatch(/^--only: expected the results that are needed, found none of draw, scale@factor=2, /);
    expect(await workspace.jetdemon(['run', 'toys', '@factor=2', ...set])).toMatchObject({
      code: 0,
      ran: ['draw', 'scale@factor=2'],
    });
    const failed = await workspace.jetdemon(['run', 'toys', ...set], { TOY_FAULT: 'scale@factor=3=>input' });
    expect(failed).toMatchObject({ code: 1 });
    expect(failed.stdout).toMatch(/5 nodes: 1 computed, 2 from cache, 1 failed, 1 skipped/);
    expect(await workspace.jetdemon(['run', 'toys', 'scale', '--only', ...set])).toMatchObject({
      code: 0,
      ran: ['scale@factor=3'],
    });
  },
);

test('clean: says what it would free, frees it when told to, and keeps what workflows name', async () => {
  expect(await workspace.jetdemon(['run', 'toys'])).toMatchObject({ code: 0 });
  const before = fs.readdirSync(workspace.path('out/.store/keys')).length;
  const said = await ask('clean');
  expect(said).toMatch(/^ +\d+ k?B {2}half of toys, \d{4}-\d\d-\d\d$/m);
  expect(said).toMatch(/^[\d.]+ k?B would be freed in .*\/out\/\.store: npx jetdemon clean --yes$/m);
  expect(fs.readdirSync(workspace.path('out/.store/keys'))).toHaveLength(before);
  expect(await ask('clean', '--yes')).toMatch(/^[\d.]+ k?B freed in /m);
  expect(fs.readdirSync(workspace.path('out/.store/keys')).length).toBeLessThan(before);
  expect(await ask('explain', 'toys')).toMatch(/^5 nodes: nothing to run$/m);
  expect(await ask('clean')).toMatch(/^nothing to remove: .*\/out\/\.store holds what workflows name, and no more$/m);
});

test('clean: removes nothing where a workflow cannot be read', async () => {
  fs.writeFileSync(workspace.path('workflows/broken.yaml'), 'nodes: [\n');
  const { code, stderr } = await workspace.ask(['clean', '--yes']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^workflows\/broken\.yaml:2:1 /);
  fs.rmSync(workspace.path('workflows/broken.yaml'));
  expect(await ask('explain', 'toys')).toMatch(/^5 nodes: nothing to run$/m);
});
