// Towers of the reference events as Delphes names them, in an Arrow file written by apache-arrow.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openFile } from '@jetdemon/data/formats';
import { FixedSizeList, Float64, List, Field, Table, tableToIPC, vectorFromArray, type Vector } from 'apache-arrow';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cluster } from '../clustering/cluster.ts';
import { towerMomenta } from '../clustering/momentum.ts';
import type { TowerEvent } from '../event.ts';
import { readTowers } from '../store/towers.ts';
import task from '../tasks/import-towers.ts';
import { miniEvents } from '../testing/reference.ts';
import { importTowers } from './import-towers.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'jetdemon-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const lists = (values: readonly (readonly number[])[]): Vector =>
  vectorFromArray(values, new List(new Field('item', new Float64(), false)));

const reference = miniEvents();
const ofTowers = (column: number): number[][] =>
  reference.map(({ towers }) => towers.map((tower) => tower[column as 0 | 1 | 2 | 3]));

const columns = (): Record<string, Vector> => ({
  'Tower.E': lists(ofTowers(1)),
  'Tower.Eta': lists(ofTowers(2)),
  'Tower.Phi': lists(ofTowers(3)),
  'Tower.Eem': lists(reference.map(({ towers }) => towers.map(([calorimeter, energy]) => (calorimeter ? 0 : energy)))),
  'Photon.PT': lists(reference.map(({ hardPhoton }) => (hardPhoton ? [hardPhoton[0], 12] : [12]))),
  'Photon.Eta': lists(reference.map(({ hardPhoton }) => (hardPhoton ? [hardPhoton[1], 0] : [0]))),
  'Photon.Phi': lists(reference.map(({ hardPhoton }) => (hardPhoton ? [hardPhoton[2], 0] : [0]))),
  'Event.Weight': lists(reference.map((_, row) => [row + 0.5])),
});

async function read(changed: Record<string, Vector>, params: object = {}): Promise<TowerEvent[]> {
  const [file, output] = [join(folder, 'delphes.arrow'), join(folder, 'result')];
  writeFileSync(file, tableToIPC(new Table({ ...columns(), ...changed }), 'file'));
  mkdirSync(output, { recursive: true });
  await importTowers({
    params: task.params.parse({ files: [file], ...params }),
    inputs: { generated: [] },
    output,
    progress: () => undefined,
    record: () => undefined,
  });
  const events: TowerEvent[] = [];
  for await (const event of readTowers(output)) events.push(event);
  return events;
}

test('cluster into the jets that FastJet finds in them', async () => {
  const events = await read({});
  expect(events.map(({ event }) => event)).toEqual([1, 2, 3, 4, 5, 6]);
  events.forEach(({ towers }, at) => {
    const { jets } = cluster(towerMomenta(towers), { algorithm: 'antikt', radius: 1 });
    const expected = reference[at]!.towerJets;
    expect(jets.px.length).toBe(expected.length);
    expected.forEach(({ pt }, jet) => expect(Math.hypot(jets.px[jet]!, jets.py[jet]!) / pt).toBeCloseTo(1, 9));
  });
});

test('are the same by pT as by energy', async () => {
  const pt = lists(reference.map(({ towers }) => towers.map(([, energy, eta]) => energy / Math.cosh(eta))));
  const events = await read({ 'Tower.ET': pt }, { towers: { pt: 'Tower.ET', electromagnetic: 'Tower.Eem' } });
  events.forEach(({ towers }, at) => {
    expect([...towers.calorimeter]).toEqual(reference[at]!.towers.map(([calorimeter]) => calorimeter));
    reference[at]!.towers.forEach(([, energy], tower) => expect(towers.energyGeV[tower]! / energy).toBeCloseTo(1, 12));
  });
  expect(() => task.params.parse({ files: ['a'], towers: { pt: 'Tower.ET', energy: 'Tower.E' } })).toThrow(
    'expected energy or pt, found both',
  );
  const negative = lists(reference.map(({ towers }) => towers.map(() => -1)));
  await expect(read({ 'Tower.ET': negative }, { towers: { pt: 'Tower.ET' } })).rejects.toThrow(
    'row 0, column Tower.ET: expected a pT >= 0, found -1',
  );
});

const delphes = fileURLToPath(
  new URL('../../../../../shared/data/external/delphes-cms-puppi-10.root', import.meta.url),
);

