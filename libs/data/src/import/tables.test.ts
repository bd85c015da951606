// Samples that share a file: HDF5 groups or ROOT trees for training and for testing.
import { h5wasm } from 'h5wasm/node';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readJets } from '../files/read.ts';
import task from '../tasks/import.ts';
import { contextOf, temporaryFolder } from '../testing/jets.ts';

/** An HDF5 file of the groups train and test: two jets and one, of two constituents each. */
async function twoGroups(): Promise<string> {
  await h5wasm.ready;
  const name = join(temporaryFolder(), 'two.h5');
  const file = new h5wasm.File(name, 'w');
  for (const [group, pts] of Object.entries({ train: [50, 20, 40, 10], test: [30, 25] })) {
    const made = file.create_group(group);
    const shape = [pts.length / 2, 2];
    const angles = Float32Array.from(pts, (_, at) => 0.25 * (at % 2));
    made.create_dataset({ name: 'pt', data: Float32Array.from(pts), shape });
    for (const angle of ['eta', 'phi']) made.create_dataset({ name: angle, data: angles, shape });
  }
  file.close();
  return name;
}

const mapping = { constituents: { pt: 'pt', eta: 'eta', phi: 'phi', unit: 'GeV' } };

async function run(params: object) {
  const output = temporaryFolder();
  const noCuts = { ptMinGeV: 0, massMinGeV: 0, constituentsMin: 1 };
  await task.run(contextOf(task, { params: { ...noCuts, ...params }, inputs: { generated: [] }, output }));
  return readJets(join(output, 'jets.arrow'));
}

test('the table beside a path is read, of its class and partition, whatever the mapping names', async () => {
  const path = await twoGroups();
  const files = [
    { path, table: 'test', label: 1, partition: 'test' },
    { path, table: 'train', label: 0, partition: 'train' },
  ];
  const jets = await run({ files, mapping: { ...mapping, table: 'train' } });
  expect([...jets.ptTeV]).toEqual([30, 25, 50, 20, 40, 10].map((pt) => Math.fround(pt / 1000)));
  expect([...jets.partition!]).toEqual([2, 0, 0]);
  expect([...jets.label]).toEqual([1, 0, 0]);
  // files are told apart as they are listed, though both are one
  expect([...jets.reference!['source_file']!.values]).toEqual([0, 1, 1]);
});

test('none of several is refused, and one that is not there', async () => {
  const path = await twoGroups();
  const refused = (file: object, how: object, message: RegExp) =>
    expect(run({ files: [{ path, label: 1, ...file }], ...how })).rejects.toThrow(message);
  await refused({}, { mapping }, /expected table: one of test, train, found none named, and 2 of them have pt/);
  await refused({ table: 'valid' }, { mapping }, /table: expected one of those in the file, found valid/);
  await refused({ table: 'valid' }, { layout: 'jetclass' }, /there is no table valid but test, train/);
});
