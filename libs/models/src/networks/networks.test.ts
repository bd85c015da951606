// Every network of the table against the same demands; a row per network says what more holds of it.
import { defaultLayout } from '@jetdemon/data';
import { float32, openDevice, type Device, type Values } from '@jetdemon/compute';
import { InputError, keyOf } from '@jetdemon/workflow';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ConstituentList } from '@jetdemon/data/observables-reference';
import { padded, someJets } from '../testing/some-jets.ts';
import { createNetwork } from './index.ts';
import { INPUT_SCALES } from './layers.ts';
import { initialise, type Network } from './network.ts';

const devices = await Promise.all([openDevice('tfjs-cpu'), openDevice('cpu')]);

// Small versions; the paper's widths are checked by their shapes below.
const table = [
  { network: createNetwork('hl', defaultLayout, { hidden: [16, 8] }), orderMatters: false, usesIndices: false },
  { network: createNetwork('pfn', defaultLayout, { phi: [16, 8], f: [12] }), orderMatters: false, usesIndices: true },
  { network: createNetwork('dense', defaultLayout, { hidden: [16, 8] }), orderMatters: true, usesIndices: false },
  { network: createNetwork('pfn', defaultLayout, { phi: [16, 8], f: [12], inputs: 'raw' }), orderMatters: false, usesIndices: true }, // prettier-ignore
  { network: createNetwork('efn', defaultLayout, { phi: [16, 8], f: [12] }), orderMatters: false, usesIndices: true },
  { network: createNetwork('lipschitz', defaultLayout, { phi: [16, 8], f: [12] }), orderMatters: false, usesIndices: true }, // prettier-ignore
];

const jets: readonly ConstituentList[] = [...someJets(keyOf(1), 6, 0.8), [[0.4, 1.2, -3]], []];
const batchOf = (data: Float32Array) => float32(data, [data.length / 192, 64, 3]);

/** Logits and their gradient in the jets. */
async function evaluateOn(device: Device, network: Network, data: Float32Array, indices: Values = {}) {
  const weights = initialise(network, keyOf('weights'));
  const names = Object.keys(weights);
  const run = device.compile((inputs) => {
    const of = (x: tf.Tensor) =>
      network.logits(Object.fromEntries(names.map((name) => [name, inputs[name]!])), { ...inputs, jets: x });
    return { logits: of(inputs.jets!), gradient: tf.grad((x: tf.Tensor) => tf.sum(of(x)))(inputs.jets!) };
  });
  const { logits, gradient } = await run({ ...weights, ...indices, jets: batchOf(data) });
  return { logits: logits!.data, gradient: gradient!.data };
}

afterEach(() => vi.unstubAllEnvs());

const largest = (values: ArrayLike<number>) => Math.max(...Array.from(values, Math.abs));
const difference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, at) => Math.abs(value - b[at]!)));

const onDevices = devices.flatMap((device) => table.map((row) => ({ ...row, device })));

describe.each(onDevices)('$network.name on $device.name', ({ network, orderMatters, usesIndices, device }) => {
  const evaluate = evaluateOn.bind(undefined, device);

  test('logits and gradients are finite, also for jets of one or no constituent', async () => {
    const { logits, gradient } = await evaluate(network, padded(jets));
    expect(logits).toHaveLength(jets.length);
    expect(logits.every(Number.isFinite)).toBe(true);
    expect(gradient.every(Number.isFinite)).toBe(true);
    expect(largest(gradient)).toBeGreaterThan(0);
  });

  test('what stands in padded slots changes nothing and has no gradient', async () => {
    const clean = padded(jets);
    const dirty = clean.slice();
    for (let at = 0; at < dirty.length; at += 3) if (dirty[at] === 0) dirty.set([0, 0.9, -2], at);
    const [was, is] = [await evaluate(network, clean), await evaluate(network, dirty)];
    expect(is.logits).toEqual(was.logits);
    expect(is.gradient).toEqual(was.gradient);
    for (let at = 0; at < clean.length; at += 3) {
      if (clean[at] === 0) expect(is.gradient.slice(at + 1, at + 3)).toEqual(new Float32Array(2));
    }
  });

  test('a rotation in φ that carries constituents across ±π changes nothing', async () => {
    const rotated = jets.map((jet) =>
      jet.map(([pt, eta, phi]): ConstituentList[number] => {
        const turned = phi + 2.5;
        return [pt, eta, turned > Math.PI ? turned - 2 * Math.PI : turned];
      }),
    );
    const [was, is] = [await evaluate(network, padded(jets)), await evaluate(network, padded(rotated))];
    expect(difference(is.logits, was.logits)).toBeLessThan(1e-4 * largest(was.logits));
  });

  test(`the order of the constituents ${orderMatters ? 'matters' : 'does not matter'}`, async () => {
    const reversed = jets.map((jet) => [...jet].reverse());
    const [was, is] = [await evaluate(network, padded(jets)), await evaluate(network, padded(reversed))];
    const relative = difference(is.logits, was.logits) / largest(was.logits);
    if (orderMatters) expect(relative).toBeGreaterThan(1e-2);
    else expect(relative).toBeLessThan(1e-5);
  });

  // in one thread constituents are added in another order, with which logits change as with that of the constituents
  test.runIf(usesIndices).each([
    ['2', 1e-6],
    ['1', 1e-5],
  ])('packed rows give the logits and gradients of the padded form in %s threads', async (threads, most) => {
    vi.stubEnv('JETDEMON_THREADS', threads);
    const data = padded(jets);
    const [slow, fast] = [await evaluate(network, data), await evaluate(network, data, network.indices(data))];
    expect(difference(fast.logits, slow.logits)).toBeLessThan(most * largest(slow.logits));
    expect(difference(fast.gradient, slow.gradient)).toBeLessThan(1e-5 * largest(slow.gradient));
  });

  test('the gradient in the jets is that of finite differences: the axis moves with the constituents', async () => {
    const data = padded(jets.slice(0, 2));
    const { gradient } = await evaluate(network, data);
    // Float32 logits allow a step of 1e-3 and an agreement of a few per cent of the largest component; a gradient that
    // took the axis as fixed would be off by more than half of it.
    const scale = [1 / INPUT_SCALES[0], 1, 1];
    for (const axis of [0, 1, 2]) {
      const h = 2e-3 * scale[axis]!;
      const [up, down] = [data.slice(), data.slice()];
      up[axis]! += h;
      down[axis]! -= h;
      const [above, below] = [await evaluate(network, up), await evaluate(network, down)];
      const slope = (above.logits[0]! - below.logits[0]!) / (2 * h);
      const components = gradient.slice(0, 192).filter((_, at) => at % 3 === axis);
      expect(Math.abs(slope - gradient[axis]!)).toBeLessThan(0.05 * largest(components));
    }
  });
});

