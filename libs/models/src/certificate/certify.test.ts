// The task models/certify on a few real jets, as the runner calls it.
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attackedJets, scores as kind } from '@jetdemon/artifacts';
import { defaultLayout, pick, readJets, rowsOf, split, writeJets, type Jets } from '@jetdemon/data';
import { keyOf, readColumns, type Input } from '@jetdemon/workflow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveClassifier } from '../classifier/store.ts';
import { createNetwork } from '../networks/index.ts';
import { initialise } from '../networks/network.ts';
import certify from '../tasks/certify.ts';
import score from '../tasks/score.ts';

const bundled = fileURLToPath(new URL('../../../../data/jets-2k.arrow', import.meta.url));

let root: string;
let partition: Jets;
let jets: Input;
let classifier: Input;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'certify-'));
  const all = split(await readJets(bundled), { train: 0.8, validation: 0.1, test: 0.1 }, keyOf(1));
  partition = pick(all, rowsOf(all, 'test'));
  jets = await folder('jets');
  await writeJets(join(jets.folder, 'jets.arrow'), all);
  classifier = await withNetwork('lipschitz', { phi: [8, 8], f: [8], slope: 40 });
});
afterAll(() => rm(root, { recursive: true }));

async function folder(node: string): Promise<Input> {
  const at = join(root, node);
  await mkdir(at);
  return { node, base: node, axes: {}, params: {}, folder: at };
}

async function withNetwork(name: string, hyperparameters: object): Promise<Input> {
  const to = await folder(name);
  const network = createNetwork(name, defaultLayout, { ...hyperparameters });
  const history = [{ epoch: 1, trainingLoss: 0.6, validationLoss: 0.6, validationAuc: 0.7 }];
  const best = { epoch: 1, weights: initialise(network, keyOf(3)) };
  await saveClassifier(to.folder, { network, best, history, snapshots: [] });
  return to;
}

/** The partition, η of constituents moved by ± `by` in turn, the harder half scaled up, the softer down; `claimed` is what is said of it. */
async function attacked(node: string, by: number, claimed = by): Promise<Input> {
  const to = await folder(node);
  const turn = (_: number, at: number) => (at % 2 === 0 ? by : -by);
  const eta = partition.eta.map((value, at) => value + turn(value, at));
  const ptTeV = partition.ptTeV.slice();
  for (let row = 0; row < partition.count; row++) {
    const [start, end] = [partition.offsets[row]!, partition.offsets[row + 1]!];
    for (let at = start; at < end; at++) ptTeV[at]! *= 1 + ((2 * at < start + end ? 1 : -1) * by) / 2;
  }
  await writeJets(join(to.folder, 'jets.arrow'), { ...partition, eta, ptTeV, reference: {} });
  const still = { mean: 0, rms: 0, largest: 0 };
  const moved = (largest: number) => ({ mean: 0, rms: largest, largest: largest + 1e-6 });
  const constituent = { relativePt: moved(claimed / 2), eta: moved(claimed), phi: still };
  const achieved = { jets: partition.count, constituents: ptTeV.length, constituent, jet: { relativePt: still, relativeMass: still } }; // prettier-ignore
  await attackedJets.write(to.folder, { 'perturbation.json': { asked: { attack: 'comb' }, achieved, response: [] } });
  return to;
}

const context = { key: keyOf(1), device: 'cpu', axes: {}, progress: () => {}, record: () => {} };

async function run(attacks: readonly Input[], by: Input, given: object = {}) {
  const output = await mkdtemp(join(root, 'certified-'));
  const params = certify.params.parse({ epsilon: 0.01, iterations: 1, ...given });
  await certify.run({ ...context, params, inputs: { jets, classifier: by, attacked: attacks }, output, scratch: root });
  const table = await readColumns(join(output, 'scores.arrow'), kind.files['scores.arrow']);
  return { table, certificate: JSON.parse(await readFile(join(output, 'certificate.json'), 'utf8')) };
}

const logit = (p: number) => Math.log(p / (1 - p));

