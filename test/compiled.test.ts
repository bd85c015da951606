// Every function that networks and attacks are made of: compiled, eager, and eager in double precision, on random shapes.
// Compiled float32 must be about as near to double precision as eager float32 is.
import { defaultContrast, defaultLayout } from '@jetdemon/data';
import { fgsm, perturb, adversaryNetwork, adversaryStep, initialAdversary } from '@jetdemon/attacks';
import {
  adamState,
  float32,
  openDevice,
  scalar,
  type TensorFunction,
  type Tensors,
  type Values,
} from '@jetdemon/compute';
import { jetObservables } from '@jetdemon/artifacts';
import { createNetwork, initialise, observables, trainingStep, type Network } from '@jetdemon/models';
import { keyOf, type Key } from '@jetdemon/workflow';
import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileInDouble } from './in-double.ts';

interface Case {
  readonly run: TensorFunction;
  readonly inputs: Values;
}

/** Random extents: jets of a batch, constituents of the largest, widths of layers. */
interface Extents {
  readonly batch: number;
  readonly constituents: number;
  readonly widths: readonly number[];
}

const rho = { pt: 0.02, eta: 0.03, phi: 0.01 };
const weightsOf = (network: Pick<Network, 'shapes'>, inputs: Tensors) =>
  Object.fromEntries(Object.keys(network.shapes).map((name) => [name, inputs[name]!]));

/** Jets of 3 constituents and more within 0.6 of an axis, in descending pT, padded: [batch, 64, 3]. */
function jetsOf({ batch, constituents }: Extents, key: Key): Float32Array {
  const uniform = key.uniform();
  const data = new Float32Array(batch * 192);
  for (let jet = 0; jet < batch; jet++) {
    const [eta, phi] = [4 * uniform() - 2, 5 * uniform() - 2.5];
    const count = 3 + Math.floor(uniform() * (constituents - 2));
    const pt = Array.from({ length: count }, () => 0.002 + 0.1 * uniform() ** 2).sort((a, b) => b - a);
    pt.forEach((value, at) =>
      data.set([value, eta + 1.2 * uniform() - 0.6, phi + 1.2 * uniform() - 0.6], jet * 192 + at * 3),
    );
  }
  return data;
}

function batchOf(extents: Extents, key: Key) {
  const data = jetsOf(extents, key.split('jets'));
  const uniform = key.split('label').uniform();
  const label = float32(Array.from({ length: extents.batch }, (_, at) => (at === 0 ? 1 : Math.round(uniform()))));
  return { data, jets: float32(data, [extents.batch, 64, 3]), label };
}

const networks = {
  hl: ({ widths }: Extents) => createNetwork('hl', defaultLayout, { hidden: widths }),
  pfn: ({ widths }: Extents) => createNetwork('pfn', defaultLayout, { phi: widths, f: [...widths].reverse() }),
  dense: ({ widths }: Extents) => createNetwork('dense', defaultLayout, { hidden: widths }),
} as const;

/** Logits, and the slopes of their sum in weights and jets. */
function logits(network: Network, extents: Extents, key: Key, packed: boolean): Case {
  const { data, jets } = batchOf(extents, key);
  const names = Object.keys(network.shapes);
  return {
    inputs: { ...initialise(network, key), ...(packed ? network.indices(data) : {}), jets },
    run(inputs) {
      const of = (...tensors: tf.Tensor[]) =>
        network.logits(Object.fromEntries(names.map((name, at) => [name, tensors[at]!])), {
          ...inputs,
          jets: tensors.at(-1)!,
        });
      const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => tf.sum(of(...tensors)) as tf.Scalar)([
        ...names.map((name) => inputs[name]!),
        inputs.jets!,
      ]);
      const slopes = Object.fromEntries([...names, 'jets'].map((name, at) => [`d/${name}`, grads[at]!]));
      return { ...slopes, sum: value, logits: network.logits(weightsOf(network, inputs), inputs) };
    },
  };
}

/** Adam's first moment after one step, which is a tenth of the gradient: a weight with a small one may go either way. */
function training(network: Network, extents: Extents, key: Key): Case {
  const { data, jets, label } = batchOf(extents, key);
  const weights = initialise(network, key);
  const step = trainingStep(network);
  return {
    inputs: { ...weights, ...adamState(weights), ...network.indices(data), jets, label, learningRate: scalar(1e-3) },
    run: (inputs) => slopesOf(step(inputs, inputs)),
  };
}

function slopesOf({ state, outputs }: ReturnType<ReturnType<typeof trainingStep>>): Tensors {
  return { ...Object.fromEntries(Object.entries(state).filter(([name]) => name.startsWith('adam/m/'))), ...outputs };
}

