// What training against attacks asks of one step, against closed forms for classifiers that are linear in the jet.
import * as tf from '@tensorflow/tfjs-core';
import { adamState, float32, openDevice, scalar, type Values } from '@jetdemon/compute';
import { batchOf, defaultLayout } from '@jetdemon/data';
import { createNetwork, initialise, trainingStep, type Asked, type Terms } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { coordinate } from '../testing/targets.ts';
import { someJets } from '../testing/some-jets.ts';
import { gradientPenalty } from './gradient-penalty.ts';
import { innerAttack } from './inner-attack.ts';

const device = await openDevice('cpu');
const epsilon = { pt: 0.02, eta: 0.01, phi: 0.03 };
const jets = someJets(8);
const rows = Int32Array.from({ length: 8 }, (_, row) => row);
const { jets: data, label } = batchOf(jets, rows);
const slopes = [3, -2, 0.5];

/** logit = Σ w · (pT, η, φ) over the constituents. */
const logitsOf = (x: tf.Tensor) =>
  slopes.map((w, axis) => tf.mul(w, tf.sum(coordinate(x, axis), 1))).reduce((sum, part) => tf.add(sum, part));

const asked = (labels: tf.Tensor): Asked => ({
  logits: logitsOf,
  losses: (x) => tf.sub(tf.softplus(logitsOf(x)), tf.mul(logitsOf(x), labels)),
});

const inputs = { jets: float32(data, [8, 64, 3]), label: float32(label) };

async function movedBy(options: Partial<Parameters<typeof innerAttack>[0]>, noise?: Float32Array) {
  const move = innerAttack(
    { epsilon, steps: 1, stepSize: 1, start: 'jet', classes: 'both', ...options },
    defaultLayout,
  );
  const run = device.compile((given) => {
    const batch = { jets: given.jets as tf.Tensor3D, label: given.label as tf.Tensor1D };
    const drawn = given.noise as tf.Tensor3D | undefined;
    return { moved: move({ ...batch, ...(drawn && { noise: drawn }) }, asked(given.label!)) };
  });
  const { moved } = await run({ ...inputs, ...(noise && { noise: float32(noise, [8, 64, 3]) }) });
  return moved!.data;
}

/** Shift of each coordinate of each real constituent: relative, absolute, absolute and modulo a turn. */
function shifts(moved: ArrayLike<number>): { row: number; axis: number; by: number }[] {
  return Array.from(data.keys()).flatMap((at) => {
    const [row, axis, pt] = [Math.floor(at / 192), at % 3, data[at - (at % 3)]!];
    if (pt === 0) {
      expect(moved[at]).toBe(0);
      return [];
    }
    const by = axis === 0 ? moved[at]! / data[at]! - 1 : moved[at]! - data[at]!;
    return [{ row, axis, by: axis === 2 ? by - 2 * Math.PI * Math.round(by / (2 * Math.PI)) : by }];
  });
}

const scales = [epsilon.pt, epsilon.eta, epsilon.phi];

// the loss of a jet of label y rises along (σ − y) w: signal goes against w, background along it
test.each([
  { what: 'one step from the jet', options: {} },
  { what: 'four steps of 0.4', options: { steps: 4, stepSize: 0.4 } },
  { what: 'six steps from anywhere', options: { steps: 6, stepSize: 0.4, start: 'random' as const } },
])('$what takes every coordinate to the corner of the box where its jet is wrong most', async ({ options }) => {
  const uniform = keyOf(2).uniform();
  for (const { row, axis, by } of shifts(
    await movedBy(
      options,
      data.map(() => uniform()),
    ),
  )) {
    const wrong = label[row] === 1 ? -Math.sign(slopes[axis]!) : Math.sign(slopes[axis]!);
    expect(by).toBeCloseTo(wrong * scales[axis]!, 5);
  }
});

test('one short step from anywhere stays in the box and goes that far, or to its side', async () => {
  const uniform = keyOf(2).uniform();
  const noise = data.map(() => uniform());
  const start = shifts(await movedBy({ start: 'random', stepSize: 1e-6 }, noise));
  const after = shifts(await movedBy({ start: 'random', stepSize: 0.5 }, noise));
  after.forEach(({ row, axis, by }, at) => {
    const wrong = label[row] === 1 ? -Math.sign(slopes[axis]!) : Math.sign(slopes[axis]!);
    const to = Math.max(-1, Math.min(1, start[at]!.by / scales[axis]! + 0.5 * wrong));
    expect(by).toBeCloseTo(to * scales[axis]!, 5);
  });
  expect(new Set(start.map(({ by }) => by.toFixed(6))).size).toBeGreaterThan(100);
});