test('signal is scored as low as the budget allows, and attacks within it keep to the certificate', async () => {
  const { table, certificate } = await run([await attacked('within', 0.01)], classifier);
  const nominal = await mkdtemp(join(root, 'nominal-'));
  await score.run({ ...context, params: score.params.parse({}), inputs: { jets, classifier }, output: nominal, scratch: root }); // prettier-ignore
  const before = await readColumns(join(nominal, 'scores.arrow'), kind.files['scores.arrow']);
  // The closed form, written out again: σ about the centroid, κ = (1.01 / 0.99 − 1) / 2.
  const spread = (row: number) => {
    const [start, end] = [partition.offsets[row]!, partition.offsets[row + 1]!];
    const of = (values: Float32Array) => Array.from(values.subarray(start, end));
    const [pt, eta, phi] = [of(partition.ptTeV), of(partition.eta), of(partition.phi)];
    const total = pt.reduce((sum, value) => sum + value, 0);
    const near = phi.map((value) => value - 2 * Math.PI * Math.round((value - phi[0]!) / (2 * Math.PI)));
    const variance = (x: number[]) => {
      const mean = x.reduce((sum, value, i) => sum + (pt[i]! / total) * value, 0);
      return x.reduce((sum, value, i) => sum + (pt[i]! / total) * (value - mean) ** 2, 0);
    };
    return Math.sqrt(variance(eta) + variance(near));
  };
  const kappa = (1.01 / 0.99 - 1) / 2;
  table.score.forEach((value, row) => {
    const sigma = spread(row);
    const moved = Math.hypot(0.01, 0.01, kappa * sigma) + kappa * sigma;
    const shift = partition.label[row] === 1 ? 40 * Math.hypot(moved, 0.2 * -Math.log(0.99)) : 0;
    expect(logit(before.score[row]!) - logit(value)).toBeCloseTo(shift, 3);
  });
  expect(certificate).toMatchObject({ slope: 40, logPt: 0.2, uncertain: 0, attacks: { within: { jets: partition.count } } }); // prettier-ignore
  expect(certificate.attacks.within.largest).toBeGreaterThan(0.01);
  expect(certificate.attacks.within.largest).toBeLessThan(1);
});

test('an attack that moved a logit further than the certificate allows is an error', async () => {
  await expect(run([await attacked('further', 0.3, 0.001)], classifier)).rejects.toThrow(
    /further\/jets\.arrow: expected a logit to change by at most 0\.\d+, as the certificate says, found \d\.\d+ for jet \d+/,
  );
});

test('an attack beyond the budget, another partition and a classifier without a certificate are refused', async () => {
  const beyond = await attacked('beyond', 0.02);
  await expect(run([beyond], classifier)).rejects.toThrow(
    /beyond\/jets\.arrow: expected constituents moved within the budget \(pT × 0\.9900 to 1\.0100, η ± 0\.0100, φ ± 0\.0100\), found pT × 0\.9900 to 1\.0100, η ± 0\.0200, φ ± 0\.0000/,
  );
  await expect(run([beyond], classifier, { epsilonEta: 0.03 })).resolves.toBeDefined();
  const fewer = await attacked('fewer', 0.01);
  await writeJets(join(fewer.folder, 'jets.arrow'), { ...pick(partition, Int32Array.from({ length: 7 }, (_, row) => row)), reference: {} }); // prettier-ignore
  await expect(run([fewer], classifier)).rejects.toThrow(/expected the 200 jets of the partition, found 7/);
  const grown = await attacked('grown', 0.01);
  const { achieved, ...rest } = await attackedJets.read(grown, 'perturbation.json');
  await attackedJets.write(grown.folder, {
    'perturbation.json': { ...rest, achieved: { ...achieved, constituents: 0 } },
  });
  await expect(run([grown], classifier)).rejects.toThrow(/grown\/jets\.arrow: expected an attack that moves constituents, found jets that grew/); // prettier-ignore
  await expect(run([], await withNetwork('pfn', { phi: [8], f: [8] }))).rejects.toThrow(
    /expected a classifier with a certificate, network: lipschitz, found pfn/,
  );
});
