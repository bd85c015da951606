// A user's jets with all that a layout can hold (masses, features of constituents, named classes, weights of both signs,
// origins, a partition of their own) through the real tasks, from a Parquet file to scores that join back to its rows.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import adversaryTask from '../libs/attacks/src/tasks/adversary.ts';
import attackTask from '../libs/attacks/src/tasks/fgsm.ts';
import randomTask from '../libs/attacks/src/tasks/random.ts';
import trainAdversaryTask from '../libs/attacks/src/tasks/train-adversary.ts';
import { scores as scoresKind } from '@jetdemon/artifacts';
import { jetKinematics, readJets, type Jets } from '@jetdemon/data';
import exportTask from '../libs/data/src/tasks/export.ts';
import importTask from '../libs/data/src/tasks/import.ts';
import splitTask from '../libs/data/src/tasks/split.ts';
import scoreTask from '../libs/models/src/tasks/score.ts';
import trainTask from '../libs/models/src/tasks/train.ts';
import { keyOf, readColumns, type Input } from '@jetdemon/workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeParquetTable } from '../libs/data/src/testing/parquet.ts';

const bundled = path.resolve(import.meta.dirname, '../data/jets-2k.arrow');
const rows = 240;
const pion = Math.fround(0.13957);

/** What the user's file says of a constituent, by the number `row * 100 + i` that each carries. */
const chargeOf = (marker: number): number => (marker % 3) - 1;
const massOf = (marker: number): number => (chargeOf(marker) === 0 ? 0 : pion);

let folder: string;
let file: string;
let table: {
  kind: number[];
  w: number[];
  up: number[];
  id: number[];
  fold: number[];
  pt: number[][];
  marker: number[][];
};

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-layout-'));
  const jets = await readJets(bundled);
  // of each class in turn, least pT first
  const chosen = [0, 1].map((label) => [...jets.label.keys()].filter((row) => jets.label[row] === label));
  const of = Array.from({ length: rows }, (_, at) => chosen[at % 2]![at >> 1]!);
  const list = (values: Float32Array, scale = 1): number[][] =>
    of.map((row) => Array.from(values.subarray(jets.offsets[row], jets.offsets[row + 1]), (x) => x * scale).reverse());
  const pt = list(jets.ptTeV, 1000);
  const marker = pt.map((jet, row) => jet.map((_, i) => row * 100 + i));
  const column = (value: (at: number) => number): number[] => of.map((_, at) => value(at));
  table = {
    pt,
    marker,
    kind: column((at) => (at % 20 === 19 ? 99 : at % 2 === 0 ? 1 + (at % 5) : 24)), // 99 is of no class
    w: column((at) => 1 - (at % 7) / 3),
    up: column((at) => at / 11 - 3),
    id: column((at) => 2 ** 40 + 17 * at),
    fold: column((at) => Math.floor(at / 2) % 4),
  };
  file = writeParquetTable(path.join(folder, 'jets.parquet'), {
    ...table,
    eta: list(jets.eta),
    phi: list(jets.phi),
    charge: marker.map((jet) => jet.map(chargeOf)),
    mass: marker.map((jet) => jet.map(massOf)),
  });
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const momenta = { pt: 'pt', eta: 'eta', phi: 'phi', unit: 'GeV' };
const noCuts = { ptMinGeV: 0, massMinGeV: 0, constituentsMin: 1 };

interface Runs {
  readonly params: { parse(given: unknown): unknown };
  run(context: never): Promise<void>;
}

let runs = 0;
/** Runs a task as the runner would; gives its output as an input of others. */
async function run(
  task: Runs,
  params: object,
  inputs: Readonly<Record<string, Input | readonly Input[]>> = {},
): Promise<Input> {
  const [output, scratch] = ['output', 'scratch'].map((name) => path.join(folder, `${++runs}-${name}`));
  for (const made of [output!, scratch!]) fs.mkdirSync(made);
  const context = {
    ...{ params: task.params.parse(params), inputs, output, scratch, key: keyOf(1), device: 'cpu', axes: {} },
    progress: () => {},
    record: () => {},
  };
  await task.run(context as never);
  return { node: 'n', base: 'n', axes: {}, params: {}, folder: output! };
}

