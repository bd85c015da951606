// From bundled HepMC3 events to jets, as a user runs it, and what a changed number runs again.
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyCheckout, jetdemonIn, remove } from './checkout.mjs';

let root: string;
beforeAll(() => {
  root = copyCheckout(['data/events', 'data/cards', 'workflows/simulate.yaml']);
});
afterAll(() => remove(root));

/** What a run says, and of each node whether it was computed. */
async function run(): Promise<{ said: string; computed: string[] }> {
  const said = await jetdemonIn(root, ['run', 'simulate'], { NX_DAEMON: 'false' });
  return { said, computed: [...said.matchAll(/^ {2}(\S+) +done in/gm)].map(([, node]) => node!).sort() };
}

function edit(file: string, from: string, to: string): void {
  const text = fs.readFileSync(path.join(root, file), 'utf8');
  expect(text).toContain(from);
  fs.writeFileSync(path.join(root, file), text.replace(from, to));
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
    edit('data/cards/detector-atlas.yaml', 'energyMinGeV: 0.5', 'energyMinGeV: 0.6');
    expect((await run()).computed).toEqual(all.filter((node) => !node.startsWith('events@')));
  });

  test('a cut of the selection reruns the selection and the page', async () => {
    edit('workflows/simulate.yaml', 'ptMinGeV: 300', 'ptMinGeV: 250');
    expect((await run()).computed).toEqual(['jets', 'report']);
  });
});
