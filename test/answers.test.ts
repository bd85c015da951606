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
  const { code, stdout, stderr, ran } = await workspace.jetdemon(args);
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

test('clean: says what it would free, frees it when told to, and keeps what workflows name', async () => {
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
  const { code, stderr } = await workspace.jetdemon(['clean', '--yes']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^workflows\/broken\.yaml:2:1 /);
  fs.rmSync(workspace.path('workflows/broken.yaml'));
  expect(await ask('explain', 'toys')).toMatch(/^5 nodes: nothing to run$/m);
});
