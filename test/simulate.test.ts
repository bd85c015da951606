// From bundled HepMC3 events to jets, as a user runs it, and what a changed number runs again.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const repository = path.resolve(import.meta.dirname, '..');
const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-')));
const workflow = path.join(root, 'workflows/simulate.yaml');
const card = path.join(root, 'data/cards/detector-atlas.yaml');

beforeAll(() => {
  const wanted = (file: string) => !/node_modules$|\.test\.ts$|[\\/]tools[\\/]bench$/.test(file);
  for (const part of [
    'tools',
    'libs',
    'data/events',
    'data/cards',
    'workflows/simulate.yaml',
    'nx.json',
    'package.json',
  ])
    fs.cpSync(path.join(repository, part), path.join(root, part), { recursive: true, filter: wanted });
  const folders = ['.', 'tools', ...fs.readdirSync(path.join(repository, 'libs')).map((lib) => `libs/${lib}`)];
  for (const folder of folders) {
    const installed = path.join(repository, folder, 'node_modules');
    if (fs.existsSync(installed)) fs.symlinkSync(installed, path.join(root, folder, 'node_modules'), 'junction');
  }
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

/** What a run says, and of each node whether it was computed. */
async function run(): Promise<{ said: string; computed: string[] }> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(NX_|VITEST|JETDEMON_|NODE_OPTIONS)/.test(name));
  const env = { ...Object.fromEntries(inherited), NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false' };
  const said = await new Promise<string>((resolve, reject) => {
    const command = ['tools/bin/jetdemon.mjs', 'run', 'simulate'];
    execFile(process.execPath, command, { cwd: root, env }, (error, stdout, stderr) =>
      error ? reject(new Error(stdout + stderr)) : resolve(stdout + stderr),
    );
  });
  return { said, computed: [...said.matchAll(/^ {2}(\S+) +done in/gm)].map(([, node]) => node!).sort() };
}

function edit(file: string, from: string, to: string): void {
  const text = fs.readFileSync(file, 'utf8');
  expect(text).toContain(from);
  fs.writeFileSync(file, text.replace(from, to));
}

const both = (node: string) => [`${node}@sample=dijet`, `${node}@sample=zgamma`];
const all = ['events', 'towers', 'clustered', 'display'].flatMap(both).concat('jets', 'report').sort();

describe('ten events of each process', { timeout: 120_000 }, () => {
  test('become jets, with a cut-flow at the end', async () => {
    const { said, computed } = await run();
    expect(computed).toEqual(all);
    expect(said).toMatch(/^all events +\| +10 +\| +10$/m);
    expect(said).toMatch(/^jets of hard photons were removed first in 0 background events and in 10 signal events$/m);
    expect(fs.existsSync(path.join(root, 'out/simulate/report/result/index.html'))).toBe(true);
  });

  test('a threshold of the detector reruns the detector and what follows, not the reading of events', async () => {
    edit(card, 'energyMinGeV: 0.5', 'energyMinGeV: 0.6');
    expect((await run()).computed).toEqual(all.filter((node) => !node.startsWith('events@')));
  });

  test('a cut of the selection reruns the selection and the page', async () => {
    edit(workflow, 'ptMinGeV: 300', 'ptMinGeV: 250');
    expect((await run()).computed).toEqual(['jets', 'report']);
  });
});
