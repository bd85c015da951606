import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { FileBytes } from '../bytes.ts';
import { openFile } from '../open.ts';
import { branchColumns, branchSchema, type Branch, type BranchColumn } from './branch.ts';
import { readColumn } from './column.ts';

/** A basket as ROOT writes it (TKey, TBasket, entries, offsets of the entries), its contents compressed or not. */
function basket(
  entries: readonly Buffer[],
  { varying, compressed }: { varying: boolean; compressed: boolean },
): Buffer {
  const keyLength = 26 + 3 + 19;
  const data = Buffer.concat(entries);
  const offsets = entries.map((_, i) => keyLength + entries.slice(0, i).reduce((sum, { length }) => sum + length, 0));
  const index = Buffer.alloc(varying ? 4 * (entries.length + 2) : 0);
  if (varying) [entries.length + 1, ...offsets, 0].forEach((value, i) => index.writeInt32BE(value, 4 * i));
  const plain = Buffer.concat([data, index]);
  let contents = plain;
  if (compressed) {
    const packed = deflateSync(plain);
    const header = Buffer.from('ZL\x08\0\0\0\0\0\0', 'latin1');
    header.writeUIntLE(packed.length, 3, 3);
    header.writeUIntLE(plain.length, 6, 3);
    contents = Buffer.concat([header, packed]);
  }
  const key = Buffer.alloc(keyLength);
  key.writeInt32BE(keyLength + contents.length, 0);
  key.writeInt16BE(4, 4);
  key.writeInt32BE(plain.length, 6);
  key.writeInt16BE(keyLength, 14);
  key.writeInt16BE(3, 29); // TBasket: version, buffer size, offset buffer size, entries, last byte, flag
  [32_000, 1000, entries.length, keyLength + data.length].forEach((value, i) => key.writeInt32BE(value, 31 + 4 * i));
  return Buffer.concat([key, contents]);
}

const inMemory = (bytes: Buffer): FileBytes => ({
  size: bytes.length,
  read: (start, end) => Promise.resolve(new Uint8Array(bytes.subarray(start, end))),
  close: () => Promise.resolve(),
});

const floats = (...values: number[]): Buffer => Buffer.from(Float32Array.from(values).buffer).swap32();
const ints = (...values: number[]): Buffer => Buffer.from(Int32Array.from(values).buffer).swap32();

const leaf = { _typename: 'TLeafF', fName: 'x', fTitle: 'x', fLen: 1, fIsUnsigned: false, fLeafCount: null };
const plain = {
  _typename: 'TBranch',
  fName: 'x',
  fEntries: 0,
  fEntryOffsetLen: 0,
  fWriteBasket: 0,
  fBasketBytes: [],
  fBasketEntry: [],
  fBasketSeek: [],
  fFileName: '',
  fBaskets: { arr: [] },
  fLeaves: { arr: [leaf] },
  fBranches: { arr: [] },
};

const columnsOf = (branch: object, type?: string): ReturnType<typeof branchColumns> =>
  branchColumns(branchSchema.parse({ ...plain, ...branch }), '', () => type);

/** A branch of these baskets, one after the other from byte 100 on. */
function stored(
  branch: object,
  baskets: readonly (readonly Buffer[])[],
  compressed: boolean,
): { bytes: FileBytes; branch: object } {
  const varying = !('entryBytes' in columnsOf(branch)[0]!);
  const parts = baskets.map((entries) => basket(entries, { varying, compressed }));
  const running = (lengths: readonly number[], from: number): number[] =>
    lengths.map((_, i) => from + lengths.slice(0, i).reduce((sum, length) => sum + length, 0));
  const counts = baskets.map(({ length }) => length);
  const entries = counts.reduce((sum, count) => sum + count, 0);
  const placed = {
    ...branch,
    fEntries: entries,
    fWriteBasket: baskets.length,
    fBasketBytes: parts.map(({ length }) => length),
    fBasketSeek: running(
      parts.map(({ length }) => length),
      100,
    ),
    fBasketEntry: [...running(counts, 0), entries],
  };
  return { bytes: inMemory(Buffer.concat([Buffer.alloc(100), ...parts])), branch: placed };
}

