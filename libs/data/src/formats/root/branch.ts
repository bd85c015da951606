// Numbers of a branch of a ROOT tree: plain leaves (NanoAOD), members of split TClonesArrays and STL vectors of
// objects (Delphes: `Tower.ET`), and std::vector of numbers. Everything else is a column that is listed and not readable.
import * as z from 'zod';
import { dtypeOf, wordOf, type Dtype } from '../dtype.ts';
import type { FileColumn } from '../format.ts';
import { packed, type PackedRange } from './packed.ts';
import type { References } from './references.ts';

/** A TBasket that was never flushed: it lies in the tree itself. */
const basket = z.object({
  fNevBuf: z.number(),
  fLast: z.number(),
  fKeylen: z.number(),
  fEntryOffset: z.instanceof(Int32Array).optional(),
  fBufferRef: z.object({ arr: z.instanceof(DataView) }).optional(),
});

const leaf = z.object({
  _typename: z.string(),
  fName: z.string(),
  fTitle: z.string(),
  fLen: z
    .int()
    .min(0)
    .max(2 ** 24),
  fIsUnsigned: z.boolean(),
  fLeafCount: z.unknown(),
});

const place = z.union([z.number(), z.bigint()]);
const places = z.union([z.array(place), z.instanceof(Int32Array)]);

/** The members of a TBranch that reading needs, as jsroot gives them. */
export const branchSchema = z.object({
  _typename: z.string(),
  fName: z.string(),
  fEntries: place,
  fEntryOffsetLen: z.number(),
  fWriteBasket: z.int().min(0),
  fBasketBytes: places,
  fBasketEntry: places,
  fBasketSeek: places,
  fFileName: z.string(),
  fBaskets: z.object({ arr: z.array(basket.nullish()) }),
  fLeaves: z.object({ arr: z.array(leaf) }),
  fBranches: z.object({ arr: z.array(z.unknown()) }),
  // of a TBranchElement only
  fClassName: z.string().optional(),
  fClassVersion: z.number().optional(),
  fID: z.number().optional(),
  fType: z.number().optional(),
  fStreamerType: z.number().optional(),
});

export type Branch = z.infer<typeof branchSchema>;
export type Basket = z.infer<typeof basket>;

/** How the entries of a branch hold the numbers of one column. */
export interface BranchColumn {
  readonly column: FileColumn;
  readonly branch: Branch;
  /** Undefined if not readable. */
  readonly dtype?: Dtype;
  /** Numbers per entry, or per item of a list. */
  readonly each: number;
  /** Bytes before the first number of an entry. */
  readonly skip: number;
  /** Bytes of one entry where all are alike; undefined for lists. */
  readonly entryBytes?: number;
  /** Of Double32_t and Float16_t with a range, whole numbers in the file: value = low + step × number. */
  readonly range?: PackedRange;
  /** Of a TRefArray: which of its two columns this is. */
  readonly references?: keyof References;
}

/** Type of data member `id` of a class, from the file's own description of it. */
export type MemberType = (className: string, version: number, id: number) => string | undefined;