test('of signal alone, background stays as it was, bit for bit', async () => {
  const moved = await movedBy({ classes: 'signal' });
  for (let at = 0; at < data.length; at++) if (label[Math.floor(at / 192)] === 0) expect(moved[at]).toBe(data[at]);
  expect(shifts(moved).some(({ by }) => Math.abs(by) > 0.005)).toBe(true);
});

test('the penalty is λ times the mean of Σ ε |∂L/∂J|, in closed form', async () => {
  const penalty = gradientPenalty(0.7, epsilon, defaultLayout);
  const run = device.compile((given) => {
    const batch = { jets: given.jets as tf.Tensor3D, label: given.label as tf.Tensor1D };
    return { value: penalty(batch, asked(given.label!)), logits: logitsOf(given.jets!) };
  });
  const { value, logits } = await run(inputs);
  // |∂L/∂J| = |σ(logit) − y| |w|
  const each = Array.from(rows, (row) => {
    const wrong = Math.abs(1 / (1 + Math.exp(-logits!.data[row]!)) - label[row]!);
    let sum = 0;
    for (let i = jets.offsets[row]!; i < jets.offsets[row + 1]!; i++)
      sum += epsilon.pt * jets.ptTeV[i]! * 3 + epsilon.eta * 2 + epsilon.phi * 0.5;
    return wrong * sum;
  });
  expect(value!.data[0]).toBeCloseTo((0.7 * each.reduce((sum, one) => sum + one, 0)) / 8, 5);
});

const network = createNetwork('efn', defaultLayout, { phi: [6, 5], f: [7] });
const fresh = initialise(network, keyOf(4));
// without jets of one and two constituents, which lie on a kink of ReLU
const generic = batchOf(
  someJets(12),
  Int32Array.from({ length: 8 }, (_, at) => at + 4),
);

const table: readonly { readonly what: string; readonly terms: Terms }[] = [
  {
    what: 'attacked jets',
    terms: { described: {}, attacked: { share: 0.4, move: innerAttack({ epsilon, steps: 2, stepSize: 1, start: 'jet', classes: 'both' }, defaultLayout) } }, // prettier-ignore
  },
  { what: 'a penalty on the gradient', terms: { described: {}, penalties: [gradientPenalty(5, epsilon, defaultLayout)] } }, // prettier-ignore
];

test.each(table)('$what: the step descends along the slope of the loss that it tells', async ({ terms }) => {
  const given = {
    ...network.indices(generic.jets),
    jets: float32(generic.jets, [8, 64, 3]),
    label: float32(generic.label),
    learningRate: scalar(0),
  };
  const stepped = async (weights: Values, of?: Terms) => {
    const step = device.compileStep(trainingStep(network, { terms: of }), { ...weights, ...adamState(weights) });
    const { loss } = await step.run(given);
    const state = await step.read();
    await step.dispose();
    return { loss: loss!.data[0]!, state };
  };
  const { loss, state } = await stepped(fresh, terms);
  expect(loss).toBeGreaterThan((await stepped(fresh)).loss + 1e-3);
  for (const name of ['phi1/kernel', 'phi2/kernel', 'f1/kernel', 'logit1/kernel']) {
    // after one step Adam's first moment is a tenth of the gradient
    const gradient = Array.from(state[`adam/m/${name}`]!.data, (value) => 10 * value);
    const most = Math.max(...gradient.map(Math.abs));
    const at = gradient.findIndex((value) => Math.abs(value) === most);
    const moved = (h: number) => {
      const values = fresh[name]!.data.slice() as Float32Array;
      values[at]! += h;
      return stepped({ ...fresh, [name]: { ...fresh[name]!, data: values } }, terms);
    };
    const h = 2e-3;
    const slope = ((await moved(h)).loss - (await moved(-h)).loss) / (2 * h);
    expect(Math.abs(slope / gradient[at]! - 1)).toBeLessThan(0.03);
  }
});