describe.each(devices)('a pfn for jets of another layout, with a feature among its inputs, on $name', (device) => {
  const charge = { name: 'charge', unit: '1', description: 'charge', move: 'frozen' } as const;
  const layout = { ...defaultLayout, constituents: 5, features: [...defaultLayout.features, charge] };
  const network = createNetwork('pfn', layout, {
    phi: [16, 8],
    f: [12],
    features: [{ name: 'charge', mean: 0.5, scale: 2 }],
  });
  // two jets of 3 and 5 constituents, then none; what stands in the padded charge must not count
  const data = Float32Array.from(
    [3, 5, 0].flatMap((count) =>
      Array.from({ length: 5 }, (_, i) => (i < count ? [0.2 / (i + 1), 0.1 * i, 0.3 - 0.2 * i, (i % 3) - 1] : [0, 0, 0, 9])),
    ).flat(),
  ); // prettier-ignore
  const weights = initialise(network, keyOf('weights'));
  const names = Object.keys(weights);
  const logitsOf = async (indices: Values, jets = data) => {
    const run = device.compile((inputs) => ({
      logits: network.logits(Object.fromEntries(names.map((name) => [name, inputs[name]!])), inputs),
    }));
    return (await run({ ...weights, ...indices, jets: float32(jets, [3, 5, 4]) })).logits!.data;
  };

  test('packed rows give the logits of the padded form, which depend on the feature', async () => {
    const [slow, fast] = [await logitsOf({}), await logitsOf(network.indices(data))];
    expect(difference(fast, slow)).toBeLessThan(1e-6 * largest(slow));
    const neutral = data.map((value, at) => (at % 4 === 3 ? 0 : value));
    const other = await logitsOf({}, neutral);
    expect(Math.abs(other[0]! - slow[0]!)).toBeGreaterThan(1e-3);
    expect(other[2]).toBe(slow[2]);
  });

  test('says in its shapes and hyperparameters what it takes', () => {
    expect(network.shapes['phi1/kernel']).toEqual([4, 16]);
    expect(network.hyperparameters['features']).toEqual([{ name: 'charge', mean: 0.5, scale: 2 }]);
    expect(createNetwork('pfn', layout).hyperparameters).not.toHaveProperty('features');
  });
});

test('the paper’s widths are the defaults', () => {
  const kernels = (name: string) =>
    Object.entries(createNetwork(name, defaultLayout).shapes).filter(([parameter]) => parameter.endsWith('kernel'));
  expect(kernels('hl').map(([, shape]) => shape)).toEqual([[4, 384], [384, 384], [384, 384], [384, 1]]); // prettier-ignore
  expect(kernels('pfn').map(([, shape]) => shape)).toEqual([[3, 256], [256, 256], [256, 64], [64, 256], [256, 256], [256, 256], [256, 1]]); // prettier-ignore
  expect(kernels('dense').map(([, shape]) => shape)).toEqual([[192, 300], [300, 300], [300, 300], [300, 300], [300, 1]]); // prettier-ignore
});

