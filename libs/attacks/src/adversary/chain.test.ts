// The gradient of the whole chain against finite differences of the same chain in double precision.
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { float32, openDevice, scalar, type DeviceName, type Tensors, type Values } from '@jetdemon/compute';
import { defaultContrast, defaultLayout, batchOf } from '@jetdemon/data';
import { createNetwork, initialise } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import { classifiers, inDouble, lossInDouble, observablesOf, type DoubleJet } from '../testing/double-chain.ts';
import { someJets } from '../testing/some-jets.ts';
import { adversaryNetwork } from './network.ts';
import { lossOf } from './step.ts';

const rho = { pt: 0.02, eta: 0.03, phi: 0.01 };
const lambda = { score: 3, mass: 2000, pt: 500 };
// From 3 constituents on, since D2 of fewer is no smooth function of the jet; without the jet of 64, for speed.
const all = someJets(9);
const rows = Int32Array.from([2, 4, 5, 6, 7, 8]);
const batch = batchOf(all, rows);
const doubleJets = Array.from(rows, (row) => ({
  label: all.label[row]!,
  jet: Array.from({ length: all.offsets[row + 1]! - all.offsets[row]! }, (_, i) => {
    const at = all.offsets[row]! + i;
    return [all.ptTeV[at]!, all.eta[at]!, all.phi[at]!];
  }) satisfies DoubleJet,
}));

const targets = { pfn: { phi: [12, 6], f: [8] }, hl: { hidden: [10, 8] }, dense: { hidden: [10] } };

test.each(
  (['cpu', 'tfjs-cpu'] as const).flatMap((device) =>
    (['pfn', 'hl', 'dense'] as const).map((name) => ({ device, name })),
  ),
)('$name on $device', async ({ device: deviceName, name }: { device: DeviceName; name: keyof typeof targets }) => {
  const device = await openDevice(deviceName);
  const classifier = createNetwork(name, defaultLayout, targets[name]);
  const target = { ...classifier, contrast: defaultContrast, weights: initialise(classifier, keyOf('classifier')) };
  const network = adversaryNetwork({ hidden: [9, 7], rho, inputs: 'jet' }, defaultLayout);
  const weights: Values = initialise(network, keyOf('adversary'));

  const frozen = inDouble(target.weights);
  const logit = (jet: DoubleJet) => classifiers[name]!(jet, frozen);
  const score = (jet: DoubleJet) => 1 / (1 + Math.exp(-logit(jet)));
  const given: Values = {
    ...target.indices(batch.jets),
    jets: float32(batch.jets, [rows.length, 64, 3]),
    label: float32(batch.label),
    'nominal/score': float32(doubleJets.map(({ jet }) => score(jet))),
    'nominal/mass': float32(doubleJets.map(({ jet }) => observablesOf(jet).mass)),
    'nominal/pt': float32(doubleJets.map(({ jet }) => observablesOf(jet).pt)),
    ...Object.fromEntries(Object.entries(lambda).map(([key, value]) => [`lambda/${key}`, scalar(value)])),
  };
  const names = Object.keys(network.shapes);
  const total = lossOf(network, target, { preserve: ['mass', 'pt'] });
  const differentiate = device.compile((inputs: Tensors) => {
    const byName = (tensors: readonly tf.Tensor[]) => Object.fromEntries(names.map((one, at) => [one, tensors[at]!]));
    const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => total(byName(tensors), inputs))(
      names.map((one) => inputs[one]!),
    );
    return { loss: value, ...Object.fromEntries(names.map((one, at) => [`d/${one}`, grads[at]!])) };
  });
  const found = await differentiate({ ...weights, ...given });

  const doubled = inDouble(weights);
  const lossAt = (changed: typeof doubled) => lossInDouble(doubleJets, changed, rho, logit, lambda);
  expect(found.loss!.data[0]).toBeCloseTo(lossAt(doubled), 4);

  // The steepest weight of every parameter and one more, by central differences.
  for (const parameter of names) {
    const gradient = Array.from(found[`d/${parameter}`]!.data);
    const steepest = gradient.reduce((best, value, at) => (Math.abs(value) > Math.abs(gradient[best]!) ? at : best), 0);
    for (const at of new Set([steepest, Math.floor(gradient.length / 3)])) {
      const step = 1e-5;
      const shifted = (by: number) =>
        lossAt({ ...doubled, [parameter]: doubled[parameter]!.map((value, i) => (i === at ? value + by : value)) });
      const slope = (shifted(step) - shifted(-step)) / (2 * step);
      const scale = Math.max(...gradient.map(Math.abs));
      expect(scale, parameter).toBeGreaterThan(0);
      expect(Math.abs(gradient[at]! - slope), `${parameter}[${at}]: ${gradient[at]} against ${slope}`).toBeLessThan(
        2e-3 * scale,
      );
    }
  }
});
