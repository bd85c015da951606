// Observables of massive constituents, by pseudorapidity and by rapidity, against sums of four-momenta in double precision.
import { float32, openDevice } from '@jetdemon/compute';
import { defaultLayout, type Feature, type JetLayout } from '@jetdemon/data';
import { keyOf } from '@jetdemon/workflow';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { constituents, jetAxis } from './axis.ts';
import { observables } from './index.ts';

const devices = await Promise.all([openDevice('tfjs-cpu'), openDevice('cpu')]);

/** pT [TeV], η or y, φ, m [TeV], a charge that no observable sees. */
type Part = readonly [number, number, number, number, number];

const [pt, eta, phi] = defaultLayout.features as [Feature, Feature, Feature];
const mass: Feature = { name: 'mass', unit: 'TeV', description: '', role: 'mass', move: 'frozen' };
const charge: Feature = { name: 'charge', unit: '1', description: '', move: 'frozen' };
const slots = 12;
const layoutOf = (rapidity: boolean): JetLayout => ({
  ...defaultLayout,
  constituents: slots,
  features: [pt, rapidity ? { ...eta, name: 'rapidity', role: 'rapidity' } : eta, phi, mass, charge],
});

function jets(count: number, radius: number): Part[][] {
  const uniform = keyOf(7).uniform();
  const between = (low: number, high: number) => low + (high - low) * uniform();
  return Array.from({ length: count }, () => {
    const [axisEta, axisPhi] = [between(-2, 2), between(-3, 3)];
    return Array.from({ length: Math.floor(between(2, slots)) }, (): Part => [
      Math.fround(between(1e-3, 0.1)),
      Math.fround(axisEta + radius * between(-1, 1)),
      Math.fround(axisPhi + radius * between(-1, 1)),
      Math.fround(between(0, 2e-3)),
      Math.sign(between(-1, 1)),
    ]);
  });
}

/** E, px, py, pz added up; mass from E² − p². */
function fourMomentum(jet: readonly Part[], rapidity: boolean) {
  const sum = [0, 0, 0, 0];
  for (const [pt, y, phi, m] of jet) {
    const mt = Math.sqrt(pt * pt + m * m);
    const pz = rapidity ? mt * Math.sinh(y) : pt * Math.sinh(y);
    [Math.sqrt(pt * pt + pz * pz + m * m), pt * Math.cos(phi), pt * Math.sin(phi), pz].forEach(
      (v, i) => (sum[i]! += v),
    );
  }
  const [e, px, py, pz] = sum as [number, number, number, number];
  const ptTeV = Math.hypot(px, py);
  return {
    pt: ptTeV,
    eta: Math.asinh(pz / ptTeV),
    phi: Math.atan2(py, px),
    mass: Math.sqrt(e * e - px * px - py * py - pz * pz),
  };
}

const padded = (all: readonly (readonly Part[])[]) => {
  const data = new Float32Array(all.length * slots * 5);
  all.forEach((jet, at) => data.set(jet.flat(), at * slots * 5));
  return { jets: float32(data, [all.length, slots, 5]) };
};

describe.each(devices.flatMap((device) => [true, false].map((rapidity) => ({ device, name: device.name, rapidity }))))(
  'on $name, rapidity: $rapidity',
  ({ device, rapidity }) => {
    const layout = layoutOf(rapidity);
    const values = device.compile(({ jets }) => ({
      ...observables(['pt', 'mass', 'eta'], jets!, layout),
      phi: jetAxis(constituents(jets!, layout)).phi,
    }));
    const slopes = device.compile(({ jets }) => ({
      slope: tf.grad((x: tf.Tensor) => tf.sum(observables(['mass'], x, layout).mass))(jets!),
    }));

    test.each([0.8, 0.05])('are those of the sum of four-momenta, radius %f', async (radius) => {
      const some = jets(50, radius);
      const found = (await values(padded(some))) as unknown as Record<
        'pt' | 'mass' | 'eta' | 'phi',
        { data: Float32Array }
      >;
      some.forEach((jet, at) => {
        const expected = fourMomentum(jet, rapidity);
        for (const name of ['pt', 'mass'] as const)
          expect(Math.abs(found[name].data[at]! / expected[name] - 1), name).toBeLessThan(2e-5);
        expect(found.eta.data[at]!).toBeCloseTo(expected.eta, 5);
        expect(found.phi.data[at]!).toBeCloseTo(expected.phi, 5);
      });
    });

    test('the slope of the mass is that of finite differences in double precision', async () => {
      const some = jets(4, 0.8);
      const { slope } = await slopes(padded(some));
      some.forEach((jet, at) =>
        jet.forEach((part, i) => {
          const given = slope!.data.subarray((at * slots + i) * 5, (at * slots + i + 1) * 5);
          [0, 1, 2].forEach((axis) => {
            const h = 1e-5 * Math.max(Math.abs(part[axis]!), 1e-3);
            const massAt = (by: number) =>
              fourMomentum(
                jet.map((one, j) =>
                  j === i ? (one.map((v, k) => (k === axis ? v + by : v)) as unknown as Part) : one,
                ),
                rapidity,
              ).mass;
            const expected = (massAt(h) - massAt(-h)) / (2 * h);
            expect(Math.abs(given[axis]! - expected)).toBeLessThan(2e-4 * (Math.abs(expected) + 0.01));
          });
          expect(given[4]).toBe(0);
        }),
      );
    });

    test('one constituent at rest in its jet has its own mass, none has none, and gradients stay finite', async () => {
      const odd = padded([[[0.2, 0.3, 1, 0.01, 1]], []]);
      const { mass } = await values(odd);
      expect(mass!.data[0]).toBeCloseTo(0.01, 6);
      expect(mass!.data[1]).toBe(0);
      expect((await slopes(odd)).slope!.data.every(Number.isFinite)).toBe(true);
    });
  },
);
