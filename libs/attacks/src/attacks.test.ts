// One table for all attacks (testing/attack-table.ts): the same properties for each. What a row cannot have is skipped, and the
// name of the test says why.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDevice, type Compiled, type Device } from '@jetdemon/compute';
import { jetKinematics, padJets, type Jets } from '@jetdemon/data';
import { padded } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import type { Attack } from './loop/attack.ts';
import { attackJets, attackerOf } from './loop/attack-jets.ts';
import { attackerOfRow, iterations, table, type Property, type Row } from './testing/attack-table.ts';
import { bundledJets, nearZ } from './testing/some-adversaries.ts';
import { rowsWith, someJets } from './testing/some-jets.ts';
import { wavy } from './testing/targets.ts';
import type { Scales } from './threat/budget.ts';
import type { Threat } from './threat/threat.ts';

const scales = { pt: 0.002, eta: 0.001, phi: 0.003 };
const slots = 24;
const jets = someJets(13, 1, slots);
const signal = rowsWith(jets, 1);
const target = { ...wavy([300, 2, -3]), layout: jets.layout };
const axes = ['ptTeV', 'eta', 'phi'] as const;
let device: Device;
/** One that knows the mass, on real jets, in compiled graphs; what attacks have moved is scored by one of them. */
const knowing = nearZ();
let compiled: Device;
let score: Compiled;
beforeAll(async () => {
  device = await openDevice('tfjs-cpu');
  compiled = await openDevice('cpu');
  score = compiled.compile(({ jets, ...weights }) => ({ p: tf.sigmoid(knowing.logits(weights, { jets: jets! })) }));
});

const run = (row: Row, epsilon: Scales, { rows = signal, seed = 1, batchSize = 256 } = {}): Promise<Jets> =>
  attackerOfRow(row, epsilon, jets.layout, {
    ...{ device, target, key: keyOf(seed), batchSize: Math.max(1, Math.min(batchSize, rows.length)) },
  }).attack(jets, rows);

const moduloTurn = (angle: number) => angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
const sizeOf = (of: Jets, row: number) => of.offsets[row + 1]! - of.offsets[row]!;
const partsOf = (of: Jets, row: number) => axes.map((axis) => of[axis].subarray(of.offsets[row], of.offsets[row + 1]));
const sameBits = (a: Float32Array, b: Float32Array) =>
  a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
const same = (a: Jets, b: Jets, row: number) =>
  partsOf(a, row).every((part, axis) => sameBits(part, partsOf(b, row)[axis]!));

/** Every constituent of the attacked rows, before and after. */
function* shiftsTo(after: Jets) {
  for (const row of signal) {
    for (let i = jets.offsets[row]!; i < jets.offsets[row + 1]!; i++) {
      yield {
        pt: after.ptTeV[i]! / jets.ptTeV[i]! - 1,
        eta: after.eta[i]! - jets.eta[i]!,
        phi: moduloTurn(after.phi[i]! - jets.phi[i]!),
      };
    }
  }
}