function adversary(target: Network, extents: Extents, key: Key): Case {
  const { data, jets, label } = batchOf(extents, key);
  const network = adversaryNetwork({ hidden: extents.widths, rho, inputs: 'jet' }, defaultLayout);
  const weights = initialAdversary(network, key.split('adversary'));
  const step = adversaryStep(
    network,
    { ...target, contrast: defaultContrast, weights: initialise(target, key.split('target')) },
    { preserve: ['mass', 'pt', 'd2'] },
  );
  const names = ['score', 'mass', 'pt', 'd2'];
  const uniform = key.split('nominal').uniform();
  const nominal = names.map((name) => [`nominal/${name}`, float32(Array.from(label.data, () => uniform()))] as const);
  const lambda = names.map((name) => [`lambda/${name}`, scalar(1 + uniform())] as const);
  const given = Object.fromEntries<Values[string]>([...nominal, ...lambda]);
  const own = { jets, label, learningRate: scalar(1e-3) };
  return {
    inputs: { ...weights, ...adamState(weights), ...target.indices(data), ...given, ...own },
    run: (inputs) => slopesOf(step(inputs, inputs)),
  };
}

const functions: Record<string, (extents: Extents, key: Key) => Case> = {
  observables: (extents, key) => ({
    inputs: { jets: batchOf(extents, key).jets },
    run({ jets }) {
      const found = observables(jetObservables, jets!, defaultLayout);
      const slopes = jetObservables.map((name) => [
        `slope of ${name}`,
        tf.grad((x: tf.Tensor) => tf.sum(observables([name], x, defaultLayout)[name]))(jets!),
      ]);
      return { ...found, ...(Object.fromEntries(slopes) as Tensors) };
    },
  }),
  ...Object.fromEntries(
    Object.entries(networks).flatMap(([name, make]) => [
      [`logits of ${name}`, (extents: Extents, key: Key) => logits(make(extents), extents, key, false)],
      [`a training step of ${name}`, (extents: Extents, key: Key) => training(make(extents), extents, key)],
      [`an adversary step against ${name}`, (extents: Extents, key: Key) => adversary(make(extents), extents, key)],
    ]),
  ),
  'logits of pfn, packed': (extents, key) => logits(networks.pfn(extents), extents, key, true),
  'the moves of an attack': (extents, key) => {
    const { jets } = batchOf(extents, key);
    const uniform = key.split('direction').uniform();
    const direction = float32(Float32Array.from(jets.data, () => 2 * uniform() - 1), jets.shape); // prettier-ignore
    const { normalise, threat } = fgsm({ epsilon: rho });
    return {
      inputs: { jets, direction },
      run(inputs) {
        const [given, delta] = [inputs.jets as tf.Tensor3D, inputs.direction as tf.Tensor3D];
        return {
          moved: threat.project(threat.step(given, delta, defaultLayout), defaultLayout),
          signs: normalise(delta),
          slope: tf.grad((d: tf.Tensor) => tf.sum(tf.square(perturb(given, d as tf.Tensor3D, rho, defaultLayout))))(
            delta,
          ),
        };
      },
    };
  },
};

const groupOf = (name: string) => (name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : name);

/** The largest number of each group, a layer's slopes say, since one that is a sum to zero has the errors of its terms. */
function largestByGroup(values: Values): Map<string, number> {
  const largest = new Map<string, number>();
  for (const [name, { data }] of Object.entries(values))
    largest.set(groupOf(name), Math.max(largest.get(groupOf(name)) ?? 1e-3, ...data.map(Math.abs)));
  return largest;
}

const extents = fc.record({
  batch: fc.integer({ min: 1, max: 40 }),
  constituents: fc.integer({ min: 3, max: 64 }),
  widths: fc.array(fc.integer({ min: 1, max: 24 }), { minLength: 1, maxLength: 3 }),
});

describe('compiled as near to double precision as eager:', () => {
  test.each(Object.entries(functions))('%s', async (_, make) => {
    const [compiled, eager] = await Promise.all([openDevice('cpu'), openDevice('tfjs-cpu')]);
    await fc.assert(
      fc.asyncProperty(extents, fc.integer({ min: 0, max: 1e6 }), async (drawn, seed) => {
        const { run, inputs } = make(drawn, keyOf(seed));
        const found = await compiled.compile(run)(inputs);
        const single = await eager.compile(run)(inputs);
        const double = await (await compileInDouble(run))(inputs);
        expect(Object.keys(found).sort()).toEqual(Object.keys(double).sort());
        const scales = largestByGroup(double);
        for (const [name, { shape, data }] of Object.entries(double)) {
          expect({ name, shape: found[name]!.shape }).toEqual({ name, shape });
          const errorOf = (values: Values) =>
            Math.max(...data.map((value, at) => Math.abs(value - values[name]!.data[at]!)));
          const allowed = 4 * errorOf(single) + 4e-6 * scales.get(groupOf(name))!;
          expect(errorOf(found), name).toBeLessThanOrEqual(allowed);
        }
      }),
      { numRuns: 5, seed: 1 },
    );
  });
});