const jetsIn = ({ folder: of }: Input, sorted = true): Promise<Jets> =>
  readJets(path.join(of, 'jets.arrow'), { sorted });

async function scoresIn({ folder: of }: Input) {
  const columns = { ...scoresKind.files['scores.arrow'].columns };
  const along = (type: 'float64' | 'int32') => ({ type, unit: '1', description: '' }) as const;
  const more = { event: along('float64'), isr_up: along('float64'), source_row: along('int32') };
  return readColumns(path.join(of, 'scores.arrow'), { columns: { ...columns, ...more } });
}

describe('jets of a user’s own layout', () => {
  let split: Input;
  let classifier: Input;
  let attacked: Input;

  beforeAll(async () => {
    const imported = await run(
      importTask,
      {
        ...noCuts,
        files: [{ path: file }],
        constituents: 40,
        mapping: {
          constituents: { ...momenta, mass: 'mass' },
          features: { charge: { column: 'charge', type: 'integer' }, marker: 'marker' },
          label: { column: 'kind', classes: { qcd: '1..5', w: [24, -24] } },
          partition: { column: 'fold', train: [0, 1], validation: 2, test: 3 },
          weight: 'w',
          weights: { isr_up: 'up' },
          origin: { event: 'id' },
        },
      },
      { generated: [] },
    );
    split = await run(splitTask, {}, { jets: imported });
    const contrast = { background: ['qcd'], signal: ['w'] };
    const network = { network: 'pfn', widths: { pfn: { phi: [16, 8], f: [16] } }, features: ['charge', 'mass'] };
    classifier = await run(trainTask, { ...network, contrast, epochs: 2, batchSize: 20, learningRate: 3e-3 }, { jets: split }); // prettier-ignore
    attacked = await run(attackTask, { epsilon: 0.01, iterations: 3, classes: 'both' }, { jets: split, classifier });
  }, 120_000);

  /** Every constituent has what the file says of the one that its marker names. */
  function expectFeatures({ count, offsets, features }: Jets): void {
    const { charge, mass, marker } = features!;
    expect(marker!.length).toBe(offsets[count]);
    marker!.forEach((at, i) => {
      expect(charge![i]).toBe(chargeOf(at));
      expect(mass![i]).toBeCloseTo(massOf(at) / 1000, 9);
    });
  }

  test('keep features, masses, classes, weights, origins and partition through import and split', async () => {
    const jets = await jetsIn(split);
    expect(jets.layout).toMatchObject({ constituents: 40, classes: ['qcd', 'w'] });
    expect(jets.features!['charge']).toBeInstanceOf(Int32Array);
    expectFeatures(jets);
    const { source_row, event, weight, isr_up } = jets.reference!;
    expect(jets.count).toBe(table.kind.filter((kind) => kind !== 99).length);
    source_row!.values.forEach((row, at) => {
      expect(jets.label[at]).toBe(table.kind[row] === 24 ? 1 : 0);
      expect(jets.partition![at]).toBe([0, 0, 1, 2][table.fold[row]!]);
      expect([event, weight, isr_up].map((column) => column!.values[at])).toEqual([table.id, table.w, table.up].map((column) => column[row])); // prettier-ignore
      // the 40 hardest of the file's constituents, in descending pT
      const markers = Array.from(jets.features!['marker']!.subarray(jets.offsets[at], jets.offsets[at + 1]));
      const { marker, pt } = table;
      const order = [...marker[row]!.keys()].sort((a, b) => pt[row]![b]! - pt[row]![a]!);
      expect(markers).toEqual(order.slice(0, 40).map((i) => marker[row]![i]));
    });
  });

  test('keep them under attack, whose constituents carry theirs along when they change places', async () => {
    const [before, after] = [await jetsIn(split), await jetsIn(attacked)];
    expectFeatures(after);
    const rowsBefore = before.reference!['source_row']!.values;
    let [moved, changedPlaces] = [0, 0];
    after.reference!['source_row']!.values.forEach((row, at) => {
      const was = rowsBefore.indexOf(row as never);
      const [from, to] = [after.offsets[at]!, after.offsets[at + 1]!];
      const [markers, markersBefore] = [after.features!['marker']!.subarray(from, to), before.features!['marker']!.subarray(before.offsets[was], before.offsets[was + 1])]; // prettier-ignore
      expect([...markers].sort((a, b) => a - b)).toEqual([...markersBefore].sort((a, b) => a - b));
      if ([...markers].join() !== [...markersBefore].join()) changedPlaces++;
      markers.forEach((marker, i) => {
        const origin = before.offsets[was]! + markersBefore.indexOf(marker as never);
        const ratio = after.ptTeV[from + i]! / before.ptTeV[origin]!;
        expect(Math.abs(Math.log(ratio))).toBeLessThan(3 * 0.0101 + 1e-5);
        expect(Math.abs(after.eta[from + i]! - before.eta[origin]!)).toBeLessThan(0.03 + 1e-5);
        if (ratio !== 1) moved++;
      });
    });
    expect(moved).toBeGreaterThan(1000);
    expect(changedPlaces).toBeGreaterThan(10);
  });

  test('have scores that join back to the rows of the file, attacked or not', async () => {
    const nominal = await scoresIn(await run(scoreTask, {}, { jets: split, classifier }));
    const fooled = await scoresIn(await run(scoreTask, {}, { jets: attacked, classifier }));
    const tested = table.kind.flatMap((kind, row) => (kind !== 99 && table.fold[row] === 3 ? [row] : []));
    for (const { source_row, event, weight, isr_up, label } of [nominal, fooled]) {
      expect([...source_row]).toEqual(tested);
      expect([...event]).toEqual(tested.map((row) => table.id[row]));
      expect([...weight]).toEqual(tested.map((row) => table.w[row]));
      expect([...isr_up]).toEqual(tested.map((row) => table.up[row]));
      expect([...label]).toEqual(tested.map((row) => (table.kind[row] === 24 ? 1 : 0)));
    }
    expect([...fooled.score]).not.toEqual([...nominal.score]);
    // masses count: with E² = p² + m² of the file's constituents, in double precision
    const test = await jetsIn(split);
    const { massTeV } = jetKinematics(test);
    const at = [...test.partition!.keys()].filter((row) => test.partition![row] === 2);
    at.forEach((row, i) => expect(nominal.jet_mass[i]! / massTeV[row]!).toBeCloseTo(1, 4));
    const massless = jetKinematics({ ...test, layout: { ...test.layout, features: test.layout.features.slice(0, 3) } });
    expect(at.every((row) => massTeV[row]! > massless.massTeV[row]!)).toBe(true);
  });

  test('are the same after export and import', async () => {
    const { folder: out } = await run(exportTask, { format: 'parquet' }, { jets: attacked });
    const params = { ...noCuts, files: [{ path: path.join(out, 'jets.parquet') }], layout: 'jetdemon' };
    const [after, again] = [await jetsIn(attacked), await jetsIn(await run(importTask, params, { generated: [] }))];
    const { reference, ...jets } = after;
    expect(again).toMatchObject(jets);
    for (const name of ['weight', 'isr_up', 'event', 'source_row'])
      expect(again.reference![name]!.values, name).toEqual(reference![name]!.values);
  });

  test.each([
    ['unlabelled', ['data'], 2],
    ['of one class that the classifier knows', ['qcd'], 0],
    ['of one class that it does not know', ['top'], 2],
  ])('%s go through import, split, attack and scores', async (_, classes, label) => {
    const mapping = { constituents: { ...momenta, mass: 'mass' }, features: { charge: { column: 'charge', type: 'integer' }, marker: 'marker' }, origin: { event: 'id' }, weights: { isr_up: 'up' } }; // prettier-ignore
    const params = { ...noCuts, files: [{ path: file }], constituents: 40, classes, mapping };
    const all = await run(splitTask, { train: 0, validation: 0, test: 1 }, { jets: await run(importTask, params, { generated: [] }) }); // prettier-ignore
    expect((await jetsIn(all)).count).toBe(rows);
    const fooled = await run(attackTask, { epsilon: 0.01, iterations: 1, classes: 'both' }, { jets: all, classifier });
    for (const jets of [all, fooled]) {
      // some of these jets are those that the classifier was trained on
      const {
        label: labels,
        event,
        score,
      } = await scoresIn(await run(scoreTask, { seen: 'allow' }, { jets, classifier }));
      expect(new Set(labels)).toEqual(new Set([label]));
      expect([...event]).toEqual(table.id);
      expect(score.every((p) => p > 0 && p < 1)).toBe(true);
    }
    await expect(run(trainTask, { network: 'hl', epochs: 1 }, { jets: all })).rejects.toThrow(
      'expected jets of both classes',
    );
  });
});