/** All columns of a branch and its sub-branches; `parent` is the name before the dot. */
export function branchColumns(branch: Branch, parent: string, memberType: MemberType): BranchColumn[] {
  const bare = branch.fName.replace(/\[.*$/, '').replace(/\.$/, '');
  const name = parent === '' || bare.startsWith(`${parent}.`) ? bare : `${parent}.${bare}`;
  const own =
    branch._typename === 'TBranchElement' ? elementColumns(branch, name, memberType) : leafColumns(branch, name);
  const inner = branch.fBranches.arr.flatMap((sub) => branchColumns(branchSchema.parse(sub), name, memberType));
  return [...own, ...inner];
}

const numberOf = (letter: string, unsigned: boolean): Dtype | undefined => {
  const integer = { B: 1, S: 2, I: 4, L: 8, G: 8 }[letter];
  if (integer) return dtypeOf(unsigned ? 'u' : 'i', integer, false);
  const other = { F: ['f', 4], D: ['f', 8], O: ['b', 1] } as const;
  const found = other[letter as keyof typeof other];
  return found && dtypeOf(found[0], found[1], false);
};

function leafColumns(branch: Branch, name: string): BranchColumn[] {
  const leaves = branch.fLeaves.arr.map((one) => ({
    ...one,
    ...packed(one),
    dtype: packed(one)?.dtype ?? numberOf(/^TLeaf([BSILGFDO])$/.exec(one._typename)?.[1] ?? '', one.fIsUnsigned),
    counted: one.fLeafCount !== null && one.fLeafCount !== undefined,
  }));
  const single = leaves.length === 1;
  if (single && leaves[0]!._typename === 'TLeafC') {
    const column = { name, type: 'text', ragged: false, shape: [], readable: false, text: true };
    return [{ column, branch, dtype: numberOf('B', true), each: 1, skip: 0 }];
  }
  const fixed = leaves.every(({ dtype, counted }) => dtype && !counted);
  const entryBytes = leaves.reduce((sum, { dtype, fLen }) => sum + (dtype?.size ?? 0) * fLen, 0);
  let skip = 0;
  return leaves.map(({ fName, fTitle, fLen, _typename, dtype, counted, range }) => {
    const readable = dtype !== undefined && (fixed || single);
    const column: FileColumn = {
      name: single ? name : `${name}.${fName}`,
      type: range ? 'float64' : dtype ? wordOf(dtype) : _typename === 'TLeafC' ? 'text' : _typename,
      ragged: counted,
      shape: shapeOf(fTitle, fLen),
      readable,
    };
    const before = skip;
    skip += (dtype?.size ?? 0) * fLen;
    if (!readable) return { column, branch, each: fLen, skip: 0 };
    return { column, branch, dtype, each: fLen, skip: before, range, ...(!counted && { entryBytes }) };
  });
}

/** Fixed dimensions as the title states them: `p[n][4][3]/F` -> [4, 3]; one dimension where it does not. */
function shapeOf(title: string, length: number): readonly number[] {
  if (length === 1) return [];
  const stated = [...title.matchAll(/\[(\d+)\]/g)].map(([, digits]) => Number(digits));
  return stated.reduce((size, one) => size * one, 1) === length ? stated : [length];
}

/** Basic types of TStreamerInfo::EReadWrite; kOffsetL (20) is added for fixed arrays. */
const basicTypes: Readonly<Record<number, readonly [string, number]>> = {
  1: ['i', 1],
  2: ['i', 2],
  3: ['i', 4],
  4: ['i', 8],
  5: ['f', 4],
  6: ['i', 4],
  8: ['f', 8],
  11: ['u', 1],
  12: ['u', 2],
  13: ['u', 4],
  14: ['u', 8],
  16: ['i', 8],
  17: ['u', 8],
  18: ['b', 1],
};

const vectorItems: Readonly<Record<string, number>> = {
  char: 1,
  Char_t: 1,
  'signed char': 1,
  short: 2,
  Short_t: 2,
  int: 3,
  Int_t: 3,
  long: 4,
  Long_t: 4,
  float: 5,
  Float_t: 5,
  double: 8,
  Double_t: 8,
  'unsigned char': 11,
  UChar_t: 11,
  'unsigned short': 12,
  UShort_t: 12,
  'unsigned int': 13,
  UInt_t: 13,
  'unsigned long': 14,
  ULong_t: 14,
  Long64_t: 16,
  'long long': 16,
  ULong64_t: 17,
  'unsigned long long': 17,
  bool: 18,
  Bool_t: 18,
};

const basic = (type: number): Dtype | undefined => {
  const found = basicTypes[type];
  return found && dtypeOf(found[0], found[1], false);
};

/** TObject's bits, behind which two bytes more may be. */
const bits = 15;
const [clonesCount, stlCount, clonesMember, stlMember] = [3, 4, 31, 41];
/** Byte count (4), version (2) and length (4) before the items of a streamed std::vector. */
const vectorHeader = 10;

function elementColumns(branch: Branch, name: string, memberType: MemberType): BranchColumn[] {
  const { fType = 0, fStreamerType = -1, fClassName = '', fClassVersion = 0, fID = -1 } = branch;
  const [leafOf] = branch.fLeaves.arr;
  const declared = fID < 0 ? fClassName : (memberType(fClassName, fClassVersion, fID) ?? fClassName);
  const length = leafOf?.fLen ?? 1;
  const column = (type: string, ragged: boolean, shape: readonly number[], readable: boolean): FileColumn => ({
    name,
    type,
    ragged,
    shape,
    readable,
  });
  if (fType === clonesCount || fType === stlCount) {
    const dtype = basic(3)!;
    const counted = { ...column('int32', false, [], true), name: `${name}_` };
    return [{ column: counted, branch, dtype, each: 1, skip: 0, entryBytes: 4 }];
  }
  const isMember = fType === clonesMember || fType === stlMember;
  const isArray = fStreamerType > 20 && fStreamerType < 40;
  const dtype = basic(isArray ? fStreamerType - 20 : fStreamerType);
  if (dtype) {
    const each = isArray ? length : 1;
    const entry = isMember ? {} : { entryBytes: each * dtype.size };
    const shape = isArray ? shapeOf(leafOf?.fTitle ?? '', each) : [];
    return [{ column: column(wordOf(dtype), isMember, shape, true), branch, dtype, each, skip: 0, ...entry }];
  }
  const item = /^(?:std::)?vector<\s*([\w ]*\w)\s*>$/.exec(declared)?.[1];
  const itemType = item === undefined || isMember ? undefined : basic(vectorItems[item] ?? 0);
  if (itemType) {
    return [{ column: column(wordOf(itemType), true, [], true), branch, dtype: itemType, each: 1, skip: vectorHeader }];
  }
  if (declared === 'TRefArray' && fType === clonesMember) {
    const dtype = basic(13)!;
    const ids = { column: column('uint32', true, [], true), branch, dtype, each: 1, skip: 0 };
    const owners = { ...column('int32', true, [], true), name: `${name}.owner` };
    return [
      { ...ids, references: 'ids' },
      { ...ids, column: owners, references: 'owners' },
    ];
  }
  if (fID >= 0 && fStreamerType === bits) {
    const why = 'it is of ROOT itself, not of what was measured';
    return [{ column: { ...column('bits', isMember, [], false), why }, branch, each: 1, skip: 0 }];
  }
  // A branch that only holds others is no column.
  if (branch.fBranches.arr.length > 0) return [];
  return [{ column: column(declared || 'object', isMember, [], false), branch, each: 1, skip: 0 }];
}
