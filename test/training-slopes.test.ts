// Gradients of the training of every adversary network under every objective, against finite differences of the same step in double precision.
import * as tf from '@tensorflow/tfjs-core';
import { adamState, float32, openDevice, scalar, type Tensors, type Values } from '@jetdemon/compute';
import { batches } from '@jetdemon/data';
import { initialise, padded } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { compileInDouble } from './in-double.ts';
import { bundledJets, nearZ } from '../libs/attacks/src/testing/some-adversaries.ts';
import { objectives } from '../libs/attacks/src/adversary/names.ts';
import { adversaryNetwork } from '../libs/attacks/src/adversary/network.ts';
import type { Ground } from '../libs/attacks/src/adversary/objective.ts';
import { perDistribution } from '../libs/attacks/src/adversary/per-distribution.ts';
import { perJet } from '../libs/attacks/src/adversary/per-jet.ts';
import { measurer } from '../libs/attacks/src/adversary/responses.ts';

const device = await openDevice('cpu');
const jets = await bundledJets();
const target = nearZ();
const rho = { pt: 0.02, eta: 0.02, phi: 0.02 };
const acceptance = { score: 0.02, mass: 0.04, pt: 0.04 };
const lambda = { score: 100, mass: 5000, pt: 3000 };
/** Of Adam: the first moment after one step is this share of the gradient. */
const share = 0.1;

const networks = [
  { architecture: 'dense', inputs: 'jet' },
  { architecture: 'set', inputs: 'jet' },
  { architecture: 'dense', inputs: 'jet+gradient' },
] as const;
/** The objective of distributions is not told of the classifier's gradient. */
const rows = networks.flatMap((asked) => objectives.filter((objective) => objective === 'jets' || asked.inputs === 'jet').map((objective) => ({ ...asked, objective }))); // prettier-ignore

test.each(rows)(
  '$architecture, $inputs, $objective',
  async ({ objective: name, ...asked }) => {
    const network = adversaryNetwork({ ...asked, hidden: [6, 5], rho }, jets.layout);
    const look = measurer(network, target, ['mass', 'pt'], device);
    const [train, validation] = [Int32Array.from({ length: 400 }, (_, at) => at), Int32Array.from({ length: 100 }, (_, at) => 400 + at)]; // prettier-ignore
    const ground: Ground = {
      ...{ network, target, look, jets, acceptance, key: keyOf(1) },
      train: { rows: train, nominal: await look.nominal(jets, train), at: (row) => row },
      validation: { rows: validation, nominal: await look.nominal(jets, validation) },
    };
    const objective =
      name === 'jets' ? perJet(ground, { lambda, mirrored: false }) : perDistribution(ground, { size: 8 });
    const weights = initialise(network, keyOf('large'));
    const [batch] = [...batches(jets, { indices: train, size: 8, key: keyOf(2), dropLast: true })];
    const given: Values = {
      ...{ ...weights, ...adamState(weights), ...(await objective.inputs(batch!)) },
      jets: padded(batch!.jets, jets.layout),
      ...{ label: float32(batch!.label), learningRate: scalar(0) },
    };
    const after = await device.compile((inputs) => ({ ...objective.step(inputs, inputs).state }) as tf.NamedTensorMap)(given); // prettier-ignore

    for (const parameter of Object.keys(network.shapes)) {
      const gradient = Array.from(after[`adam/m/${parameter}`]!.data, (value) => value / share);
      const scale = Math.max(...gradient.map(Math.abs));
      const steepest = gradient.findIndex((value) => Math.abs(value) === scale);
      const slope = (await compileInDouble((inputs) => ({ slope: slopeAt(inputs, parameter, steepest) })))(given);
      const found = (await slope).slope!.data[0]!;
      expect(scale, parameter).toBeGreaterThan(0);
      expect(Math.abs(gradient[steepest]! - found) / scale, `${parameter}: ${gradient[steepest]}, ${found}`).toBeLessThan(2e-3); // prettier-ignore
    }

    /** (L(w + h) − L(w − h)) / 2h of one weight. */
    function slopeAt(inputs: Tensors, parameter: string, at: number): tf.Tensor {
      const h = 1e-5;
      const { size, shape } = inputs[parameter]!;
      const one = tf.reshape(tf.oneHot(tf.tensor1d([at], 'int32'), size), shape);
      const lossAt = (by: number) =>
        objective.step({ ...inputs, [parameter]: tf.add(inputs[parameter]!, tf.mul(by, one)) }, inputs).outputs[
          'loss'
        ]!;
      return tf.div(tf.sub(lossAt(h), lossAt(-h)), 2 * h);
    }
  },
  300_000,
);
