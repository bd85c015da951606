// All three stores: what is written comes back, whatever the batches; what is damaged is one error.
import { InputError } from '@jetdemon/workflow';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordBatchReader } from 'apache-arrow';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ClusteredEvent, GeneratedEvent, TowerEvent } from '../event.ts';
import { readClustered, writeClustered } from './clustered.ts';
import { readEvents, writeEvents } from './events.ts';
import type { BatchBounds } from './rows.ts';
import { readTowers, writeTowers } from './towers.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'jetdemon-store-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Numbers that are exact and differ everywhere. */
const doubles = (count: number, from: number) => Float64Array.from({ length: count }, (_, at) => from + at / 8);

function generated(event: number, count: number): GeneratedEvent {
  const [px, py, pz, energy, x, y, z] = [1, 2, 3, 4, 5, 6, 7].map((column) => doubles(count, column * 1e4 + event));
  const pdgId = Int32Array.from({ length: count }, (_, at) => (at % 2 ? -211 : 22));
  const hardPhoton = Uint8Array.from({ length: count }, (_, at) => (at === 0 ? 1 : 0));
  const particles = { pdgId, px: px!, py: py!, pz: pz!, energy: energy!, x: x!, y: y!, z: z!, hardPhoton };
  return { event, weight: event / 4, particles };
}

function measured(event: number, count: number): TowerEvent {
  const calorimeter = Uint8Array.from({ length: count }, (_, at) => at % 2);
  const [energyGeV, eta, phi] = [1, 2, 3].map((column) => doubles(count, column * 1e4 + event));
  const [ptGeV, photonEta, photonPhi] = [4, 5, 6].map((column) => doubles(event % 2, column * 1e4));
  return {
    event,
    weight: 1,
    towers: { calorimeter, energyGeV: energyGeV!, eta: eta!, phi: phi! },
    photons: {
      ptGeV: ptGeV!,
      eta: photonEta!,
      phi: photonPhi!,
      pieces: { photon: new Int32Array(ptGeV!.length), energyGeV: ptGeV!, eta: photonEta!, phi: photonPhi! },
    },
  };
}

function clustered(event: number, count: number): ClusteredEvent {
  const jets = { px: doubles(2, 1), py: doubles(2, 2), pz: doubles(2, 3), energy: doubles(2, 4) };
  return { ...measured(event, count), jet: Int32Array.from({ length: count }, (_, at) => (at % 3) - 1), jets };
}

interface Store {
  readonly file: string;
  readonly make: (event: number, count: number) => object;
  readonly write: (rows: readonly object[], bounds?: BatchBounds) => Promise<number>;
  readonly read: () => AsyncGenerator<object, void, undefined>;
}

const stores: Readonly<Record<string, Store>> = {
  events: {
    file: 'events.arrow',
    make: generated,
    write: (rows, bounds) => writeEvents(folder, rows as GeneratedEvent[], bounds),
    read: () => readEvents(folder),
  },
  towers: {
    file: 'towers.arrow',
    make: measured,
    write: (rows, bounds) => writeTowers(folder, rows as TowerEvent[], bounds),
    read: () => readTowers(folder),
  },
  clustered: {
    file: 'towers.arrow',
    make: clustered,
    write: (rows, bounds) => writeClustered(folder, rows as ClusteredEvent[], bounds),
    read: () => readClustered(folder),
  },
};

describe.each(Object.entries(stores))('the store of %s', (_, { file, make, write, read }) => {
  const all = async () => {
    const rows: object[] = [];
    for await (const row of read()) rows.push(row);
    return rows;
  };
  const batches = async () => {
    const reader = await RecordBatchReader.from(readFileSync(join(folder, file)));
    return [...reader].map((batch) => batch.numRows);
  };

  test('gives back nothing of nothing', async () => {
    expect(await write([])).toBe(0);
    expect(await all()).toEqual([]);
  });

  test('gives back events of any size, empty ones too', async () => {
    const rows = [make(7, 0), make(8, 1), make(9, 3000), make(-1, 2)];
    expect(await write(rows)).toBe(4);
    expect(await all()).toEqual(rows);
    expect(await batches()).toEqual([4]);
  });

  test('ends a record batch at so many rows or so many items', async () => {
    const rows = [make(1, 1), make(2, 1), make(3, 1), make(4, 100), make(5, 1)];
    await write(rows, { rows: 2 });
    expect(await batches()).toEqual([2, 2, 1]);
    expect(await all()).toEqual(rows);
    await write(rows, { items: 100 });
    expect(await batches()).toEqual([4, 1]);
    expect(await all()).toEqual(rows);
  });

  test('refuses a file that is missing, cut short or something else in one line that names it', async () => {
    const path = join(folder, file);
    await expect(all()).rejects.toThrow(InputError);
    await write([make(1, 50), make(2, 50)]);
    const whole = readFileSync(path);
    for (const size of [0, 5, 100, whole.length >> 1, whole.length - 1]) {
      writeFileSync(path, whole.subarray(0, size));
      const error = await all().then(
        () => undefined,
        (problem: unknown) => problem,
      );
      expect(error).toBeInstanceOf(InputError);
      expect(String(error)).toContain(path);
      expect(String(error)).not.toContain('\n');
    }
  });
});

test('lists of one event that differ in length are refused, with row and column', async () => {
  const event = measured(1, 3);
  await writeTowers(folder, [measured(0, 2), { ...event, towers: { ...event.towers, eta: doubles(4, 0) } }]);
  const read = async () => {
    for await (const row of readTowers(folder)) void row;
  };
  await expect(read()).rejects.toThrow('row 1, column eta: expected 3 values as in calorimeter, found 4');
});

test('a tower of a jet that is not there is refused, with its row', async () => {
  const event = clustered(1, 3);
  await writeClustered(folder, [clustered(0, 2), { ...event, jet: Int32Array.of(0, 1, 2) }]);
  const read = async () => {
    for await (const row of readClustered(folder)) void row;
  };
  await expect(read()).rejects.toThrow('row 1, column jet: expected indices of 2 jets or -1, found 2');
});
