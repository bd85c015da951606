import { keyOf } from '@jetdemon/workflow';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batches, batchOf, padJets, reflect } from './batch.ts';
import { pick } from './jets.ts';
import { jetKinematics } from './kinematics.ts';
import { readJets } from '../files/read.ts';
import { allRows } from './shuffle.ts';
import { bundled, jetsOf, labelled, richJets } from '../testing/jets.ts';
import { unpad } from './unpad.ts';

const jets = jetsOf([[[3, 0.5, -1]], [[2, 0.1, 0.2], [1, 0.3, 0.4]]], [0, 1]); // prettier-ignore

test('a batch is padded with exact zeros, and its mask says where', () => {
  const batch = batchOf(jets, Int32Array.of(1, 0));
  expect(batch.size).toBe(2);
  expect(batch.jets).toHaveLength(2 * 64 * 3);
  expect([...batch.jets.subarray(0, 6)]).toEqual([2, 0.1, 0.2, 1, 0.3, 0.4].map(Math.fround));
  expect([...batch.jets.subarray(192, 195)]).toEqual([3, 0.5, -1]);
  const padding = [...batch.jets.subarray(6, 192), ...batch.jets.subarray(195)];
  expect(padding.every((value) => Object.is(value, 0))).toBe(true);
  expect([...batch.mask].flatMap((real, slot) => (real ? [slot] : []))).toEqual([0, 1, 64]);
  expect([...batch.label]).toEqual([1, 0]);
});

test('a batch of no rows is empty', () => {
  expect(batchOf(jets, new Int32Array(0))).toMatchObject({ size: 0, jets: new Float32Array(0) });
});

test('jets that fill a batch are followed by empty ones', () => {
  const padded = padJets(jets, Int32Array.of(1), 3);
  expect(padded).toHaveLength(3 * 64 * 3);
  expect(padded.subarray(0, 192)).toEqual(batchOf(jets, Int32Array.of(1)).jets);
  expect(padded.subarray(192).every((value) => Object.is(value, 0))).toBe(true);
});

test('unpadding a batch gives the jets back', async () => {
  const some = pick(await readJets(bundled('jets-2k.arrow')), allRows(100));
  expect(unpad(batchOf(some, allRows(100)).jets, some)).toEqual(some);
});

test('unpadding leaves out constituents of zero pT', () => {
  const { jets: padded } = batchOf(jets, Int32Array.of(0, 1));
  padded.fill(0, 192, 195);
  expect(unpad(padded, jets)).toEqual(jetsOf([[[3, 0.5, -1]], [[1, 0.3, 0.4]]], [0, 1]));
});

test('batches go through every row once, whatever the size, the key and the order', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 50 }),
      fc.option(fc.nat()),
      (count, size, seed) => {
        const some = labelled(Array.from({ length: count }, (_, row) => row % 2));
        const made = [...batches(some, { size, key: seed === null ? undefined : keyOf(seed) })];
        const rows = made.flatMap((batch) => [...batch.indices]);
        expect(rows.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, row) => row));
        // Jet `row` has one constituent of pT row + 1.
        expect(
          made.flatMap((batch) => Array.from({ length: batch.size }, (_, at) => batch.jets[at * 192]! - 1)),
        ).toEqual(rows);
        expect(made.slice(0, -1).every((batch) => batch.size === size)).toBe(true);
      },
    ),
  );
});

test('without a key the rows come in the order given; with one, in an order of its own', () => {
  const some = labelled(Array.from({ length: 30 }, (_, row) => row % 2));
  const rows = (key?: number): number[] =>
    [...batches(some, { size: 7, key: key === undefined ? undefined : keyOf(key) })].flatMap((batch) => [
      ...batch.indices,
    ]);
  expect(rows()).toEqual(Array.from({ length: 30 }, (_, row) => row));
  expect(rows(1)).toEqual(rows(1));
  expect(rows(1)).not.toEqual(rows(2));
  expect(rows(1)).not.toEqual(rows());
});

