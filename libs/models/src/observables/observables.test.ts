// The tensor observables against the pair and triple loops, FastJet, the data's reference columns and finite differences.
import { defaultLayout } from '@jetdemon/data';
import * as tf from '@tensorflow/tfjs-core';
import { float32, openDevice, type TensorValue } from '@jetdemon/compute';
import { keyOf } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import fastjet from './fastjet-jet.json' with { type: 'json' };
import { jetObservables as NAMES, type JetObservable as Name } from '@jetdemon/artifacts';
import { constituents, jetAxis } from './axis.ts';
import { observables } from './index.ts';
import {
  referenceObservables as inLoops,
  type ConstituentList,
  type JetObservables,
} from '@jetdemon/data/observables-reference';
import { padded, someJets } from '../testing/some-jets.ts';

/** The loops' values by the names of the table, and the azimuth. */
const referenceObservables = (jet: ConstituentList): Record<Name | 'phi', number> => {
  const { ptTeV, massTeV, ...others }: JetObservables = inLoops(jet);
  return { pt: ptTeV, mass: massTeV, ...others };
};

const devices = await Promise.all([openDevice('tfjs-cpu'), openDevice('cpu')]);

type Run = (jets: { jets: TensorValue }) => Promise<Record<string, TensorValue>>;

async function run(
  compiled: Run,
  jets: readonly ConstituentList[] | Float32Array,
): Promise<Record<Name | 'phi', Float32Array>> {
  const data = jets instanceof Float32Array ? jets : padded(jets);
  const found = await compiled({ jets: float32(data, [data.length / 192, 64, 3]) });
  return Object.fromEntries(Object.entries(found).map(([name, { data }]) => [name, data])) as Record<
    Name | 'phi',
    Float32Array
  >;
}

/** Jets, and the slopes of their observables by constituent and axis: central differences of the loops, in doubles. */
const sloped = someJets(keyOf(3), 4, 0.8);
const differences = sloped.map((jet) =>
  jet.map(([pt], part) =>
    [0, 1, 2].map((axis) => {
      const h = axis === 0 ? 1e-4 * pt : 1e-5;
      const shifted = (by: number) =>
        referenceObservables(
          jet.map((values, i) => values.map((value, j) => (i === part && j === axis ? value + by : value)) as never),
        );
      const [above, below] = [shifted(h), shifted(-h)];
      return Object.fromEntries(NAMES.map((name) => [name, (above[name] - below[name]) / (2 * h)])) as Record<
        Name,
        number
      >;
    }),
  ),
);

