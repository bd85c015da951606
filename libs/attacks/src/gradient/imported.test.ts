// FGSM on taggers that PyTorch trained and on those that Keras and EnergyFlow wrote, through their preprocessing, beside an
// independent FGSM in PyTorch in double precision (data/taggers/make.py, data/taggers/keras_peers.py).
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openDevice } from '@jetdemon/compute';
import { batchOf, pick, readJets } from '@jetdemon/data';
import { importTagger } from '@jetdemon/models';
import { expect, test } from 'vitest';
import { attackJets } from '../loop/attack-jets.ts';
import { fgsm } from './fgsm.ts';

const data = (name: string) => fileURLToPath(new URL(`../../../../data/${name}`, import.meta.url));
const keras = (name: string) => fileURLToPath(new URL(`../../../compute/src/keras/peers/${name}`, import.meta.url));

interface Recorded {
  readonly rows: number[];
  readonly epsilon: number;
  readonly iterations: number;
  /** [jets, 64, 3] */
  readonly moved: number[];
}

const pfn = { preset: 'energyflow-pfn' } as const;
const efn = { preset: 'energyflow-efn' } as const;

test.each([
  ['pfn.onnx', 'pfn', data('taggers/pfn.onnx'), pfn, {}],
  ['efn.onnx', 'efn', data('taggers/efn.onnx'), efn, {}],
  ['particlenet', 'particlenet', data('taggers/particlenet/model.onnx'), { file: data('taggers/particlenet/preprocess.json') }, {}], // prettier-ignore
  ['pfn.keras', 'keras-pfn', keras('pfn.keras'), pfn, {}],
  ['pfn.h5', 'keras-pfn', keras('pfn.h5'), pfn, {}],
  ['efn.keras', 'keras-efn', keras('efn.keras'), efn, {}],
  ['efn.h5', 'keras-efn', keras('efn.h5'), efn, {}],
  ['energyflow-pfn.h5', 'keras-energyflow-pfn', keras('energyflow-pfn.h5'), pfn, { mask: 'energyflow-pfn-mask' }],
  ['energyflow-efn.h5', 'keras-energyflow-efn', keras('energyflow-efn.h5'), efn, { mask: 'energyflow-efn-mask' }],
] as const)('FGSM on %s moves every constituent as PyTorch does', async (_, name, model, given, lambdas) => {
  const { rows, epsilon, iterations, moved } = JSON.parse(
    readFileSync(data(`taggers/${name}.json`), 'utf8'),
  ) as Recorded;
  const jets = await readJets(data('jets-2k.arrow'));
  const device = await openDevice('cpu');
  const features = { unit: 'GeV', define: {}, ...given } as const;
  const asked = { model, lambdas, features, output: {} };
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