test('only the rows asked for are used, and an incomplete batch is dropped on request', () => {
  const some = labelled([0, 1, 0, 1, 0]);
  const sizes = (dropLast: boolean): number[] =>
    [...batches(some, { indices: Int32Array.of(4, 2, 1), size: 2, dropLast })].map((batch) => batch.size);
  expect(sizes(false)).toEqual([2, 1]);
  expect(sizes(true)).toEqual([2]);
});

test('batches have buffers of their own', () => {
  const [first, second] = [...batches(labelled([0, 1]), { size: 1 })];
  expect(first!.jets.buffer).not.toBe(second!.jets.buffer);
  expect([first!.jets[0], second!.jets[0]]).toEqual([1, 2]);
});

test('reflection needs a key', () => {
  expect(() => [...batches(jets, { size: 1, reflect: true })]).toThrow('reflect needs a key');
});

test('reflection keeps pT and mass, flips the axis, and each of the four ways a quarter of the time', async () => {
  const all = await readJets(bundled('jets-2k.arrow'));
  const rows = Int32Array.from({ length: all.count }, (_, row) => row);
  const [before] = [...batches(all, { indices: rows, size: all.count })];
  const mirrored = before!.jets.slice();
  reflect(mirrored, all.layout, keyOf(3));
  const [was, is] = [jetKinematics(all), jetKinematics(unpad(mirrored, all))];
  const ways = new Map<string, number>();
  for (const row of rows) {
    expect(is.ptTeV[row]).toBeCloseTo(was.ptTeV[row]!, 12);
    expect(is.massTeV[row]).toBeCloseTo(was.massTeV[row]!, 9);
    expect(Math.abs(is.eta[row]!)).toBeCloseTo(Math.abs(was.eta[row]!), 12);
    expect(Math.abs(is.phi[row]!)).toBeCloseTo(Math.abs(was.phi[row]!), 12);
    const way = `${Math.sign(is.eta[row]! * was.eta[row]!)} ${Math.sign(is.phi[row]! * was.phi[row]!)}`;
    ways.set(way, (ways.get(way) ?? 0) + 1);
  }
  // 2,000 jets in four ways: 500 ± 19.4 each (binomial).
  expect([...ways.keys()].sort()).toEqual(['-1 -1', '-1 1', '1 -1', '1 1']);
  for (const times of ways.values()) expect(Math.abs(times - 500)).toBeLessThan(5 * 19.4);
});

test('reflection leaves padding at plus zero', () => {
  const padded = batchOf(jets, Int32Array.of(0, 1)).jets;
  const isPadding = [...padded].map((value) => value === 0);
  for (let seed = 0; seed < 20; seed++) reflect(padded, jets.layout, keyOf(seed));
  expect([...padded].every((value, at) => !isPadding[at] || Object.is(value, 0))).toBe(true);
});

test('a batch has the slots and features of its layout, and unpadding gives them back', () => {
  const jets = richJets(6);
  const batch = batchOf(jets, allRows(6));
  expect(batch.jets.length).toBe(6 * 5 * 6);
  const at = (row: number, i: number) => [...batch.jets.subarray((row * 5 + i) * 6, (row * 5 + i + 1) * 6)];
  const from = jets.offsets[4]! + 2;
  const { mass, charge, d0 } = jets.features!;
  expect(at(4, 2)).toEqual(
    [jets.ptTeV[from], jets.eta[from], jets.phi[from], mass![from], charge![from], d0![from]].map((v) =>
      Math.fround(v!),
    ),
  );
  expect(at(0, 1)).toEqual([0, 0, 0, 0, 0, 0]);
  expect([...batch.mask.subarray(5, 10)]).toEqual([1, 1, 0, 0, 0]);
  const back = unpad(batch.jets, jets);
  expect(back.features!['charge']).toEqual(charge);
  expect(back.features!['d0']).toEqual(d0!.map(Math.fround));
});

test('reflection leaves features beyond the angles alone', () => {
  const jets = richJets(40);
  const mirrored = batchOf(jets, allRows(40)).jets;
  reflect(mirrored, jets.layout, keyOf(5));
  const back = unpad(mirrored, jets);
  expect(back.features!['mass']).toEqual(jets.features!['mass']);
  expect(back.eta.map(Math.abs)).toEqual(jets.eta.map(Math.abs));
  expect(back.eta).not.toEqual(jets.eta);
});