test.skipIf(!existsSync(delphes))('candidates of a Delphes file cluster into its own jets', async () => {
  const candidates = Object.fromEntries(
    Object.entries({ pt: 'PT', eta: 'Eta', phi: 'Phi' }).map(([of, name]) => [of, `ParticleFlowCandidate.${name}`]),
  );
  const params = { files: [delphes], table: 'Delphes', towers: candidates };
  const output = join(folder, 'result');
  mkdirSync(output);
  const quiet = { progress: () => undefined, record: () => undefined };
  await importTowers({ params: task.params.parse(params), inputs: { generated: [] }, output, ...quiet });
  const open = await openFile(delphes);
  const { values, offsets } = (await open.read('Delphes', ['JetPUPPIAK8.PT'], 0, 10))['JetPUPPIAK8.PT']!;
  await open.close();
  let [at, same] = [0, 0];
  for await (const { towers } of readTowers(output)) {
    const { jets } = cluster(towerMomenta(towers), { algorithm: 'antikt', radius: 0.8 });
    values.subarray(offsets![at], offsets![at + 1]).forEach((pt, jet) => {
      const ratio = Math.hypot(jets.px[jet]!, jets.py[jet]!) / pt;
      expect(Math.abs(ratio - 1)).toBeLessThan(0.005);
      if (Math.abs(ratio - 1) < 1e-6) same++;
    });
    at++;
  }
  expect(at).toBe(10);
  expect(same).toBeGreaterThan(values.length / 2); // others gain or lose a soft candidate
});

test('know their calorimeter, event weights and hard photons where these are named', async () => {
  const named = { towers: { electromagnetic: 'Tower.Eem' }, weight: 'Event.Weight', photons: {} };
  const events = await read({}, named);
  events.forEach(({ towers, weight, photons }, at) => {
    expect([...towers.calorimeter]).toEqual(reference[at]!.towers.map(([calorimeter]) => calorimeter));
    expect(weight).toBe(at + 0.5);
    expect([...photons.ptGeV]).toEqual(reference[at]!.hardPhoton ? [reference[at]!.hardPhoton[0]] : []);
  });
  const plain = await read({});
  expect(
    plain.every(
      ({ towers, weight, photons }) => weight === 1 && photons.eta.length === 0 && !towers.calorimeter.includes(0),
    ),
  ).toBe(true);
});

test('come in other units', async () => {
  const [event] = await read(
    { 'Tower.E': lists(ofTowers(1).map((energies) => energies.map((energy) => energy * 1000))) },
    { unit: 'MeV' },
  );
  event!.towers.energyGeV.forEach((energy, at) => expect(energy / reference[0]!.towers[at]![1]).toBeCloseTo(1, 12));
});

const first = reference[0]!.towers.length;
const withFirst = (column: number, value: number): Vector =>
  lists(ofTowers(column).map((values, row) => (row === 1 ? [value, ...values.slice(1)] : values)));

test.each<[string, () => Record<string, Vector>, object, string | RegExp]>([
  [
    'a column that is not there',
    () => ({}),
    { towers: { energy: 'Tower.Et' } },
    'expected a column of the file, found Tower.Et, did you mean Tower.E?',
  ],
  [
    'numbers for lists',
    () => ({
      'Tower.E': vectorFromArray(
        reference.map(() => 1),
        new Float64(),
      ),
    }),
    {},
    'column Tower.E: expected a list of numbers per event, found a number per row',
  ],
  [
    'lists of other lengths',
    () => ({ 'Tower.Eta': lists(ofTowers(2).map((values, row) => (row ? values : values.slice(1)))) }),
    {},
    `row 0, column Tower.Eta: expected ${first} numbers as Tower.E has, found ${first - 1}`,
  ],
  [
    'a negative energy',
    () => ({ 'Tower.E': withFirst(1, -2) }),
    {},
    'row 1, column Tower.E: expected an energy >= 0, found -2',
  ],
  [
    'a number that is none',
    () => ({ 'Tower.Phi': withFirst(3, NaN) }),
    {},
    'row 1, column Tower.Phi: expected finite numbers, found NaN',
  ],
  [
    'an array for a weight',
    () => ({
      'Event.Weight': vectorFromArray(
        reference.map(() => [1, 2]),
        new FixedSizeList(2, new Field('item', new Float64(), false)),
      ),
    }),
    { weight: 'Event.Weight' },
    'column Event.Weight: expected a number per event, or a list, found an array per row',
  ],
  [
    'an event without weight',
    () => ({ 'Event.Weight': lists(reference.map((_, row) => (row === 2 ? [] : [1]))) }),
    { weight: 'Event.Weight' },
    'row 2, column Event.Weight: expected a finite number, found NaN',
  ],
  ['a table that is not there', () => ({}), { table: 'Delphes' }, 'table: expected one of "", found Delphes'],
  ['no file at all', () => ({}), { files: [] }, 'files: expected at least one, or a node at generated, found none'],
])('%s is one clear error', async (_, changed, params, message) => {
  await expect(read(changed(), params)).rejects.toThrow(message);
});
