// Streamers of leaves, for files that do not describe them themselves, as those of Go's hep: ROOT's own classes, a
// TLeaf of version 2 (tree/tree/inc/TLeaf.h), then the least and the greatest value, version 1 (TLeafI.h and its
// siblings).

interface StreamerInfos {
  readonly arr: { readonly fName: string }[];
}

/** Type number (TStreamerInfo::EReadWrite) and name of the least and greatest value. */
const values: Readonly<Record<string, readonly [number, string]>> = {
  TLeafO: [18, 'Bool_t'],
  TLeafB: [1, 'Char_t'],
  TLeafS: [2, 'Short_t'],
  TLeafI: [3, 'Int_t'],
  TLeafL: [16, 'Long64_t'],
  TLeafG: [4, 'Long_t'],
  TLeafF: [5, 'Float_t'],
  TLeafD: [8, 'Double_t'],
  TLeafC: [3, 'Int_t'],
};

const base = (fName: string, fBaseVersion: number) => ({
  _typename: 'TStreamerBase',
  fName,
  fType: 0,
  fTypeName: 'BASE',
  fBaseVersion,
});
const member = (fName: string, [fType, fTypeName]: readonly [number, string]) => ({
  _typename: 'TStreamerBasicType',
  fName,
  fType,
  fTypeName,
});
const pointer = {
  _typename: 'TStreamerObjectPointer',
  fName: 'fLeafCount',
  fType: 64,
  fTypeName: 'TLeaf*',
  fArrayLength: 0,
  fArrayDim: 0,
};
const [integer, boolean] = [values['TLeafI']!, values['TLeafO']!];

const leaf = [
  base('TNamed', 1),
  ...['fLen', 'fLenType', 'fOffset'].map((name) => member(name, integer)),
  ...['fIsRange', 'fIsUnsigned'].map((name) => member(name, boolean)),
  pointer,
];

/** Adds the description of every class of leaves that `infos` lacks. */
export function describeLeaves({ arr }: StreamerInfos): void {
  const add = (fName: string, fClassVersion: number, elements: readonly object[]): void => {
    if (arr.some((info) => info.fName === fName)) return;
    const info = { _typename: 'TStreamerInfo', fName, fClassVersion, fCheckSum: 0, fElements: { arr: elements } };
    arr.push(info);
  };
  add('TLeaf', 2, leaf);
  for (const [name, type] of Object.entries(values)) {
    add(name, 1, [base('TLeaf', 2), member('fMinimum', type), member('fMaximum', type)]);
  }
}