describe.each([false, true])('baskets (compressed: %s)', (compressed) => {
  test.each<[string, object, readonly (readonly Buffer[])[], object]>([
    [
      'one number per entry',
      {},
      [
        [floats(1), floats(2)],
        [floats(3), floats(4)],
      ],
      { values: Float32Array.of(2, 3) },
    ],
    [
      'fixed arrays',
      { fLeaves: { arr: [{ ...leaf, _typename: 'TLeafI', fTitle: 'x[2]', fLen: 2 }] } },
      [[ints(1, 2), ints(3, 4)], [ints(5, 6)]],
      { values: Int32Array.of(3, 4, 5, 6) },
    ],
    [
      'arrays with a counter (NanoAOD)',
      { fLeaves: { arr: [{ ...leaf, fTitle: 'x[nX]', fLeafCount: {} }] } },
      [
        [floats(1), floats(2, 3)],
        [floats(), floats(4)],
      ],
      { values: Float32Array.of(2, 3), offsets: Int32Array.of(0, 2, 2) },
    ],
    [
      'members of a TClonesArray (Delphes)',
      { _typename: 'TBranchElement', fName: 'Tower.ET', fClassName: 'Tower', fType: 31, fStreamerType: 5, fID: 3 },
      [[floats(), floats(7)], [floats(8, 9)]],
      { values: Float32Array.of(7, 8, 9), offsets: Int32Array.of(0, 1, 3) },
    ],
    [
      'vectors of numbers, behind ten bytes each',
      { _typename: 'TBranchElement', fClassName: 'vector<float>', fType: 0, fStreamerType: -1, fID: -1 },
      [
        [Buffer.concat([Buffer.alloc(10), floats(1)]), Buffer.concat([Buffer.alloc(10), floats(2, 3)])],
        [Buffer.alloc(10)],
      ],
      { values: Float32Array.of(2, 3), offsets: Int32Array.of(0, 2, 2) },
    ],
  ])('%s', async (_, branch, baskets, expected) => {
    const { bytes, branch: placed } = stored(branch, baskets, compressed);
    const [column] = columnsOf(placed);
    expect(await readColumn('some.root', bytes, column!, 1, 3, new Map())).toEqual(expected);
  });
});

/** A TRefArray as TRefArray::Streamer writes it. */
function referencesTo(...ids: number[]): Buffer {
  const about = Buffer.alloc(27);
  about.writeUInt32BE((0x4000_0000 | (23 + 4 * ids.length)) >>> 0, 0);
  [1, 1].forEach((version, i) => about.writeInt16BE(version, 4 + 2 * i));
  about.writeUInt32BE(0x0300_0000, 12);
  about.writeInt32BE(ids.length, 17); // after an empty name
  return Buffer.concat([about, ints(...ids)]);
}

test('references of the objects of a TClonesArray are their ids, and whose they are', async () => {
  const branch = {
    _typename: 'TBranchElement', fName: 'Jet.Constituents', fClassName: 'Jet', fType: 31, fStreamerType: 61, fID: 3,
  }; // prettier-ignore
  const entries = [Buffer.concat([referencesTo(7, 9), referencesTo()]), Buffer.alloc(0), referencesTo(300)];
  const { bytes, branch: placed } = stored(branch, [entries], false);
  const [ids, owners] = columnsOf(placed, 'TRefArray');
  const read = (column: BranchColumn) => readColumn('some.root', bytes, column, 0, 3, new Map());
  expect(await read(ids!)).toEqual({ values: Float64Array.of(7, 9, 300), offsets: Int32Array.of(0, 2, 2, 3) });
  expect(await read(owners!)).toEqual({ values: Int32Array.of(0, 0, 0), offsets: Int32Array.of(0, 2, 2, 3) });
  const odd = stored(branch, [[Buffer.concat([referencesTo(7), Buffer.alloc(30)])]], false);
  await expect(
    readColumn('some.root', odd.bytes, columnsOf(odd.branch, 'TRefArray')[0]!, 0, 1, new Map()),
  ).rejects.toThrow('references of version 0, expected 1');
});