test('initial weights are uniform within ±√(6 / inputs), the same for the same key, others for another', () => {
  const network = createNetwork('pfn', defaultLayout, { phi: [8, 256, 64] });
  const [a, again, b] = [1, 1, 2].map((seed) => initialise(network, keyOf(seed)));
  expect(again).toEqual(a);
  expect(b!['phi2/kernel']!.data).not.toEqual(a!['phi2/kernel']!.data);
  const kernel = a!['phi2/kernel']!.data;
  const bound = Math.sqrt(6 / 8);
  expect(largest(kernel)).toBeLessThanOrEqual(bound);
  // Variance of a uniform distribution in ±b is b²/3; 2,048 draws know it to 2% (one standard deviation).
  const variance = Array.from(kernel).reduce((sum, value) => sum + value ** 2, 0) / kernel.length;
  expect(variance / (bound ** 2 / 3)).toBeCloseTo(1, 1);
  expect(largest(a!['phi2/bias']!.data)).toBe(0);
});

test('an unknown network, an unknown hyperparameter and a width of zero are refused by name', () => {
  expect(() => createNetwork('transformer', defaultLayout)).toThrow(
    new InputError('expected a network (hl, pfn, efn, lipschitz, dense), found transformer'),
  );
  expect(() => createNetwork('pfn', defaultLayout, { psi: [3] })).toThrow(/network pfn, .*psi/);
  expect(() => createNetwork('hl', defaultLayout, { hidden: [0] })).toThrow(/network hl, hidden\.0/);
});

test('a constituent after padding is our own bug', () => {
  const data = padded([[[0.3, 0, 0]]]);
  data.set([0.1, 0.1, 0.1], 6);
  expect(() => createNetwork('pfn', defaultLayout).indices(data)).toThrow(
    'internal: jet 0 has a constituent in slot 2',
  );
});

test.each(['pfn', 'dense'])(
  'a raw %s is the scaled one with the factors in the weights of its first layer',
  async (name) => {
    const asked = name === 'pfn' ? { phi: [16, 8], f: [12] } : { hidden: [16, 8] };
    const [scaled, raw] = ['scaled', 'raw'].map((inputs) => createNetwork(name, defaultLayout, { ...asked, inputs })) as [Network, Network]; // prettier-ignore
    expect([scaled.hyperparameters, raw.hyperparameters]).toEqual([asked, { ...asked, inputs: 'raw' }]);
    const weights = initialise(scaled, keyOf('weights'));
    const first = name === 'pfn' ? 'phi1/kernel' : 'hidden1/kernel';
    const { data, shape } = weights[first]!;
    const times = (_: number, at: number) => data[at]! * INPUT_SCALES[Math.floor(at / shape[1]!) % 3]!;
    const changed = { ...weights, [first]: { data: Float32Array.from(data, times), shape, dtype: 'float32' as const } };
    const found = padded(jets);
    const ask = (network: Network, own: Values) =>
      devices[1].compile((inputs) => ({ logits: network.logits(inputs, inputs) }))({ ...own, jets: batchOf(found) });
    const [expected, same, other] = await Promise.all([ask(scaled, weights), ask(raw, changed), ask(raw, weights)]);
    expect(difference(same.logits!.data, expected.logits!.data)).toBeLessThan(1e-4 * largest(expected.logits!.data));
    expect(difference(other.logits!.data, expected.logits!.data)).toBeGreaterThan(0.01);
  },
);

test('a raw hl network is fed pT, η, mass and D2', async () => {
  // One layer of one unit that hands on one input: logit = 3 + that input, shifted so that ReLU lets it pass.
  const network = createNetwork('hl', defaultLayout, { hidden: [1], inputs: 'raw' });
  const one = padded([[[0.3, 0, 0], [0.1, 0.2, 0.1]]]); // prettier-ignore
  const feed = async (input: number) => {
    const weights: Values = {
      'hidden1/kernel': {
        ...float32(
          [0, 1, 2, 3].map((at) => (at === input ? 1 : 0)),
          [4, 1],
        ),
      },
      'hidden1/bias': float32([3], [1]),
      'logit1/kernel': float32([1], [1, 1]),
      'logit1/bias': float32([-3], [1]),
    };
    const run = devices[1].compile((inputs) => ({ logits: network.logits(inputs, inputs) }));
    return (await run({ ...weights, jets: batchOf(one) })).logits!.data[0]!;
  };
  // By hand: the vector sum of (0.3, 0, 0) and (0.1, 0.2, 0.1).
  const [px, py] = [0.3 + 0.1 * Math.cos(0.1), 0.1 * Math.sin(0.1)];
  const [pz, energy] = [0.1 * Math.sinh(0.2), 0.3 + 0.1 * Math.cosh(0.2)];
  const pt = Math.hypot(px, py);
  expect(await feed(0)).toBeCloseTo(pt, 5);
  expect(await feed(1)).toBeCloseTo(Math.asinh(pz / pt), 5);
  expect(await feed(2)).toBeCloseTo(Math.sqrt(energy ** 2 - px ** 2 - py ** 2 - pz ** 2), 5);
  expect(await feed(3)).toBeCloseTo(0, 6); // two constituents have no D2
});
