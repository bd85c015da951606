import { expect, test } from 'vitest';
import { concatenate, pick, rowsByClass, type Jets } from './jets.ts';
import { jetsOf, labelled } from '../testing/jets.ts';

const jets: Jets = {
  ...jetsOf([[[1, 2, 3]], [[4, 5, 6], [3, 8, 9]], [[2, 1, 0]]], [0, 1, 1]), // prettier-ignore
  partition: Uint8Array.of(0, 1, 2),
  reference: { trunc_mass: { values: Float64Array.of(0.1, 0.2, 0.3), unit: 'TeV', description: 'jet mass' } },
};

test('picked jets come in the order asked for, with every column', () => {
  const picked = pick(jets, Int32Array.of(2, 1));
  expect([...picked.offsets]).toEqual([0, 1, 3]);
  expect([...picked.ptTeV]).toEqual([2, 4, 3]);
  expect([...picked.eta]).toEqual([1, 5, 8]);
  expect([...picked.phi]).toEqual([0, 6, 9]);
  expect([...picked.label]).toEqual([1, 1]);
  expect([...picked.partition!]).toEqual([2, 1]);
  expect([...picked.reference!['trunc_mass']!.values]).toEqual([0.3, 0.2]);
  expect(picked.reference!['trunc_mass']!.unit).toBe('TeV');
});

test('picking nothing gives no jets', () => {
  expect(pick(jets, new Int32Array(0))).toMatchObject({ count: 0, offsets: Int32Array.of(0) });
});

test('parts put together are the whole', () => {
  const parts = [Int32Array.of(0), Int32Array.of(1, 2)].map((rows) => pick(jets, rows));
  expect(concatenate(parts)).toEqual(jets);
});

test('rows by class are ascending, and empty for a class that is missing', () => {
  expect(rowsByClass(labelled([1, 0, 1]))).toEqual([Int32Array.of(1), Int32Array.of(0, 2)]);
  expect(rowsByClass(labelled([1]))).toEqual([new Int32Array(0), Int32Array.of(0)]);
});