describe.each(devices)('on $name', (device) => {
  const values = device.compile(({ jets }) => ({
    ...observables(NAMES, jets!, defaultLayout),
    phi: jetAxis(constituents(jets!, defaultLayout)).phi,
  }));

  /** d(observable)/d(jets), `[jets, 64, 3]`; jets do not mix, so the gradient of the sum is that of each. */
  const slopes = device.compile(({ jets }) =>
    Object.fromEntries(
      NAMES.map(
        (name) =>
          [name, tf.grad((x: tf.Tensor) => tf.sum(observables([name], x, defaultLayout)[name]))(jets!)] as const,
      ),
    ),
  );

  // Collimation to 1e-3 costs what the wrap of Δφ costs: 2e-7 rad over the radius.
  test.each([
    { radius: 1, tolerance: 1e-5 },
    { radius: 0.1, tolerance: 2e-5 },
    { radius: 0.001, tolerance: 1e-3 },
  ])('tensor observables equal the pair and triple loops for jets of radius $radius', async ({ radius, tolerance }) => {
    const jets = someJets(keyOf(1), 200, radius);
    const got = await run(values, jets);
    jets.forEach((jet, at) => {
      const want = referenceObservables(jet);
      expect(Math.abs(got.pt[at]! / want.pt - 1)).toBeLessThan(2e-6);
      expect(Math.abs(got.ptd[at]! / want.ptd - 1)).toBeLessThan(2e-6);
      expect(Math.abs(got.eta[at]! - want.eta)).toBeLessThan(2e-6);
      expect(Math.abs(Math.sin(got.phi[at]! - want.phi))).toBeLessThan(2e-6);
      expect(Math.abs(got.mass[at]! / want.mass - 1)).toBeLessThan(tolerance);
      expect(Math.abs(got.width[at]! - want.width)).toBeLessThan(4e-6); // of the axis in float32
      expect(Math.abs(got.d2[at]! / want.d2 - 1)).toBeLessThan(tolerance);
    });
  });

  test('D2 and mass agree with FastJet contrib EnergyCorrelator on the hardest jet of its single-event.dat', async () => {
    // FastJet's particles are massive and its angle is rapidity, so (pT, y, φ) is what is fed here.
    const jet = fastjet.constituents.map(([e, px, py, pz]): ConstituentList[number] => [
      Math.hypot(px!, py!) / 1000,
      Math.log((e! + pz!) / (e! - pz!)) / 2,
      Math.atan2(py!, px!),
    ]);
    // EnergyCorrelator takes z = pT / Σ pT; with the pT of the vector sum D2 is smaller by the third power of their ratio.
    const scalarSum = jet.reduce((sum, [pt]) => sum + pt, 0);
    const reference = referenceObservables(jet);
    expect(reference.d2 * (scalarSum / reference.pt) ** 3).toBeCloseTo(120.12976, 5);
    const got = await run(values, [jet]);
    expect(got.pt[0]).toBeCloseTo(0.983387, 5);
    expect((got.d2[0]! * (scalarSum / got.pt[0]!) ** 3) / 120.12976).toBeCloseTo(1, 5);
  });

  describe('degenerate jets', () => {
    const single: ConstituentList = [[0.4, 1.3, 3.1]];
    const collinear: ConstituentList = [
      [0.3, -0.7, 2.9],
      [0.2, -0.7, 2.9],
      [0.1, -0.7, 2.9],
    ];
    const empty: ConstituentList = [];
    const pair: ConstituentList = [
      [0.3, 0.2, 3.1],
      [0.1, 0.5, -3.1],
    ];
    const opposite: ConstituentList = [
      [0.3, 0, 0],
      [0.3, 0, Math.fround(Math.PI)],
    ];
    const cases = { single, collinear, empty, pair, opposite };

    test.each(Object.entries(cases))('%s: values and gradients are finite', async (_, jet) => {
      const [found, slope] = [await run(values, [jet]), await run(slopes, [jet])];
      for (const name of NAMES) {
        expect(Number.isFinite(found[name][0])).toBe(true);
        expect(slope[name].every(Number.isFinite)).toBe(true);
      }
    });

    test('a single constituent, exactly collinear ones and none at all have no mass, D2 and width and no gradient of them', async () => {
      const jets = [single, collinear, empty];
      const { mass, d2, width, ptd } = await run(values, jets);
      expect([...mass, ...d2, ...width].every((value) => value === 0)).toBe(true);
      expect(ptd[0]).toBe(1);
      expect(ptd[1]).toBeCloseTo(Math.sqrt(14) / 6, 6); // pT of 3, 2 and 1
      expect(ptd[2]).toBe(0);
      for (const name of ['mass', 'd2', 'width'] as const) {
        expect((await run(slopes, jets))[name].every((slope) => slope === 0)).toBe(true);
      }
    });

    test('two constituents have the mass of the closed form and no D2', async () => {
      const { mass, d2 } = await run(values, [pair]);
      const deltaPhi = 6.2 - 2 * Math.PI;
      expect(mass[0]).toBeCloseTo(Math.sqrt(2 * 0.3 * 0.1 * (Math.cosh(0.3) - Math.cos(deltaPhi))), 6);
      expect(Math.abs(d2[0]!)).toBeLessThan(1e-10);
    });

    test('equal constituents on a circle about the axis have its radius as width, and pTD 1 / √N', async () => {
      // At η = ±r and φ = 1 ± r the vector sum is at η = 0 and φ = 1, to float32.
      const circle = (r: number): ConstituentList =>
        [[r, 0], [-r, 0], [0, r], [0, -r]].map(([eta, phi]) => [0.1, Math.fround(eta!), Math.fround(1 + phi!)] as const); // prettier-ignore
      const { width, ptd } = await run(values, [circle(0.5), circle(0.01)]);
      expect(width[0]! / 0.5).toBeCloseTo(1, 5);
      expect(width[1]! / 0.01).toBeCloseTo(1, 4);
      expect([...ptd].map((value) => value.toFixed(6))).toEqual(['0.500000', '0.500000']);
    });
  });

  test('what stands in padded slots changes nothing and has no gradient', async () => {
    const [jet] = someJets(keyOf(2), 1, 1);
    const clean = padded([jet!]);
    const dirty = clean.slice();
    for (let at = jet!.length * 3; at < dirty.length; at += 3) dirty.set([0, 0.7, -2], at);
    const [was, is, slope] = [await run(values, clean), await run(values, dirty), await run(slopes, dirty)];
    for (const name of NAMES) {
      expect(is[name]).toEqual(was[name]);
      expect(slope[name].slice(jet!.length * 3).every((value) => value === 0)).toBe(true);
    }
  });

  test.each(NAMES)('the gradient of %s is that of finite differences in double precision', async (name) => {
    const slope = (await run(slopes, sloped))[name];
    sloped.forEach((jet, at) => {
      for (const axis of [0, 1, 2]) {
        const expected = jet.map((_, part) => differences[at]![part]![axis]![name]);
        const found = jet.map((_, part) => slope[(at * 64 + part) * 3 + axis]!);
        const largest = Math.max(...expected.map(Math.abs));
        const worst = Math.max(...expected.map((value, part) => Math.abs(value - found[part]!)));
        expect(worst).toBeLessThan(2e-4 * largest + 1e-6);
      }
    });
  });
});
