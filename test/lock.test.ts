// Locking the results of a workflow and verifying others against the lock. The cases build on each other.
import fs from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { toys } from './toys.ts';
import { Workspace } from './workspace.ts';

vi.setConfig({ testTimeout: 300_000 }); // a machine may be busy
let workspace: Workspace;
beforeAll(() => (workspace = new Workspace({ toys })));
afterAll(() => workspace.delete());

const verify = async (...more: string[]) => {
  const { code, stdout, stderr } = await workspace.ask(['verify', 'toys', ...more]);
  return { code, stderr, said: stdout.replaceAll(/ +/g, ' ') };
};

test('nothing is locked before there are results, nothing verified before there is a lock', async () => {
  const early = await workspace.ask(['lock', 'toys']);
  expect(early.code).toBe(1);
  expect(early.stderr).toMatch(/^expected results of all nodes, found none of draw, .*: npx jetdemon run toys\n$/);
  const { code, stderr } = await verify();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'workflows/toys.lock.json: expected a lock of toys, found none: npx jetdemon lock toys writes one\n',
  });
});

test('locked, the same results are the same bits', async () => {
  expect((await workspace.jetdemon(['run', 'toys'])).code).toBe(0);
  const { code, stdout } = await workspace.ask(['lock', 'toys']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: '5 nodes locked\nworkflows/toys.lock.json\n' });
  const { nodes } = JSON.parse(workspace.read('workflows/toys.lock.json')) as {
    nodes: Record<string, { numbers: object }>;
  };
  expect(Object.keys(nodes['half']!.numbers)).toEqual([0, 1, 2, 3].map((at) => `numbers.json ${at}`));
  expect(nodes['draw']!.numbers).toEqual({});
  expect(await verify()).toMatchObject({ code: 0, said: expect.stringMatching(/\n5 nodes: 5 same bits\n$/) as string });
});

test('a machine that rounds otherwise: within the tolerance of the task, and what follows with it', async () => {
  fs.rmSync(workspace.path('out'), { recursive: true });
  expect((await workspace.jetdemon(['run', 'toys'], { TOY_MACHINE: '1.001' })).code).toBe(0);
  const { code, said } = await verify();
  expect(said).toMatch(/^ draw same bits\n scale@factor=2 within tolerance: 4 numbers\n/m);
  expect(said).toMatch(
    /^ page within tolerance: other bits, of scale@factor=2, scale@factor=3, half: no numbers to compare/m,
  );
  expect(code).toBe(0);
});

test('a machine that is wrong: different, with the numbers, and exit code 1', async () => {
  fs.rmSync(workspace.path('out'), { recursive: true });
  expect((await workspace.jetdemon(['run', 'toys', 'half'], { TOY_MACHINE: '1.02' })).code).toBe(0);
  const { code, said } = await verify();
  expect(said).toMatch(
    /^ half different: 4 of 4 numbers are beyond tolerance\n numbers\.json 0 [\d.]+ → [\d.]+, allowed: 1%$/m,
  );
  expect(said).toMatch(/^ page not there$/m);
  expect(code).toBe(1);
  const { nodes } = JSON.parse((await workspace.ask(['verify', 'toys', '--json'])).stdout) as {
    nodes: { node: string; verdict: string }[];
  };
  expect(nodes.find(({ node }) => node === 'half')).toMatchObject({ verdict: 'different' });
});

test('a file that is no lock, or that of another workflow, is refused', async () => {
  const text = workspace.read('workflows/toys.lock.json');
  fs.writeFileSync(workspace.path('other.json'), text.replace('"toys"', '"other"'));
  expect((await verify('other.json')).stderr).toBe('other.json: expected a lock of toys, found one of other\n');
  fs.writeFileSync(workspace.path('other.json'), text.slice(0, 100));
  expect((await verify('other.json')).stderr).toMatch(/^other\.json: expected a lock of toys, found [^\n]+\n$/);
  fs.writeFileSync(workspace.path('other.json'), text.replace('"nodes"', '"knots"'));
  expect((await verify('other.json')).stderr).toMatch(/^other\.json: [^\n]*nodes[^\n]*\n$/);
});
