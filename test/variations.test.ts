// The workflow of docs/systematic-variations.md as it stands there, on small files in the layout of the ATLAS Top Tagging Open Data.
import { readJets, type Jets } from '@jetdemon/data';
import h5wasm from 'h5wasm/node';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyCheckout, remove } from './checkout.mjs';

const document = fs.readFileSync(path.join(import.meta.dirname, '../docs/systematic-variations.md'), 'utf8');
const workflow = /^```yaml file=workflows\/atlas\.yaml\n([\s\S]*?)^```$/m.exec(document)![1]!;
const slots = 200;

let root: string;
beforeAll(() => (root = copyCheckout(['data/jets-2k.arrow'])));
afterAll(() => remove(root));

/** Jets of some rows in MeV, empty slots 0, gzipped as a whole; their energies so many times as large. */
async function write(name: string, jets: Jets, rows: readonly number[], scale = 1, weighted = false): Promise<void> {
  await h5wasm.ready;
  const inner = path.join(root, 'some.h5');
  const file = new h5wasm.File(inner, 'w');
  const padded = (values: ArrayLike<number>, by: number): Float32Array => {
    const out = new Float32Array(rows.length * slots);
    rows.forEach((row, at) => {
      for (let i = jets.offsets[row]!; i < jets.offsets[row + 1]!; i++)
        out[at * slots + i - jets.offsets[row]!] = values[i]! * by;
    });
    return out;
  };
  const lists = { pt: padded(jets.ptTeV, 1e6 * scale), eta: padded(jets.eta, 1), phi: padded(jets.phi, 1) };
  for (const [key, data] of Object.entries(lists))
    file.create_dataset({
      name: `fjet_clus_${key}`,
      data,
      shape: [rows.length, slots],
      chunks: [50, slots],
      compression: 4,
    });
  file.create_dataset({ name: 'labels', data: Int32Array.from(rows, (row) => jets.label[row]!) });
  if (weighted)
    file.create_dataset({ name: 'training_weights', data: Float32Array.from(rows, (row) => 1 + (row % 2)) });
  file.close();
  fs.mkdirSync(path.join(root, 'data/atlas'), { recursive: true });
  fs.writeFileSync(path.join(root, `data/atlas/${name}_000.h5.gz`), gzipSync(fs.readFileSync(inner)));
}

function run(...args: string[]): string {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(NX_|VITEST|JETDEMON_|NODE_OPTIONS)/.test(name));
  const env = { ...Object.fromEntries(inherited), NX_ISOLATE_PLUGINS: 'false', JETDEMON_DEVICE: 'cpu' };
  return execFileSync('node', ['tools/bin/jetdemon.mjs', ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

const json = (node: string, file: string): unknown =>
  JSON.parse(fs.readFileSync(path.join(root, 'out/atlas', node, 'result', file), 'utf8'));

test('fifteen variations and an attack, by one classifier', { timeout: 1_200_000 }, async () => {
  const jets = await readJets(path.join(root, 'data/jets-2k.arrow'));
  const rows = (keep: (row: number) => boolean): number[] => Array.from(jets.label.keys()).filter(keep);
  await write(
    'train_nominal',
    jets,
    rows((row) => row % 2 === 0),
    1,
    true,
  );
  const tested = rows((row) => row % 4 === 1);
  const others = rows((row) => row % 4 === 3);
  await write('test_nominal', jets, tested);
  const scales = { esup: 1.1, esdown: 0.9, cer: 1, cpos: 1, teg: 1, tej: 1, tfl: 1, tfj: 1, bias: 1 };
  for (const [name, scale] of Object.entries(scales)) await write(name, jets, others, scale);
  const [background, signal] = [0, 1].map((label) =>
    [tested, others].map((of) => of.filter((row) => jets.label[row] === label)),
  );
  await write('ttbar_pythia', jets, signal![0]!);
  await write('ttbar_herwig', jets, signal![1]!);
  for (const [at, name] of ['angular', 'dipole', 'cluster', 'string'].entries())
    await write(name, jets, background![at % 2]!);
  fs.mkdirSync(path.join(root, 'workflows'), { recursive: true });
  fs.writeFileSync(path.join(root, 'workflows/atlas.yaml'), workflow);

  expect(run('check', 'atlas')).toMatch(/^\d+ nodes, nothing wrong$/m);
  const said = run('run', 'atlas');
  expect(fs.existsSync(path.join(root, said.trim().split('\n').at(-1)!))).toBe(true);

  const { variations } = json('variations-significance', 'metrics.json') as {
    variations: Record<string, { auc: { value: number }; loss_at_nominal_optimum: { low: number; high: number } }>;
  };
  expect(Object.keys(variations)).toEqual(Object.keys(scales).map((name) => `varied-scores@variation=${name}`));
  for (const { loss_at_nominal_optimum: loss } of Object.values(variations)) expect(loss.low).toBeLessThan(loss.high);
  // one class each, by its name; other jets of one distribution
  const pair = (node: string) =>
    (json(node, 'tests.json') as { comparisons: { class: string; observable: string; p: number }[] }).comparisons;
  expect(new Set(pair('shower-of-tops').map((one) => one.class))).toEqual(new Set(['signal']));
  expect(new Set(pair('shower-of-background').map((one) => one.class))).toEqual(new Set(['background']));
  expect(pair('hadronisation-of-background').find(({ observable }) => observable === 'pt')!.p).toBeGreaterThan(1e-3);
  // files of the same jets have the same numbers, a tenth more energy others
  const aucOf = (name: string): number => variations[`varied-scores@variation=${name}`]!.auc.value;
  expect(aucOf('cer')).toBe(aucOf('tfj'));
  for (const name of ['esup', 'esdown']) expect(aucOf(name)).not.toBe(aucOf('cer'));
});