describe.each(table)('$name', (row) => {
  const { compounded, draws, sparing, growth, not, way = -1 } = row;
  let usually: Promise<Jets> | undefined;
  /** The signal attacked within the scales, once for the tests that ask for no other run. */
  const usual = () => (usually ??= run(row, scales));
  /** A test, or the reason why this attack cannot have the property. */
  const property = (of: Property, name: string, body: () => Promise<void>) =>
    not?.[of] ? test.skip(`${name} (not: ${not[of]})`, () => {}) : test(name, body);

  property('bounds by axis', 'moves constituents, on every axis, by no more than epsilon allows', async () => {
    const bound = {
      // The closed form of ten compounded steps; float32 rounds each of them.
      pt: (compounded ? (1 + scales.pt) ** iterations - 1 : iterations * scales.pt) + 2e-6,
      eta: iterations * scales.eta + 3e-6,
      phi: iterations * scales.phi + 3e-6,
    };
    const shifts = [...shiftsTo(await usual())];
    for (const axis of ['pt', 'eta', 'phi'] as const) {
      const largest = Math.max(...shifts.map((shift) => Math.abs(shift[axis])));
      expect(largest).toBeGreaterThan((sparing ? 0.001 : 0.3) * bound[axis]);
      expect(largest).toBeLessThanOrEqual((sparing ? 11 : 1) * bound[axis]);
    }
  });

  test('keeps pT positive and phi in [-pi, pi]', async () => {
    const after = await run(row, { pt: 0.09, eta: 0.05, phi: 0.09 });
    expect(after.ptTeV.every((pt) => pt > 0)).toBe(true);
    expect(after.phi.every((phi) => Math.abs(phi) <= Math.fround(Math.PI))).toBe(true);
  });

  test(`changes only the rows that it is given${growth ? '' : ', and creates or drops no constituent'}`, async () => {
    for (const rows of [signal, rowsWith(jets, 0), rowsWith(jets, 0, 1), new Int32Array()]) {
      const after = await (rows === signal ? usual() : run(row, scales, { rows }));
      if (!growth) expect(after.offsets).toEqual(jets.offsets);
      const changed = Array.from(jets.label.keys()).filter((at) => !same(after, jets, at));
      if (sparing) expect([...rows]).toEqual(expect.arrayContaining(changed));
      else expect(changed).toEqual([...rows]);
    }
  });

  test('changes nothing, bit for bit, without a budget', async () => {
    const after = await run(row, { pt: 0, eta: 0, phi: 0 });
    expect(after.offsets).toEqual(jets.offsets);
    for (const axis of axes) expect(sameBits(after[axis], jets[axis])).toBe(true);
  });

  property('axes', 'moves only the axes whose epsilon is not zero', async () => {
    const shifts = [...shiftsTo(await run(row, { pt: 0, eta: 0.02, phi: 0 }))];
    for (const { pt, phi } of shifts) expect([pt, phi]).toEqual([0, 0]);
    expect(shifts.some(({ eta }) => eta !== 0)).toBe(true);
  });

  test('gives a jet the same result whatever batch it is in', async () => {
    expect(await run(row, scales, { batchSize: 4 })).toEqual(await usual());
  });

  test(draws ? 'repeats for the same key and differs for another' : 'does not depend on the key', async () => {
    const first = await usual();
    expect(await run(row, scales)).toEqual(first);
    const other = await run(row, scales, { seed: 2 });
    if (draws) expect(other.eta).not.toEqual(first.eta);
    else expect(other).toEqual(first);
  });

  property('budget', `takes P(signal) further ${way < 0 ? 'down' : 'up'} the more it may move`, async () => {
    const all = await bundledJets();
    const rows = rowsWith(all, 1).slice(0, 40);
    const given = { device: compiled, target: knowing, key: keyOf(1), batchSize: rows.length };
    const means = [];
    for (const share of [0, 0.25, 0.5, 1]) {
      const epsilon = { pt: share * scales.pt, eta: share * scales.eta, phi: share * scales.phi };
      const attacker = row.strong
        ? attackerOf(await row.strong(epsilon, given.target), all.layout, given)
        : attackerOfRow(row, epsilon, all.layout, given);
      const moved = await attacker.attack(all, rows);
      const { p } = await score({ ...knowing.weights, jets: padded(padJets(moved, rows), all.layout) });
      means.push((p!.data as Float32Array).reduce((sum, one) => sum + (way * one) / rows.length, 0));
    }
    expect(means).toEqual([...means].sort((a, b) => a - b));
    expect(means.at(-1)).toBeGreaterThan(means[0]! + 0.002);
  });

  property('padding', 'leaves padded constituents exactly zero', async () => {
    const seen: Float32Array[] = [];
    const attack = row.attack!(scales, target, undefined, jets.layout);
    const { threat } = attack;
    const project: Threat['project'] = (moved, layout) => keepData(threat.project(moved, layout), seen);
    await attackJets(
      jets,
      { ...attack, threat: { ...threat, project } },
      { device, rows: signal, target, key: keyOf(1) },
    );
    if (sparing) expect(seen.length).toBeGreaterThan(attack.iterations);
    else expect(seen.length).toBe(attack.iterations + askedBy(attack));
    for (const moved of seen) {
      signal.forEach((jet, at) => {
        const padding = moved.subarray((at * slots + sizeOf(jets, jet)) * 3, (at + 1) * slots * 3);
        expect(padding.every((value) => Object.is(value, 0))).toBe(true);
      });
    }
  });

  test.skipIf(!growth)('grows by no more than it may, into free slots, out of what it may change alone', async () => {
    const asked = growth!(scales);
    const after = await usual();
    const [before, now] = [jetKinematics(jets), jetKinematics(after)];
    let grew = 0;
    for (const at of signal) {
      const [was, is] = [sizeOf(jets, at), sizeOf(after, at)];
      grew += is - was;
      expect(is - was).toBeLessThanOrEqual(Math.min(asked.most, slots - was));
      // All but the hardest constituents, which may split, are there bit for bit.
      const free = asked.kind === 'collinear' ? Math.min(asked.most, slots - was, was) : 0;
      partsOf(jets, at).forEach((part, axis) =>
        expect(sameBits(part.subarray(free), partsOf(after, at)[axis]!.subarray(free, was))).toBe(true),
      );
      // Soft ones have their fraction of pT together; a splitting keeps pT up to the square of the angle.
      const most = asked.kind === 'soft' ? asked.fraction + 1e-6 : asked.angle ** 2;
      expect(Math.abs(now.ptTeV[at]! / before.ptTeV[at]! - 1)).toBeLessThan(most);
    }
    expect(grew).toBeGreaterThan(5);
  });
});

/** How often an attack projects while it looks for its direction: to move jets, and to differentiate. */
function askedBy(attack: Attack): number {
  if (attack.needs === 'scores') return attack.queries;
  return attack.needs === 'classifier and key' ? 2 * attack.restarts * (attack.steps + 1) : 0;
}

function keepData<T extends { dataSync(): ArrayLike<number> }>(tensor: T, seen: Float32Array[]): T {
  seen.push(Float32Array.from(tensor.dataSync()));
  return tensor;
}