describe('branches', () => {
  const described = (branch: object, type?: string): unknown =>
    columnsOf(branch, type).map(({ column }) => [
      column.name,
      column.type,
      column.ragged,
      column.shape,
      column.readable,
    ]);

  test('of several leaves are a column each', () => {
    const second = { ...leaf, _typename: 'TLeafL', fName: 'n', fTitle: 'n[2][3]', fLen: 6, fIsUnsigned: true };
    expect(described({ fName: 'p', fLeaves: { arr: [leaf, second] } })).toEqual([
      ['p.x', 'float32', false, [], true],
      ['p.n', 'uint64', false, [2, 3], true],
    ]);
  });

  test('of a split collection are its members, and their number', () => {
    const member = (fName: string, fStreamerType: number, more = {}): object => ({
      ...plain,
      ...{ _typename: 'TBranchElement', fName, fType: 31, fStreamerType, fClassName: 'Jet', fID: 1, ...more },
    });
    const tau = { fLeaves: { arr: [{ ...leaf, fTitle: 'Tau[Jet_][5]', fLen: 5 }] } };
    const jets = {
      ...{ _typename: 'TBranchElement', fName: 'Jet', fType: 3, fClassName: 'TClonesArray' },
      fBranches: { arr: [member('Jet.PT', 5), member('Jet.Tau[5]', 25, tau), member('Jet.Constituents', 61)] },
    };
    expect(described(jets, 'TRefArray')).toEqual([
      ['Jet_', 'int32', false, [], true],
      ['Jet.PT', 'float32', true, [], true],
      ['Jet.Tau', 'float32', true, [5], true],
      ['Jet.Constituents', 'uint32', true, [], true],
      ['Jet.Constituents.owner', 'int32', true, [], true],
    ]);
  });

  test('of text and of objects are listed, and not readable', () => {
    expect(described({ fLeaves: { arr: [{ ...leaf, _typename: 'TLeafC' }] } })).toEqual([
      ['x', 'text', false, [], false],
    ]);
    const object = { _typename: 'TBranchElement', fClassName: 'TLorentzVector', fStreamerType: -1, fID: -1 };
    expect(described(object)).toEqual([['x', 'TLorentzVector', false, [], false]]);
  });

  test.each<[string, Partial<Branch>, RegExp]>([
    ['in another file', { fFileName: 'other.root' }, /branch x lies in another file, other\.root/],
    ['that end too early', { fBasketEntry: [0, 0] }, /branch x ends at entry 0/],
    ['that claim other lengths', { fBasketBytes: [3, 3] }, /Offset is outside|a basket claims/],
  ])('%s are refused', async (_, change, message) => {
    const { bytes, branch } = stored({}, [[floats(1), floats(2)]], false);
    const [column] = columnsOf({ ...branch, ...change });
    await expect(readColumn('some.root', bytes, column!, 0, 2, new Map())).rejects.toThrow(message);
  });
});

const pfnano = fileURLToPath(new URL('../../../../../../shared/data/external/pfnano_skim.root', import.meta.url));

describe.skipIf(!existsSync(pfnano))('three events of CMS PFNano', () => {
  beforeEach(() => {
    for (const method of ['log', 'warn', 'error'] as const)
      vi.spyOn(console, method).mockImplementation(() => undefined);
  });
  afterEach(() => {
    expect([console.log, console.warn, console.error].flatMap((print) => vi.mocked(print).mock.calls)).toEqual([]);
    vi.restoreAllMocks();
  });

  test('are read by branch, quietly', async () => {
    const file = await openFile(pfnano);
    onTestFinished(() => file.close());
    expect(file.format).toBe('root');
    expect(file.tables).toMatchObject([{ name: 'Events', rows: 3 }]);
    expect(file.tables[0]!.columns).toHaveLength(1618);
    const columns = ['event', 'nFatJet', 'FatJet_pt', 'nPFCands', 'PFCands_pt', 'nMuon', 'Muon_pt'];
    const values = await file.read('Events', columns, 0, 3);
    // Counters that the file holds beside its lists.
    for (const [count, list] of [
      ['nFatJet', 'FatJet_pt'],
      ['nPFCands', 'PFCands_pt'],
      ['nMuon', 'Muon_pt'],
    ] as const) {
      const { offsets } = values[list]!;
      expect([...values[count]!.values]).toEqual([0, 1, 2].map((row) => offsets![row + 1]! - offsets![row]!));
    }
    const some = await file.read('Events', ['FatJet_pt'], 1, 2);
    expect(some['FatJet_pt']!.values).toEqual(values['FatJet_pt']!.values.slice(2, 4));
  });
});
