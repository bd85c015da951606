// Energy-flow networks under soft and collinear splittings, beside a particle-flow network, which is not safe under them.
import { defaultLayout } from '@jetdemon/data';
import { float32, openDevice } from '@jetdemon/compute';
import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import type { ConstituentList } from '@jetdemon/data/observables-reference';
import { padded, someJets } from '../testing/some-jets.ts';
import { createNetwork } from './index.ts';
import { initialise, type Network } from './network.ts';

const device = await openDevice('cpu');
const jets = someJets(keyOf(4), 12, 0.6).map((jet) => jet.slice(0, 30));

async function logitsOf(network: Network, of: readonly ConstituentList[]): Promise<number[]> {
  const weights = initialise(network, keyOf('weights'));
  const run = device.compile((inputs) => ({ logits: network.logits(inputs, inputs) }));
  const data = padded(of);
  const { logits } = await run({ ...weights, ...network.indices(data), jets: float32(data, [of.length, 64, 3]) });
  return Array.from(logits!.data);
}

const largest = (a: readonly number[], b: readonly number[] = []) =>
  Math.max(...a.map((value, at) => Math.abs(value - (b[at] ?? 0))));

const safe = [
  createNetwork('efn', defaultLayout, { phi: [16, 8], f: [12] }),
  createNetwork('lipschitz', defaultLayout, { phi: [16, 8], f: [12] }),
];
const unsafe = createNetwork('pfn', defaultLayout, { phi: [16, 8], f: [12] });

/** Every constituent as two parallel ones, of 1/4 and 3/4 of its pT: exact in binary. */
const split = jets.map((jet) => jet.flatMap(([pt, eta, phi]) => [[0.75 * pt, eta, phi], [0.25 * pt, eta, phi]] as const)); // prettier-ignore

const soft = (ptTeV: number) =>
  jets.map((jet) => [...jet, ...[0.3, -0.2, 0.1].map((away) => [ptTeV, jet[0]![1] + away, jet[0]![2]] as const)]);

test.each(safe)('$name says the same of constituents that are split into parallel ones', async (network) => {
  const was = await logitsOf(network, jets);
  expect(largest(await logitsOf(network, split), was)).toBeLessThan(2e-6 * largest(was));
});

test.each(safe)(
  '$name changes in proportion to the pT of soft constituents, to nothing in the limit',
  async (network) => {
    const was = await logitsOf(network, jets);
    const change = async (ptTeV: number) => largest(await logitsOf(network, soft(ptTeV)), was) / largest(was);
    const [one, tenth, none] = [await change(1e-4), await change(1e-5), await change(1e-9)];
    expect(one).toBeGreaterThan(1e-5);
    // where ReLU or pairs turn over on the way, it is not quite the tenth
    expect(tenth / one).toBeGreaterThan(0.07);
    expect(tenth / one).toBeLessThan(0.13);
    expect(none).toBeLessThan(2e-6);
  },
);

test('a pfn changes under both', async () => {
  const was = await logitsOf(unsafe, jets);
  for (const changed of [split, soft(1e-9)])
    expect(largest(await logitsOf(unsafe, changed), was)).toBeGreaterThan(0.01 * largest(was));
});
