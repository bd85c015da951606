// One table for all attacks: a row per attack and option, the same properties for each.
import { beforeAll, describe, expect, test } from 'vitest';
import { openDevice, type Device } from '@jetdemon/compute';
import type { Jets } from '@jetdemon/data';
import { keyOf } from '@jetdemon/workflow';
import type { Attack } from './loop/attack.ts';
import type { Threat } from './threat/threat.ts';
import { attackJets } from './loop/attack-jets.ts';
import { fgsm } from './gradient/fgsm.ts';
import { minimumNorm } from './gradient/minimum-norm.ts';
import { pgd } from './gradient/pgd.ts';
import type { Scales } from './threat/budget.ts';
import { square } from './queries/square.ts';
import { perturbRandomly } from './random/random.ts';
import { rowsWith, someJets } from './testing/some-jets.ts';
import { wavy } from './testing/targets.ts';

interface Row {
  readonly name: string;
  readonly make: (epsilon: Scales) => Attack;
  /** The largest (1 + ε)^n − 1 that pT may reach, and the largest n ε of an angle. */
  readonly compounded: boolean;
  readonly stochastic: boolean;
  /** Moves a jet just as far as it must, less than ten times as far as the others, and none that is background already. */
  readonly sparing?: boolean;
}

const iterations = 10;
const table: readonly Row[] = [
  ...(['current', 'original'] as const).flatMap((gradient) =>
    (['towards-background', 'as-printed'] as const).map((sign) => ({
      name: `fgsm, gradient ${gradient}, ${sign}`,
      make: (epsilon: Scales) => fgsm({ epsilon, iterations, gradient, sign }),
      compounded: true,
      stochastic: false,
    })),
  ),
  ...(['sign', 'uniform'] as const).flatMap((distribution) =>
    (['iterated', 'at-once'] as const).map((application) => ({
      name: `random, ${distribution}, ${application}`,
      make: (epsilon: Scales) => perturbRandomly({ epsilon, iterations, distribution, application }),
      compounded: application === 'iterated',
      stochastic: true,
    })),
  ),
  {
    name: 'square',
    make: (epsilon: Scales) => square({ epsilon, iterations, queries: 6 }),
    compounded: false,
    stochastic: true,
  },
  ...[1, 2].map((restarts) => ({
    name: `pgd, ${restarts} starts`,
    make: (epsilon: Scales) => pgd({ epsilon, iterations, steps: restarts > 1 ? 2 : 5, restarts }),
    compounded: false,
    stochastic: restarts > 1,
  })),
  {
    // No further than ten units of ten epsilon: no coordinate moves by more.
    name: 'minimum norm',
    make: ({ pt, eta, phi }: Scales) =>
      minimumNorm({
        resolution: { relativePt: `${10 * pt}`, eta: `${10 * eta}`, phi: `${10 * phi}` },
        budget: iterations,
        steps: 20,
      }),
    compounded: true,
    stochastic: false,
    sparing: true,
  },
];

const scales = { pt: 0.002, eta: 0.001, phi: 0.003 };
const jets = someJets(13);
const signal = rowsWith(jets, 1);
const target = wavy([300, 2, -3]);
let device: Device;
beforeAll(async () => {
  device = await openDevice('tfjs-cpu');
});

const run = async (attack: Attack, rows = signal, seed: string | number = 1, batchSize?: number): Promise<Jets> =>
  (await attackJets(jets, attack, { device, rows, target, key: keyOf(seed), batchSize })).jets;

const moduloTurn = (angle: number) => angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));

/** Every constituent of `rows`, before and after. */
function* pairs(after: Jets, rows: Int32Array) {
  for (const row of rows) {
    for (let i = jets.offsets[row]!; i < jets.offsets[row + 1]!; i++) {
      yield {
        before: jets.ptTeV[i]!,
        pt: after.ptTeV[i]!,
        phi: after.phi[i]!,
        shift: {
          pt: after.ptTeV[i]! / jets.ptTeV[i]! - 1,
          eta: after.eta[i]! - jets.eta[i]!,
          phi: moduloTurn(after.phi[i]! - jets.phi[i]!),
        },
      };
    }
  }
}