describe('jets of up to 128 massive constituents', () => {
  let split: Input;

  beforeAll(async () => {
    const jets = await readJets(bundled);
    const chosen = [0, 1].map((label) => [...jets.label.keys()].filter((row) => jets.label[row] === label));
    const of = Array.from({ length: rows }, (_, at) => chosen[at % 2]![at >> 1]!);
    // each constituent twice, the second softer and a little aside
    const twice = (values: Float32Array, second: (x: number) => number): number[][] =>
      of.map((row) => {
        const own = [...values.subarray(jets.offsets[row], jets.offsets[row + 1])];
        return [...own, ...own.map(second)];
      });
    const pt = twice(jets.ptTeV, (x) => 0.7 * x);
    const marker = pt.map((jet, row) => jet.map((_, i) => row * 1000 + i));
    const wide = writeParquetTable(path.join(folder, 'wide.parquet'), {
      ...{ pt, marker, label: of.map((_, at) => at % 2), eta: twice(jets.eta, (x) => x + 0.01), phi: twice(jets.phi, (x) => x - 0.01) }, // prettier-ignore
      charge: marker.map((jet) => jet.map(chargeOf)),
      mass: marker.map((jet) => jet.map((at) => massOf(at) / 1000)),
    });
    const constituents = { pt: 'pt', eta: 'eta', phi: 'phi', mass: 'mass', unit: 'TeV' };
    const features = { charge: { column: 'charge', type: 'integer' }, marker: 'marker' };
    const mapping = { constituents, features, label: { column: 'label' } };
    const imported = await run(importTask, { ...noCuts, files: [{ path: wide }], constituents: 128, mapping }, { generated: [] }); // prettier-ignore
    split = await run(splitTask, { train: 0.4, validation: 0.3, test: 0.3 }, { jets: imported });
  }, 120_000);

  /** Each constituent that was there, once, with its features; how many were moved. */
  async function expectCarried(attacked: Input): Promise<void> {
    const [before, after] = [await jetsIn(split), await jetsIn(attacked)];
    expect(after.layout).toEqual(before.layout);
    const placeOf = new Map(Array.from(before.features!['marker']!, (marker, i) => [marker, i]));
    const { charge, mass, marker } = after.features!;
    let [moved, largest] = [0, 0];
    marker!.forEach((at, i) => {
      expect([charge![i], mass![i]]).toEqual([chargeOf(at), Math.fround(massOf(at) / 1000)]);
      if (after.ptTeV[i] !== before.ptTeV[placeOf.get(at)!]) moved++;
    });
    expect(new Set(marker!).size).toBe(marker!.length);
    after.offsets.forEach((from, row) => (largest = Math.max(largest, (after.offsets[row + 1] ?? from) - from)));
    expect(largest).toBeGreaterThan(64);
    expect(moved).toBeGreaterThan(1000);
  }

  test('are moved at random with their features', async () => {
    const params = { epsilon: 0.02, iterations: 1, distribution: 'uniform', classes: 'both', seed: 1 };
    await expectCarried(await run(randomTask, params, { jets: split }));
  });

  test('are moved by an adversary with their features', async () => {
    const network = { network: 'pfn', widths: { pfn: { phi: [16, 8], f: [16] } }, features: ['charge', 'mass'] };
    const classifier = await run(trainTask, { ...network, epochs: 2, batchSize: 20, learningRate: 3e-3 }, { jets: split }); // prettier-ignore
    const few = { hidden: [16, 16], acceptance: null, trials: 1, steps: 5, batchSize: 32 };
    const adversary = await run(trainAdversaryTask, { inputs: 'jet+gradient', ...few }, { jets: split, classifier });
    await expectCarried(await run(adversaryTask, {}, { jets: split, adversary }));
  }, 120_000);
});
