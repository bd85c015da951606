import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDevice } from '@jetdemon/compute';
import { defaultLayout, identities, jetKinematics, pick, readJets, rowsOf, writeJets, type Jets } from '@jetdemon/data';
import { keyOf, type TaskContext } from '@jetdemon/workflow';
import { attackJets } from './attack-jets.ts';
import { sortConstituents } from './order.ts';
import { measurePerturbation } from '../threat/achieved.ts';
import { attackPartition, type PartitionAttack } from './attack-partition.ts';
import { fgsm } from '../gradient/fgsm.ts';
import { perturbRandomly } from '../random/random.ts';
import fgsmTask from '../tasks/fgsm.ts';
import randomTask from '../tasks/random.ts';
import { rowsWith, someJets } from '../testing/some-jets.ts';
import { linear } from '../testing/targets.ts';

let folder: string;
let split: Jets;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attack-'));
  const jets = someJets(30);
  split = {
    ...jets,
    partition: Uint8Array.from({ length: 30 }, (_, row) => (row < 8 ? 0 : 2)),
    reference: {
      jet_mass: { values: jetKinematics(jets).massTeV, unit: 'TeV', description: 'jet mass' },
      weight: { values: Float64Array.from({ length: 30 }, (_, row) => row / 8), unit: '1', description: 'weight' },
    },
  };
  await writeJets(join(folder, 'jets.arrow'), split);
});
afterAll(() => rm(folder, { recursive: true }));

async function contextOf(device = 'tfjs-cpu') {
  const recorded: Record<string, unknown> = {};
  const said: { message: string; fraction?: number }[] = [];
  const context: Pick<
    TaskContext<unknown, Record<never, never>>,
    'device' | 'key' | 'output' | 'progress' | 'record'
  > = {
    device,
    key: keyOf(1),
    output: await mkdtemp(join(folder, 'out-')),
    progress: (message, fraction) => void said.push({ message, fraction }),
    record: (name, value) => void (recorded[name] = value),
  };
  return { ...context, recorded, said };
}

async function attacked(options: Partial<PartitionAttack> = {}) {
  const context = await contextOf();
  const asked = { attack: 'random', epsilon: 0.001 };
  const given = { jets: folder, partition: 'test', classes: 'signal', attack: perturbRandomly(), asked } as const;
  await attackPartition(context, { ...given, ...options });
  const report = JSON.parse(await readFile(join(context.output, 'perturbation.json'), 'utf8'));
  return { jets: await readJets(join(context.output, 'jets.arrow')), report, context };
}

describe('attackPartition', () => {
  test('hands on the partition row for row, and only the asked class moved', async () => {
    const { jets } = await attacked();
    const before = pick(split, rowsOf(split, 'test'));
    expect([jets.count, [...jets.label], [...jets.partition!]]).toEqual([
      22,
      [...before.label],
      [...before.partition!],
    ]);
    expect(jets.offsets).toEqual(before.offsets);
    for (let row = 0; row < jets.count; row++) {
      const of = ({ eta, offsets }: Jets) => [...eta.subarray(offsets[row], offsets[row + 1])];
      if (before.label[row] === 0) expect(of(jets)).toEqual(of(before));
      else expect(of(jets)).not.toEqual(of(before));
    }
  });

  test('writes constituents in descending pT although the attack made some overtake others', async () => {
    const wild = perturbRandomly({ epsilon: { pt: 0.05, eta: 0, phi: 0 } });
    // Reading checks the order.
    const { jets } = await attacked({ attack: wild, classes: 'both' });
    const before = pick(split, rowsOf(split, 'test'));
    expect(jets.eta).not.toEqual(before.eta);
    expect(jets.eta.slice().sort()).toEqual(before.eta.slice().sort());
  });

  test('keeps event weights, and leaves out columns that were computed from the jets before the attack', async () => {
    const { weight, source_jet, ...others } = (await attacked()).jets.reference ?? {};
    expect(Object.keys(others)).toEqual([]);
    expect(source_jet!.values).toEqual(identities(split, rowsOf(split, 'test')));
    expect(weight).toEqual({ ...split.reference!.weight!, values: split.reference!.weight!.values.slice(8) });
  });

  test('reports what was asked for, what was achieved and what the classifier said', async () => {
    const target = linear([0, -1, 0]);
    const asked = { attack: 'fgsm', epsilon: { pt: 0.001, eta: 0.002, phi: 0 } };
    const attack = fgsm({ epsilon: { pt: 0.001, eta: 0.002, phi: 0 } });
    const { report, context } = await attacked({ attack, target, asked });
    expect(report.asked).toEqual(asked);
    expect(report.achieved.jets).toBe(11);
    // The logit falls with η: every constituent goes up by ten times 0.002 and along nothing else.
    expect(report.achieved.constituent.eta).toEqual({
      mean: expect.closeTo(0.02, 6),
      rms: expect.closeTo(0.02, 6),
      largest: expect.closeTo(0.02, 5),
    });
    expect(report.achieved.constituent.relativePt).toEqual({ mean: 0, rms: 0, largest: 0 });
    expect(report.response).toHaveLength(11);
    expect(context.recorded.device).toMatchObject({ name: 'tfjs-cpu' });
    expect(context.said.at(-1)).toEqual({ message: '11 of 11 jets attacked', fraction: 1 });
  });

  test('goes piece by piece: record batches of any size give what the whole gives, bit for bit', async () => {
    // Two record batches.
    const count = 11_000;
    const jets = someJets(count, 1, 8);
    const partition = Uint8Array.from({ length: count }, (_, row) => (row % 9 === 0 ? 0 : 2));
    const many = { ...jets, partition };
    const big = await mkdtemp(join(folder, 'big-'));
    await writeJets(join(big, 'jets.arrow'), many);
    const attack = perturbRandomly({ iterations: 2 });
    const { jets: pieces, report } = await attacked({ jets: big, attack });
    const before = pick(many, rowsOf(many, 'test'));
    const rows = rowsWith(before, 1);
    const whole = await attackJets(before, attack, { device: await openDevice('tfjs-cpu'), rows, key: keyOf(1) });
    const { ptTeV, eta, phi } = sortConstituents(whole.jets);
    expect({ ptTeV: pieces.ptTeV, eta: pieces.eta, phi: pieces.phi }).toEqual({ ptTeV, eta, phi });
    expect(report.achieved).toEqual(measurePerturbation(before, whole.jets, rows));
  });

  test('features ride along with their constituents, unmoved, and unlabelled jets are attacked when all are', async () => {
    const [pt, eta, phi] = defaultLayout.features;
    const charge = { name: 'charge', unit: '1', description: 'charge', move: 'frozen' } as const;
    const layout = { constituents: 70, features: [pt!, eta!, phi!, charge], classes: ['data'] };
    // Each constituent carries its number, so that it is known again after the sort.
    const features = { charge: Int32Array.from(split.ptTeV.keys()) };
    const data = { ...split, label: new Uint8Array(30), layout, features };
    const rich = await mkdtemp(join(folder, 'rich-'));
    await writeJets(join(rich, 'jets.arrow'), data);
    const attack = perturbRandomly({ epsilon: { pt: 0.05, eta: 0.01, phi: 0.01 }, iterations: 1 });
    await expect(attacked({ jets: rich, attack })).rejects.toThrow(
      'among the classes data: say contrast, or classes: both',
    );
    const { jets } = await attacked({ jets: rich, attack, classes: 'both' });
    expect(jets.layout).toEqual(layout);
    const carried = jets.features!['charge']!;
    expect(carried).toBeInstanceOf(Int32Array);
    const last = data.offsets[8]!;
    expect([...carried].sort((a, b) => a - b)).toEqual([...features.charge.slice(last)]);
    carried.forEach((from, at) => {
      expect(Math.abs(jets.ptTeV[at]! / split.ptTeV[from]! - 1)).toBeCloseTo(0.05, 5);
      expect(Math.abs(jets.eta[at]! - split.eta[from]!)).toBeCloseTo(0.01, 5);
    });
    // A jet of three numbers per constituent is moved alike: what rides along plays no part.
    const plain = await mkdtemp(join(folder, 'plain-'));
    await writeJets(join(plain, 'jets.arrow'), { ...split, label: data.label });
    expect((await attacked({ jets: plain, attack, classes: 'both' })).jets.eta).toEqual(jets.eta);
  });

  test('refuses a partition without jets of the class', async () => {
    await expect(attacked({ partition: 'validation' })).rejects.toThrow(
      'jets.arrow: expected signal jets in the validation partition, found none',
    );
  });
});