describe.each(table)('$name', ({ name, make, compounded, stochastic, sparing }) => {
  test('moves constituents, on every axis, by no more than epsilon allows', async () => {
    const times = sparing ? 11 : 1;
    const bound = {
      // The closed form of ten compounded steps; float32 rounds each of them.
      pt: (compounded ? (1 + scales.pt) ** iterations - 1 : iterations * scales.pt) + 2e-6,
      eta: iterations * scales.eta + 3e-6,
      phi: iterations * scales.phi + 3e-6,
    };
    const shifts = [...pairs(await run(make(scales)), signal)].map(({ shift }) => shift);
    for (const axis of ['pt', 'eta', 'phi'] as const) {
      const largest = Math.max(...shifts.map((shift) => Math.abs(shift[axis])));
      expect(largest).toBeGreaterThan((sparing ? 0.001 : 0.3) * bound[axis]);
      expect(largest).toBeLessThanOrEqual(times * bound[axis]);
    }
  });

  test('keeps pT positive and phi in [-pi, pi]', async () => {
    for (const { pt, phi } of pairs(await run(make({ pt: 0.09, eta: 0.05, phi: 0.09 })), signal)) {
      expect(pt).toBeGreaterThan(0);
      expect(Math.abs(phi)).toBeLessThanOrEqual(Math.fround(Math.PI));
    }
  });

  test('changes only the rows that it is given, and creates or drops no constituent', async () => {
    for (const rows of [signal, rowsWith(jets, 0), rowsWith(jets, 0, 1), new Int32Array()]) {
      const after = await run(make(scales), rows);
      expect(after.offsets).toEqual(jets.offsets);
      const changed = Array.from(jets.label.keys()).filter((row) =>
        (['ptTeV', 'eta', 'phi'] as const).some((axis) => {
          const [start, end] = [jets.offsets[row]!, jets.offsets[row + 1]!];
          return after[axis].subarray(start, end).some((value, i) => !Object.is(value, jets[axis][start + i]));
        }),
      );
      if (sparing) expect([...rows]).toEqual(expect.arrayContaining(changed));
      else expect(changed).toEqual([...rows]);
    }
  });

  test('changes nothing, bit for bit, when epsilon is zero', async () => {
    const after = await run(make({ pt: 0, eta: 0, phi: 0 }));
    for (const axis of ['ptTeV', 'eta', 'phi'] as const) {
      expect(new Uint32Array(after[axis].buffer)).toEqual(new Uint32Array(jets[axis].buffer));
    }
  });

  test('moves only the axes whose epsilon is not zero', async () => {
    for (const { shift } of pairs(await run(make({ pt: 0, eta: 0.001, phi: 0 })), signal)) {
      expect([shift.pt, shift.phi]).toEqual([0, 0]);
    }
  });

  test('gives a jet the same result whatever batch it is in', async () => {
    const whole = await run(make(scales));
    expect(await run(make(scales), signal, 1, 4)).toEqual(whole);
  });

  test(stochastic ? 'repeats for the same key and differs for another' : 'does not depend on the key', async () => {
    const first = await run(make(scales));
    expect(await run(make(scales))).toEqual(first);
    const other = await run(make(scales), signal, 2);
    if (stochastic) expect(other.eta).not.toEqual(first.eta);
    else expect(other).toEqual(first);
  });

  test.skipIf(['key', 'scores'].includes(make(scales).needs) || name.includes('as-printed'))(
    'is stronger the more it may move',
    async () => {
      const means = [];
      for (const share of [0, 0.25, 0.5, 1]) {
        const epsilon = { pt: share * scales.pt, eta: share * scales.eta, phi: share * scales.phi };
        const moved = await run(make(epsilon));
        const { response } = await attackJets(moved, fgsm({ iterations: 1 }), { device, rows: signal, target });
        means.push(response[0]!.meanProbability);
      }
      expect(means).toEqual([...means].sort((a, b) => b - a));
      expect(means.at(-1)).toBeLessThan(means[0]! - 0.005);
    },
  );

  test('leaves padded constituents exactly zero', async () => {
    const seen: Float32Array[] = [];
    const attack = make(scales);
    const { threat } = attack;
    const project: Threat['project'] = (moved, layout) => keepData(threat.project(moved, layout), seen);
    const spy: Attack = { ...attack, threat: { ...threat, project } };
    await run(spy);
    if (sparing) expect(seen.length).toBeGreaterThan(attack.iterations);
    else expect(seen.length).toBe(attack.iterations + askedBy(attack));
    const sizes = Array.from(signal, (row) => jets.offsets[row + 1]! - jets.offsets[row]!);
    for (const moved of seen) {
      sizes.forEach((size, at) => {
        const padding = moved.subarray((at * 64 + size) * 3, (at + 1) * 64 * 3);
        expect(padding.every((value) => Object.is(value, 0))).toBe(true);
      });
    }
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
