// FGSM on taggers that PyTorch trained, through their preprocessing, beside an independent FGSM in PyTorch in double
// precision (data/taggers/make.py).
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openDevice } from '@jetdemon/compute';
import { batchOf, pick, readJets } from '@jetdemon/data';
import { importTagger } from '@jetdemon/models';
import { expect, test } from 'vitest';
import { attackJets } from '../loop/attack-jets.ts';
import { fgsm } from './fgsm.ts';

const data = (name: string) => fileURLToPath(new URL(`../../../../data/${name}`, import.meta.url));

interface Recorded {
  readonly rows: number[];
  readonly epsilon: number;
  readonly iterations: number;
  /** [jets, 64, 3] */
  readonly moved: number[];
}

test.each([
  ['pfn', 'pfn.onnx', { preset: 'energyflow-pfn' }],
  ['efn', 'efn.onnx', { preset: 'energyflow-efn' }],
  ['particlenet', 'particlenet/model.onnx', { file: data('taggers/particlenet/preprocess.json') }],
] as const)('FGSM on %s moves every constituent as PyTorch does', async (name, model, given) => {
  const { rows, epsilon, iterations, moved } = JSON.parse(
    readFileSync(data(`taggers/${name}.json`), 'utf8'),
  ) as Recorded;
  const jets = await readJets(data('jets-2k.arrow'));
  const device = await openDevice('cpu');
  const features = { unit: 'GeV', define: {}, ...given } as const;
  const asked = { model: data(`taggers/${model}`), features, output: {} };
  const { classifier: target } = await importTagger(asked, jets, 'jets-2k.arrow', device);
  const some = pick(jets, Int32Array.from(rows));
  const attack = fgsm({ epsilon: { pt: epsilon, eta: epsilon, phi: epsilon }, iterations });
  const each = Int32Array.from(rows.keys());
  const after = (await attackJets(some, attack, { device, rows: each, target })).jets;
  const [before, found] = [batchOf(some, each).jets, batchOf(after, each).jets];
  // One sign that differs moves a coordinate by 2 ε: relative in pT, absolute in the angles.
  const wrong = moved.filter((expected, at) => {
    const step = at % 3 === 0 ? epsilon * before[at]! : epsilon;
    return Math.abs(found[at]! - expected) > 0.1 * step + 1e-6 * Math.abs(expected);
  });
  const real = 3 * some.offsets[rows.length]!;
  // Slopes within rounding of zero have either sign in single precision.
  expect(wrong.length).toBeLessThanOrEqual(0.002 * real);
  expect(real).toBeGreaterThan(500);
});