describe('the tasks', () => {
  test('default to the paper', () => {
    const common = { epsilon: 0.001, iterations: 10, classes: 'signal', partition: 'test' };
    expect(fgsmTask.params.parse({})).toEqual({ ...common, gradient: 'current', sign: 'towards-background' });
    expect(randomTask.params.parse({})).toEqual({ ...common, distribution: 'sign', application: 'iterated', seed: 1 });
  });

  test.each([
    [{ epsilon: -0.1 }],
    [{ epsilon: 1 }],
    [{ epsilonPhi: Infinity }],
    [{ iterations: 0 }],
    [{ iterations: 2.5 }],
    [{ classes: 'none' }],
    [{ epsilom: 0.1 }],
  ])('refuse %j', (params) => {
    expect(fgsmTask.params.safeParse(params).success).toBe(false);
    expect(randomTask.params.safeParse(params).success).toBe(false);
  });

  test('refuse moves of all of pT at once', () => {
    const whole = { application: 'at-once', epsilon: 0.1, iterations: 10 };
    expect(randomTask.params.safeParse(whole).success).toBe(false);
    expect(randomTask.params.safeParse({ ...whole, epsilonPt: 0.05 }).success).toBe(true);
    expect(randomTask.params.safeParse({ ...whole, application: 'iterated' }).success).toBe(true);
  });

  test('attacks/random runs from its parameters, one epsilon per axis', async () => {
    const context = await contextOf('cpu');
    const jets = { node: 'split', base: 'split', axes: {}, params: {}, folder };
    const params = randomTask.params.parse({ epsilonPt: 0, epsilonPhi: 0, distribution: 'uniform', epsilon: 0.02, iterations: 1 }); // prettier-ignore
    await randomTask.run({ ...context, params, inputs: { jets }, scratch: folder, axes: {} });
    const report = JSON.parse(await readFile(join(context.output, 'perturbation.json'), 'utf8'));
    expect(report.asked).toMatchObject({ attack: 'random', epsilon: { pt: 0, eta: 0.02, phi: 0 } });
    const { relativePt, eta, phi } = report.achieved.constituent;
    expect([relativePt.largest, phi.largest]).toEqual([0, 0]);
    // A uniform distribution in ±ρ has the root mean square ρ / √3; here some 250 draws.
    expect(eta.rms).toBeGreaterThan((0.02 / Math.sqrt(3)) * 0.85);
    expect(eta.rms).toBeLessThan((0.02 / Math.sqrt(3)) * 1.15);
    expect(eta.largest).toBeLessThanOrEqual(0.02 + 1e-6);
  });
});
