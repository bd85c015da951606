// Attacks on trees of XGBoost (data/taggers/trees.py): by their scores alone, as they have no slopes.
import { fileURLToPath } from 'node:url';
import { openDevice } from '@jetdemon/compute';
import { readJets, rowsOf, split } from '@jetdemon/data';
import { importTagger } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { fgsm } from '../gradient/fgsm.ts';
import { attackJets } from '../loop/attack-jets.ts';
import { perturbRandomly } from '../random/random.ts';
import { square } from './square.ts';

const data = (name: string) => fileURLToPath(new URL(`../../../../data/${name}`, import.meta.url));
const device = await openDevice('cpu');
const jets = split(await readJets(data('jets-2k.arrow')), { train: 0.9, validation: 0.05, test: 0.05 }, keyOf(1));
const rows = rowsOf(jets, 'test').filter((row) => jets.label[row] === 1);
const input = { axes: 'NF', padding: 'constant' } as const;
const observables = { ...input, features: ['jet_pt', 'jet_mass', 'jet_d2', 'jet_constituents'] };
const features = { unit: 'GeV', define: {}, inputs: { observables } } as const;
const asked = { model: data('taggers/trees.onnx'), features, output: {} };
const { classifier: target } = await importTagger(asked, jets, 'jets-2k.arrow', device);

test('a random search lowers what trees say of signal, more than random moves of the same size', async () => {
  const key = keyOf(2);
  const epsilon = { pt: 0.001, eta: 0.001, phi: 0.001 };
  const { response } = await attackJets(jets, square({ epsilon, queries: 40 }), { device, rows, target, key });
  const fall = response[0]!.meanProbability - response[1]!.meanProbability;
  // Asked once, it has moved at random.
  const once = await attackJets(jets, square({ epsilon, queries: 1 }), { device, rows, target, key });
  expect(fall).toBeGreaterThan(2 * Math.abs(once.response[0]!.meanProbability - once.response[1]!.meanProbability));
  expect(fall).toBeGreaterThan(0.005);
});

test('what follows a gradient refuses them with one error that names the attack they can be asked', async () => {
  const refused = attackJets(jets, fgsm(), { device, rows, target });
  await expect(refused).rejects.toThrow(/^this attack follows the gradient of the classifier, and this one has none.*attacks\/square/); // prettier-ignore
  const { response } = await attackJets(jets, perturbRandomly(), { device, rows, key: keyOf(1) });
  expect(response).toEqual([]);
});
